import '@autoencoders/app-kit/styles.css';
import { codeMap, mountApp, network, reconstructions, sizeOf } from '@autoencoders/app-kit';
import { errorByCodeSize } from './error-by-code-size.js';
import { guide } from './guide.js';
import { loss, optimizer, undercomplete } from './model.js';
import { batchFor, program } from './program.js';
import { controls } from './settings.js';
import type { Settings } from './settings.js';

void mountApp<Settings>({
  id: 'undercomplete',
  title: 'Undercomplete autoencoder',
  lead: 'The encoder turns each picture into a few numbers, its code. The decoder makes the picture again from the code alone. What it draws shows what the model keeps.',
  leadForRows:
    'The encoder turns each row into a few numbers, its code. The decoder makes the row again from the code alone. The columns that come back right show what the model keeps.',
  unit: 'squared error',
  controls,
  settingsOf: ({ codeSize }) => ({ codeSize }),
  guide,
  next: { id: 'sparse', title: 'Sparse autoencoder' },
  model: (shape, { codeSize }) => undercomplete(sizeOf(shape), codeSize),
  training: ({ epochs }, dataset) => ({ loss, optimizer, epochs, batch: batchFor(dataset), seed: 1 }),
  program,
  views: (app) => [network(app), reconstructions(), errorByCodeSize(app), codeMap(app)],
});
