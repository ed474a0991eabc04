import { flat, nodeProgram, sizeOf, scheduleText } from '@autoencoders/app-kit';
import type { Data } from '@autoencoders/app-kit';
import source from './model.ts?raw';
import type { Settings } from './settings.js';
import { training } from './variant.js';

/** The program for Node that does what the page does. */
export const program = (settings: Settings, data: Data): string => {
  const { noise, strength, codeSize, seed } = settings;
  const { training: dataset } = data;
  return nodeProgram({
    data,
    model: source,
    imports: [
      `import { seeded } from '@autoencoders/core';`,
      `import { toFlat } from '@autoencoders/datasets';`,
      `import { mean, squaredErrorPerExample } from '@autoencoders/metrics';`,
      `import { fit } from '@autoencoders/training';`,
    ],
    body: `
using model = denoising(${sizeOf(dataset.shape)}, ${codeSize}, ${seed});
const corrupt = noises.${noise}(${strength});
const clean = toFlat(test);
const options = { loss, optimizer, corrupt, ${scheduleText(training(settings, dataset))}, validation: ${flat(data, 'test')} };
for await (const { epoch, loss, validation } of fit(model, ${flat(data, 'training')}, options)) {
  console.log(\`epoch \${epoch}: \${loss.toFixed(3)} on the training, \${validation!.loss.toFixed(3)} on the test examples\`);
}

const noisy = corrupt(clean, seeded(1));
const errorOf = async (x: Tensor2D) => mean(await squaredErrorPerExample(clean, x)).toFixed(3);
console.log(\`squared error: \${await errorOf(noisy)} with the noise, \${await errorOf(model.reconstruct(noisy))} restored\`);`,
  });
};
