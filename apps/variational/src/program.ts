import { flat, nodeProgram, sizeOf, scheduleText } from '@autoencoders/app-kit';
import type { Data } from '@autoencoders/app-kit';
import source from './model.ts?raw';
import type { Settings } from './settings.js';
import { numbersOf, training } from './variant.js';

/** The program for Node that does what the page does. */
export function program(settings: Settings, data: Data): string {
  const { latents, beta, warmUp, seed } = settings;
  const { training: dataset } = data;
  const size = sizeOf(dataset.shape);
  return nodeProgram({
    data,
    model: source,
    imports: [
      `import { toFlat } from '@autoencoders/datasets';`,
      `import { activeUnits } from '@autoencoders/metrics';`,
      `import { fit } from '@autoencoders/training';`,
    ],
    body: `
using model = variational(${size}, ${latents}, ${seed});
const options = { loss: lossWith(${[beta, warmUp, ...(numbersOf(dataset) === 'columns' ? [`'columns'`] : [])].join(', ')}), optimizer, ${scheduleText(training(settings, dataset))}, validation: ${flat(data, 'test')} };
for await (const { epoch, terms, validation } of fit(model, ${flat(data, 'training')}, options)) {
  const { reconstruction, kl } = terms;
  console.log(\`epoch \${epoch}: \${reconstruction.toFixed(2)} + \${kl.toFixed(2)} nats, \${validation!.loss.toFixed(2)} on the test examples\`);
}
const { active } = await activeUnits(model.encode(toFlat(test)));
console.log(\`\${active} of ${latents} latents are active\`);
const samples = model.sample(10, { seed: 1 }); // ten new examples, [10, ${size}]
console.log(samples.shape);`,
  });
}
