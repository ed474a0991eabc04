import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { mountApp, network, ownDigit, reconstructions } from '@autoencoders/app-kit';
import { guide } from './guide.js';
import { interpolation } from './interpolation.js';
import { klByLatent } from './kl-by-latent.js';
import { latentPlane } from './latent-plane.js';
import { posteriorsOf } from './posteriors.js';
import { samples } from './samples.js';
import { controls, defaultsFor } from './settings.js';
import type { Settings } from './settings.js';
import { model, training } from './variant.js';

void mountApp<Settings>({
  id: 'variational',
  title: 'Variational autoencoder',
  lead: 'For each picture, the encoder gives a small cloud of codes, a normal distribution. Training pulls all clouds towards one: the prior, centred at 0. So there are few gaps between them, and a random code decodes to a new picture.',
  leadForRows:
    'For each row, the encoder gives a small cloud of codes, a normal distribution. Training pulls all clouds towards one: the prior, centred at 0. So there are few gaps between them, and a random code decodes to a new row that could be real.',
  unit: 'nats',
  controls,
  defaultsFor,
  source: 'mnist-small',
  settingsOf: ({ codeSize: latents }, { beta }) => ({ latents, beta: Number(beta ?? 1) }),
  guide,
  showsFlow: true,
  next: { id: 'anomaly', title: 'Anomaly detection' },
  model,
  training,
  lines: [
    { name: 'training', colour: '--training', value: ({ loss }) => loss },
    { name: 'test', colour: '--validation', dashed: true, value: ({ validation }) => validation?.loss },
    { name: 'reconstruction', colour: '--third', value: ({ terms }) => terms['reconstruction'] },
    { name: 'β · KL', colour: '--fourth', value: ({ terms }) => terms['kl'] },
  ],
  program: async () => (await import('./program.js')).program,
  views(app) {
    const posteriors = posteriorsOf(app);
    return [
      latentPlane(app, posteriors),
      network(app),
      ownDigit(app),
      interpolation(app),
      samples(app),
      reconstructions(),
      klByLatent(posteriors),
    ];
  },
});
