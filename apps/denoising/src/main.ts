import '@autoencoders/app-kit/styles.css';
import './styles.css';
import { mountApp, network, reconstructions } from '@autoencoders/app-kit';
import { drawingView } from './drawing-view.js';
import { errorByNoise } from './error-by-noise.js';
import { guide } from './guide.js';
import { shownNoise } from './noise-settings.js';
import { controls, defaultsFor } from './settings.js';
import type { Settings } from './settings.js';
import { model, training } from './variant.js';

void mountApp<Settings>({
  id: 'denoising',
  title: 'Denoising autoencoder',
  lead: 'The model gets a picture with noise and must give back the clean one. Copying does not help, since the noise would come along. So it has to learn what clean pictures look like.',
  leadForRows:
    'The model gets rows with noise and must give back the clean ones. To do that, it has to learn how the columns depend on each other.',
  unit: 'squared error',
  controls,
  defaultsFor,
  source: 'mnist-small',
  settingsOf: ({ codeSize }, { noise }) => ({ codeSize, noise: 'gaussian', strength: Number(noise) }),
  guide,
  next: { id: 'variational', title: 'Variational autoencoder' },
  model,
  training,
  program: async () => (await import('./program.js')).program,
  views(app) {
    const noise = shownNoise(app.refresh);
    return [
      drawingView(app, noise),
      noise.view,
      network(app, { corrupt: noise.corruption }),
      reconstructions(noise.corruption),
      errorByNoise(app, noise),
    ];
  },
});
