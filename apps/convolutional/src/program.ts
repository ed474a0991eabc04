import { nodeProgram, sizeOf, scheduleText } from '@autoencoders/app-kit';
import type { Data } from '@autoencoders/app-kit';
import source from './model.ts?raw';
import type { Settings } from './settings.js';
import { training } from './variant.js';

/** The program for Node that does what the page does. */
export const program = (settings: Settings, data: Data): string => {
  const { codeSize, seed } = settings;
  const { training: dataset } = data;
  return nodeProgram({
    data,
    model: source,
    imports: [`import { toFlat, toImages } from '@autoencoders/datasets';`, `import { fit } from '@autoencoders/training';`],
    body: `
using sliding = convolutional([${dataset.shape.join(', ')}], ${codeSize}, ${seed});
using connected = fullyConnected(${sizeOf(dataset.shape)}, ${codeSize}, ${seed});
const options = { loss, optimizer, ${scheduleText(training(settings, dataset))} };
const runs = {
  convolutional: fit(sliding, toImages(training), { ...options, validation: toImages(test) }),
  dense: fit(connected, toFlat(training), { ...options, validation: toFlat(test) }),
};
for (const [name, run] of Object.entries(runs))
  for await (const { epoch, loss, validation } of run)
    console.log(\`\${name}, epoch \${epoch}: \${loss.toFixed(3)} on the training, \${validation!.loss.toFixed(3)} on the test examples\`);`,
  });
};
