import '@autoencoders/app-kit/styles.css';
import { codeMap, mountApp, network, ownDigit, reconstructions } from '@autoencoders/app-kit';
import { errorByCodeSize } from './error-by-code-size.js';
import { guide } from './guide.js';
import { controls, defaultsFor } from './settings.js';
import type { Settings } from './settings.js';
import { model, training } from './variant.js';

void mountApp<Settings>({
  id: 'undercomplete',
  title: 'Undercomplete autoencoder',
  lead: 'The encoder squeezes each picture into a few numbers, its code. The decoder draws the picture again from the code alone. The code is too small for every detail, so the model has to find out what matters.',
  leadForRows:
    'The encoder squeezes each row into a few numbers, its code. The decoder makes the row again from the code alone. The columns that come back right show what the model keeps.',
  unit: 'squared error',
  controls,
  defaultsFor,
  source: 'mnist-small',
  settingsOf: ({ codeSize }) => ({ codeSize }),
  guide,
  showsFlow: true,
  next: { id: 'sparse', title: 'Sparse autoencoder' },
  model,
  training,
  program: async () => (await import('./program.js')).program,
  views: (app) => [codeMap(app), network(app), ownDigit(app), reconstructions(), errorByCodeSize(app)],
});
