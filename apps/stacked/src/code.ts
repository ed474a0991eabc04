import { program, sizeOf } from '@autoencoders/app-kit';
import type { Settings } from '@autoencoders/app-kit';
import type { Dataset } from '@autoencoders/datasets';
import source from './model.ts?raw';

/** The program that does what is on the page. */
export function code({ kind, units, epochs, labels }: Settings, dataset: Dataset): string {
  const few = dataset.labels && dataset.labels.length > 0 ? tuning(Number(labels), classesIn(dataset.labels, dataset.classes)) : '';
  return program({
    dataset,
    model: source,
    imports: [
      `import { count, toFlat } from '@autoencoders/datasets';`,
      ...(few ? [`import { accuracy } from '@autoencoders/metrics';`, `import { fit } from '@autoencoders/training';`] : []),
      `import { pretrain } from '@autoencoders/training';`,
    ],
    body: `
using stack = stackOf(${sizeOf(dataset.shape)}, [${String(units).split('-').join(', ')}]);
const options = { ...preTraining('${kind}', ${epochs}, count(training)), validation: toFlat(test) };
for await (const { level, epoch, loss } of pretrain(stack, toFlat(training), options)) {
  console.log(\`level \${level}, epoch \${epoch}: \${loss.toFixed(3)}\`);
}
${few || '// These data have no labels, and fine-tuning needs some.'}`,
  });
}

const classesIn = (labels: Int32Array, classes: readonly string[] | undefined): number =>
  classes?.length ?? Math.max(...new Set(labels)) + 1;

const tuning = (labels: number, classes: number): string => `
const few = labelled(training, ${labels}, 1);
for (const start of ['pre-trained', 'random'] as const) {
  using model = startOf(stack, ${classes}, start, 1);
  for await (const { epoch, loss } of fit(model, toFlat(few), { ...fineTuning, target: few.labels, seed: 1 })) {
    console.log(\`\${start}, round \${epoch}: \${loss.toFixed(3)}\`);
  }
  const right = accuracy(test.labels!, model.classify(toFlat(test)).dataSync<'int32'>());
  console.log(\`\${start}: \${(100 * (1 - right)).toFixed(1)} % of the test examples are wrong\`);
}`;
