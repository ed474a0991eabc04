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
  lead: 'The encoder gives no single code for a picture, but a small cloud of codes: a centre and a width. Training pulls all clouds together around 0. So a random code near 0 decodes to a new picture.',
  leadForRows:
    'The encoder gives no single code for a row, but a small cloud of codes: a centre and a width. Training pulls all clouds together around 0. So a random code near 0 decodes to a new row that could be real.',
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
      samples(app),
      interpolation(app),
      network(app),
      ownDigit(app),
      reconstructions(),
      klByLatent(posteriors),
    ];
  },
});
