import '@autoencoders/app-kit/styles.css';
import { epochsControl, latentMap, mountApp, program, reconstructions, sizeOf } from '@autoencoders/app-kit';
import { loss, optimizer, undercomplete } from './model.js';
import source from './model.ts?raw';
import { squeeze } from './squeeze.js';

const codeSizes = [1, 2, 4, 8, 16, 32, 64] as const;

void mountApp({
  id: 'undercomplete',
  title: 'Undercomplete autoencoder',
  lead: 'Every picture has to pass through a few numbers, its code. What comes out on the other side shows what the model found worth keeping.',
  unit: 'squared error',
  controls: [
    {
      kind: 'slider',
      key: 'code',
      label: 'Code size',
      min: 1,
      max: 64,
      step: 1,
      value: 2,
      unit: 'numbers',
      hint: 'How many numbers each example is squeezed into.',
    },
    epochsControl(30),
  ],
  model: (shape, { code }) => undercomplete(sizeOf(shape), Number(code)),
  training: ({ epochs }, { values }) => ({ loss, optimizer, epochs: Number(epochs), batch: values.length > 2e6 ? 128 : 32, seed: 1 }),
  code: ({ code, epochs }, dataset) =>
    program({
      dataset,
      model: source,
      imports: [`import { toFlat } from '@autoencoders/datasets';`, `import { fit } from '@autoencoders/training';`],
      body: `
using model = undercomplete(${sizeOf(dataset.shape)}, ${code});
const options = { loss, optimizer, epochs: ${epochs}, batch: ${dataset.values.length > 2e6 ? 128 : 32}, seed: 1, validation: toFlat(test) };
for await (const { epoch, loss, validation } of fit(model, toFlat(training), options)) {
  console.log(\`epoch \${epoch}: \${loss.toFixed(3)} on the training, \${validation!.loss.toFixed(3)} on the test examples\`);
}`,
    }),
  views: (app) => [reconstructions(), squeeze(app, codeSizes), latentMap()],
});
