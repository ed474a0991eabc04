import '@autoencoders/app-kit/styles.css';
import { codeMap, mountApp, nodeProgram, reconstructions, sizeOf } from '@autoencoders/app-kit';
import { errorByCodeSize } from './error-by-code-size.js';
import { loss, optimizer, undercomplete } from './model.js';
import source from './model.ts?raw';
import { controls } from './settings.js';
import type { Settings } from './settings.js';

const batchFor = (values: Float32Array): number => (values.length > 2e6 ? 128 : 32);

void mountApp<Settings>({
  id: 'undercomplete',
  title: 'Undercomplete autoencoder',
  lead: 'The encoder turns each picture into a few numbers, its code. The decoder makes the picture again from the code alone. What it draws shows what the model keeps.',
  unit: 'squared error',
  controls,
  model: (shape, { codeSize }) => undercomplete(sizeOf(shape), codeSize),
  training: ({ epochs }, { values }) => ({ loss, optimizer, epochs, batch: batchFor(values), seed: 1 }),
  program: ({ codeSize, epochs }, dataset) =>
    nodeProgram({
      dataset,
      model: source,
      imports: [`import { toFlat } from '@autoencoders/datasets';`, `import { fit } from '@autoencoders/training';`],
      body: `
using model = undercomplete(${sizeOf(dataset.shape)}, ${codeSize});
const options = { loss, optimizer, epochs: ${epochs}, batch: ${batchFor(dataset.values)}, seed: 1, validation: toFlat(test) };
for await (const { epoch, loss, validation } of fit(model, toFlat(training), options)) {
  console.log(\`epoch \${epoch}: \${loss.toFixed(3)} on the training, \${validation!.loss.toFixed(3)} on the test examples\`);
}`,
    }),
  views: (app) => [reconstructions(), errorByCodeSize(app), codeMap(app)],
});
