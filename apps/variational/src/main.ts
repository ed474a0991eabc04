import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { epochsControl, mountApp, program, reconstructions, sizeOf } from '@autoencoders/app-kit';
import type { Settings } from '@autoencoders/app-kit';
import { between } from './between.js';
import { latents } from './latents.js';
import { lossWith, optimizer, variational } from './model.js';
import source from './model.ts?raw';
import { latentPlane } from './plane.js';
import { posteriorsOf } from './posteriors.js';
import { samples } from './samples.js';

const batchOf = (values: Float32Array): number => (values.length > 2e6 ? 128 : 64);
const numbersOf = ({ latents, beta, warmUp, epochs }: Settings): Record<'latents' | 'beta' | 'warmUp' | 'epochs', number> => ({
  latents: Number(latents),
  beta: Number(beta),
  warmUp: Number(warmUp),
  epochs: Number(epochs),
});

void mountApp({
  id: 'variational',
  title: 'Variational autoencoder',
  lead: 'Codes are distributions here, kept close to one that is known. So every place among them decodes to something, and random codes make new examples.',
  unit: 'nats',
  controls: [
    {
      kind: 'slider',
      key: 'latents',
      label: 'Latents',
      min: 2,
      max: 32,
      step: 1,
      value: 2,
      hint: 'How many numbers a code has. The model may leave some of them unused.',
    },
    {
      kind: 'slider',
      key: 'beta',
      label: 'KL weight β',
      min: 0,
      max: 8,
      step: 0.25,
      value: 1,
      hint: 'The price of codes that differ from the prior: 1 gives the ELBO, 0 a plain autoencoder with noise.',
    },
    {
      kind: 'slider',
      key: 'warmUp',
      label: 'Warm-up of β',
      min: 0,
      max: 30,
      step: 1,
      value: 0,
      unit: 'epochs',
      hint: 'How long β grows from 0 to its value.',
    },
    epochsControl(50),
  ],
  model: (shape, settings) => variational(sizeOf(shape), numbersOf(settings).latents),
  training(settings, { values }) {
    const { beta, warmUp, epochs } = numbersOf(settings);
    return { loss: lossWith(beta, warmUp), optimizer, epochs, batch: batchOf(values), seed: 1 };
  },
  lines: [
    { name: 'training', colour: '--training', value: ({ loss }) => loss },
    { name: 'test', colour: '--validation', dashed: true, value: ({ validation }) => validation?.loss },
    { name: 'reconstruction', colour: '--third', value: ({ terms }) => terms['reconstruction'] },
    { name: 'β · KL', colour: '--fourth', value: ({ terms }) => terms['kl'] },
  ],
  code(settings, dataset) {
    const { latents, beta, warmUp, epochs } = numbersOf(settings);
    return program({
      dataset,
      model: source,
      imports: [
        `import { toFlat } from '@autoencoders/datasets';`,
        `import { activeUnits } from '@autoencoders/metrics';`,
        `import { fit } from '@autoencoders/training';`,
      ],
      body: `
using model = variational(${sizeOf(dataset.shape)}, ${latents});
const options = { loss: lossWith(${beta}, ${warmUp}), optimizer, epochs: ${epochs}, batch: ${batchOf(dataset.values)}, seed: 1, validation: toFlat(test) };
for await (const { epoch, terms, validation } of fit(model, toFlat(training), options)) {
  const { reconstruction, kl } = terms;
  console.log(\`epoch \${epoch}: \${reconstruction.toFixed(2)} + \${kl.toFixed(2)} nats, \${validation!.loss.toFixed(2)} on the test examples\`);
}
const { active } = await activeUnits(model.encode(toFlat(test)));
console.log(\`\${active} of ${latents} latents are active\`);
const made = model.sample(10, { seed: 1 }); // ten new examples, [10, ${sizeOf(dataset.shape)}]
console.log(made.shape);`,
    });
  },
  views(app) {
    const posteriors = posteriorsOf(app);
    return [latentPlane(app, posteriors), between(app), samples(app), reconstructions(), latents(posteriors)];
  },
});
