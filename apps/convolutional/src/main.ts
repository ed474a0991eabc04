import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { mountApp, network, ownDigit } from '@autoencoders/app-kit';
import { comparison } from './comparison.js';
import { filters } from './filters.js';
import { guide } from './guide.js';
import { modelPair } from './model-pair.js';
import { controls, defaultsFor } from './settings.js';
import type { Settings } from './settings.js';
import type { Shipped } from './shown.js';
import { trainBoth } from './train-both.js';
import { training } from './variant.js';

const shipped: Shipped = {};

void mountApp<Settings>({
  id: 'convolutional',
  title: 'Convolutional autoencoder',
  lead: 'Small filters (grids of weights) slide over the picture. What a filter learns at one place works at every place. To compare, a dense model with a code of the same size learns, too. The dense model does not know which pixels are neighbours.',
  leadForRows: 'A convolution needs pictures. Rows of a table train on the other pages.',
  unit: 'squared error',
  logScale: true,
  controls,
  defaultsFor,
  source: 'mnist-small',
  settingsOf: ({ codeSize }) => ({ codeSize }),
  guide,
  next: { id: 'denoising', title: 'Denoising autoencoder' },
  model: modelPair,
  training,
  train: (context) => trainBoth(context, training(context.settings, context.data.training)),
  lines: [
    { name: 'convolutional, training', colour: '--training', value: ({ terms }) => terms['convolutional'] },
    { name: 'convolutional, test', colour: '--training', dashed: true, value: ({ validation }) => validation?.terms['convolutional'] },
    { name: 'dense, training', colour: '--validation', value: ({ terms }) => terms['dense'] },
    { name: 'dense, test', colour: '--validation', dashed: true, value: ({ validation }) => validation?.terms['dense'] },
  ],
  program: async () => (await import('./program.js')).program,
  showResults: (model, results) => void Object.assign(shipped, { model, results } as Shipped),
  views: (app) => [comparison(shipped), filters(app), network(app), ownDigit(app)],
});
