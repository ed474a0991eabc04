import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { mountApp, network, reconstructions, sizeOf } from '@autoencoders/app-kit';
import { guide } from './guide.js';
import { interpolation } from './interpolation.js';
import { klByLatent } from './kl-by-latent.js';
import { latentPlane } from './latent-plane.js';
import { lossWith, optimizer, variational } from './model.js';
import { posteriorsOf } from './posteriors.js';
import { batchFor, numbersOf, program } from './program.js';
import { samples } from './samples.js';
import { controls } from './settings.js';
import type { Settings } from './settings.js';

void mountApp<Settings>({
  id: 'variational',
  title: 'Variational autoencoder',
  lead: 'The encoder gives a distribution of codes for each picture, and training keeps these distributions close to the prior, a standard normal distribution. So every code near the prior decodes to a picture, and random codes make new ones.',
  leadForRows:
    'The encoder gives a distribution of codes for each row, and training keeps these distributions close to the prior, a standard normal distribution. So every code near the prior decodes to a row that could be real, and random codes make new ones.',
  unit: 'nats',
  controls,
  settingsOf: ({ codeSize: latents }, { beta }) => ({ latents, beta: Number(beta ?? 1) }),
  guide,
  next: { id: 'anomaly', title: 'Finding anomalies' },
  model: (shape, { latents }) => variational(sizeOf(shape), latents),
  training: ({ beta, warmUp, epochs }, dataset) => ({
    loss: lossWith(beta, warmUp, numbersOf(dataset)),
    optimizer,
    epochs,
    batch: batchFor(dataset),
    seed: 1,
  }),
  lines: [
    { name: 'training', colour: '--training', value: ({ loss }) => loss },
    { name: 'test', colour: '--validation', dashed: true, value: ({ validation }) => validation?.loss },
    { name: 'reconstruction', colour: '--third', value: ({ terms }) => terms['reconstruction'] },
    { name: 'β · KL', colour: '--fourth', value: ({ terms }) => terms['kl'] },
  ],
  program,
  views(app) {
    const posteriors = posteriorsOf(app);
    return [latentPlane(app, posteriors), network(app), interpolation(app), samples(app), reconstructions(), klByLatent(posteriors)];
  },
});
