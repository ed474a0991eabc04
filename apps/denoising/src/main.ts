import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { epochsControl, mountApp, program, reconstructions, sizeOf } from '@autoencoders/app-kit';
import { byStrength } from './by-strength.js';
import { draw } from './draw.js';
import { denoising, loss, noises, optimizer } from './model.js';
import type { Noise } from './model.js';
import source from './model.ts?raw';
import { kindControl, noiseShown, strengthControl } from './noise-shown.js';

const batchOf = (values: Float32Array): number => (values.length > 2e6 ? 128 : 32);

void mountApp({
  id: 'denoising',
  title: 'Denoising autoencoder',
  lead: 'The model gets spoilt pictures and has to give back the clean ones. To do that, it must learn what clean ones look like.',
  unit: 'squared error',
  controls: [
    kindControl('noise', 'Noise in training', 'What spoils the examples, anew each time they are seen.'),
    strengthControl(
      'strength',
      'Its strength',
      0.4,
      'A standard deviation for Gaussian noise, else the share of pixels. At 0 it is a plain autoencoder.',
    ),
    {
      kind: 'slider',
      key: 'code',
      label: 'Code size',
      min: 4,
      max: 128,
      step: 4,
      value: 32,
      unit: 'numbers',
      hint: 'It need not be small: the noise keeps the model from copying.',
    },
    epochsControl(40),
  ],
  model: (shape, { code }) => denoising(sizeOf(shape), Number(code)),
  training: ({ noise, strength, epochs }, { values }) => ({
    loss,
    optimizer,
    corrupt: noises[noise as Noise](Number(strength)),
    epochs: Number(epochs),
    batch: batchOf(values),
    seed: 1,
  }),
  code: ({ noise, strength, code, epochs }, dataset) =>
    program({
      dataset,
      model: source,
      imports: [
        `import { seeded } from '@autoencoders/core';`,
        `import { toFlat } from '@autoencoders/datasets';`,
        `import { average, squaredErrorPerExample } from '@autoencoders/metrics';`,
        `import { fit } from '@autoencoders/training';`,
      ],
      body: `
using model = denoising(${sizeOf(dataset.shape)}, ${code});
const corrupt = noises.${noise}(${strength});
const clean = toFlat(test);
const options = { loss, optimizer, corrupt, epochs: ${epochs}, batch: ${batchOf(dataset.values)}, seed: 1, validation: clean };
for await (const { epoch, loss, validation } of fit(model, toFlat(training), options)) {
  console.log(\`epoch \${epoch}: \${loss.toFixed(3)} on the training, \${validation!.loss.toFixed(3)} on the test examples\`);
}

const spoilt = corrupt(clean, seeded(1));
const errorOf = async (x: Tensor2D) => average(await squaredErrorPerExample(clean, x)).toFixed(3);
console.log(\`squared error: \${await errorOf(spoilt)} with the noise, \${await errorOf(model.reconstruct(spoilt))} restored\`);`,
    }),
  views(app) {
    const noise = noiseShown(app.refresh);
    return [noise.view, draw(app, noise), reconstructions(noise.corruption), byStrength(app, noise)];
  },
});
