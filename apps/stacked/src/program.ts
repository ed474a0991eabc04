import { flat, nodeProgram, sizeOf } from '@autoencoders/app-kit';
import type { Data } from '@autoencoders/app-kit';
import source from './model.ts?raw';
import { unitsOf } from './settings.js';
import type { Settings } from './settings.js';

/** The program for Node that does what the page does. */
export function program(settings: Settings, data: Data): string {
  const { kind, epochs, labels, seed } = settings;
  const { training: dataset } = data;
  const classes = dataset.labels && dataset.labels.length > 0 ? classesIn(dataset.labels, dataset.classes) : 0;
  return nodeProgram({
    data,
    model: source,
    trained: 'stack',
    imports: [
      `import { count, toFlat } from '@autoencoders/datasets';`,
      ...(classes > 0 ? [`import { accuracy } from '@autoencoders/metrics';`, `import { fit } from '@autoencoders/training';`] : []),
      `import { pretrain } from '@autoencoders/training';`,
    ],
    body: `
using stack = stackOf(${sizeOf(dataset.shape)}, [${unitsOf(settings).join(', ')}], ${seed});
const options = { ...preTraining('${kind}', ${epochs}, count(training), ${seed}), validation: ${flat(data, 'test')} };
for await (const { level, epoch, loss } of pretrain(stack, ${flat(data, 'training')}, options)) {
  console.log(\`level \${level}, epoch \${epoch}: \${loss.toFixed(3)}\`);
}
${classes > 0 ? fineTuning(labels, classes, seed) : '// These data have no labels, and fine-tuning needs some.'}`,
  });
}

const classesIn = (labels: Int32Array, classes: readonly string[] | undefined): number =>
  classes?.length ?? Math.max(...new Set(labels)) + 1;

const fineTuning = (labels: number, classes: number, seed: number): string => `
const few = labelled(training, ${labels}, ${seed});
for (const start of ['pre-trained', 'random'] as const) {
  using model = startOf(stack, ${classes}, start, ${seed});
  for await (const { epoch, loss } of fit(model, toFlat(few), { ...fineTuning, target: few.labels, seed: ${seed} })) {
    console.log(\`\${start}, round \${epoch}: \${loss.toFixed(3)}\`);
  }
  const right = accuracy(test.labels!, model.classify(toFlat(test)).dataSync<'int32'>());
  console.log(\`\${start}: \${(100 * (1 - right)).toFixed(1)} % of the test examples are wrong\`);
}`;
