import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { mountApp, network, oncePerScene, ownDigit, reconstructions } from '@autoencoders/app-kit';
import { dictionary } from './dictionary.js';
import { guide } from './guide.js';
import { reconstructionSteps } from './reconstruction-steps.js';
import { controls, defaultsFor, thresholdOf } from './settings.js';
import type { Settings } from './settings.js';
import { sparsity } from './sparsity.js';
import { unitActivity } from './unit-activity.js';
import { model, training } from './variant.js';

const activity = oncePerScene(unitActivity);

void mountApp<Settings>({
  id: 'sparse',
  title: 'Sparse autoencoder',
  lead: 'The code has many units, but only a few may fire (be clearly above 0) for each picture. So each unit learns a part that many pictures share, such as a stroke. All these parts together are a dictionary, which you can look at.',
  leadForRows:
    'The code has many units, but only a few may fire (be clearly above 0) for each row. So each unit learns something that many rows share. All of this together is a dictionary, which you can look at.',
  unit: 'squared error and penalty',
  controls,
  defaultsFor,
  source: 'mnist-small',
  settingsOf: ({ codeSize: units, spec }, { rho, beta, k }) =>
    spec.bottleneck ? { kind: 'topK', units, rho: Number(k) / units } : { kind: 'kl', units, rho: Number(rho), beta: Number(beta) },
  guide,
  showsFlow: true,
  next: { id: 'stacked', title: 'Stacked autoencoder' },
  model,
  training,
  lines: [
    { name: 'squared error, training', colour: '--training', value: ({ terms }) => terms['reconstruction'] },
    { name: 'squared error, test', colour: '--validation', dashed: true, value: ({ validation }) => validation?.terms['reconstruction'] },
    { name: 'penalty, training', colour: '--third', value: ({ terms }) => terms['penalty'] },
  ],
  program: async () => (await import('./program.js')).program,
  views: (app) => {
    return [
      dictionary(activity),
      network(app, { threshold: thresholdOf }),
      reconstructionSteps(app, activity),
      sparsity(activity),
      reconstructions(),
      ownDigit(app),
    ];
  },
});
