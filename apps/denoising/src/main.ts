import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { mountApp, network, reconstructions, sizeOf } from '@autoencoders/app-kit';
import { drawingView } from './drawing-view.js';
import { errorByNoise } from './error-by-noise.js';
import { guide } from './guide.js';
import { denoising, loss, noises, optimizer } from './model.js';
import { shownNoise } from './noise-settings.js';
import { batchFor, program } from './program.js';
import { controls } from './settings.js';
import type { Settings } from './settings.js';

void mountApp<Settings>({
  id: 'denoising',
  title: 'Denoising autoencoder',
  lead: 'The model gets pictures with noise and must give back the clean ones. To do that, it has to learn what clean pictures look like.',
  leadForRows:
    'The model gets rows with noise and must give back the clean ones. To do that, it has to learn how the columns depend on each other.',
  unit: 'squared error',
  controls,
  settingsOf: ({ codeSize }, { noise }) => ({ codeSize, noise: 'gaussian', strength: Number(noise) }),
  guide,
  next: { id: 'variational', title: 'Variational autoencoder' },
  model: (shape, { codeSize }) => denoising(sizeOf(shape), codeSize),
  training: ({ noise, strength, epochs }, dataset) => ({
    loss,
    optimizer,
    corrupt: noises[noise](strength),
    epochs,
    batch: batchFor(dataset),
    seed: 1,
  }),
  program,
  views(app) {
    const noise = shownNoise(app.refresh);
    return [
      noise.view,
      network(app, { corrupt: noise.corruption }),
      drawingView(app, noise),
      reconstructions(noise.corruption),
      errorByNoise(app, noise),
    ];
  },
});
