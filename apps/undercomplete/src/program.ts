import { flat, nodeProgram, sizeOf, scheduleText } from '@autoencoders/app-kit';
import type { Data } from '@autoencoders/app-kit';
import source from './model.ts?raw';
import type { Settings } from './settings.js';
import { training } from './variant.js';

/** The program for Node that does what the page does. */
export const program = (settings: Settings, data: Data): string =>
  nodeProgram({
    data,
    model: source,
    imports: [`import { toFlat } from '@autoencoders/datasets';`, `import { fit } from '@autoencoders/training';`],
    body: `
using model = undercomplete(${sizeOf(data.training.shape)}, ${settings.codeSize}, ${settings.seed});
const options = { loss, optimizer, ${scheduleText(training(settings, data.training))}, validation: ${flat(data, 'test')} };
for await (const { epoch, loss, validation } of fit(model, ${flat(data, 'training')}, options)) {
  console.log(\`epoch \${epoch}: \${loss.toFixed(3)} on the training, \${validation!.loss.toFixed(3)} on the test examples\`);
}`,
  });
