import type { GuideStep } from '@autoencoders/app-kit';
import type { Settings } from './settings.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings>[] = [
  {
    task: 'Train a model, press Clear, and draw a digit. It is spoiled as you draw.',
    result:
      'The model gives back a clean digit, although it never saw your drawing. It has learned what digits look like, and noise does not look like a digit, so it drops the noise.',
  },
  {
    task: 'Set the strength of the noise in training to 0.',
    result: 'Now it is a plain autoencoder. It was never asked to remove noise, so more of the noise comes back in the reconstruction.',
    settings: { strength: 0 },
  },
  {
    task: 'Set the strength back to 0.4, and look at “Error by strength of the noise”.',
    result:
      'The model does best near the noise that it was trained with. Much stronger noise hides the digit, and less noise than it expects makes it smooth away real strokes.',
    settings: { strength: 0.4 },
  },
];
