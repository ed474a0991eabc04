import { flat, nodeProgram, sizeOf, scheduleText } from '@autoencoders/app-kit';
import type { Data } from '@autoencoders/app-kit';
import source from './model.ts?raw';
import { isTopK, kOf, thresholdOf } from './settings.js';
import type { Settings } from './settings.js';
import { training } from './variant.js';

/** The program for Node that does what the page does. */
export function program(settings: Settings, data: Data): string {
  const { units, rho, beta, seed } = settings;
  const { training: dataset } = data;
  const size = sizeOf(dataset.shape);
  const [model, chosen] = isTopK(settings)
    ? [`kSparse(${size}, ${units}, ${kOf(settings)}, ${seed})`, '{ loss: kLoss, optimizer: kOptimizer }']
    : [`sparse(${size}, ${units}, ${seed})`, `{ loss: loss(${rho}, ${beta}), optimizer }`];
  return nodeProgram({
    data,
    model: source,
    imports: [
      `import { toFlat } from '@autoencoders/datasets';`,
      `import { activationDensity, mean } from '@autoencoders/metrics';`,
      `import { fit } from '@autoencoders/training';`,
    ],
    body: `
using model = ${model};
const options = { ...${chosen}, ${scheduleText(training(settings, dataset))}, validation: ${flat(data, 'test')} };
for await (const { epoch, validation } of fit(model, ${flat(data, 'training')}, options)) {
  const { reconstruction, penalty } = validation!.terms;
  console.log(\`epoch \${epoch}: squared error \${reconstruction.toFixed(3)}, penalty \${penalty.toFixed(3)} on the test examples\`);
}
const density = await activationDensity(model.encode(toFlat(test)), { threshold: ${thresholdOf(settings)} });
console.log(\`\${(${units} * mean(density)).toFixed(1)} of ${units} units fire for an example\`);`,
  });
}
