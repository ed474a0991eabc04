import type { GuideStep } from '@autoencoders/app-kit';
import type { Settings } from './settings.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings>[] = [
  {
    task: 'Train a model with 2 latents, and drag over the plane.',
    result:
      'Nearly every place decodes to a digit, and one digit turns into the next as you drag. A penalty, the KL divergence, pulls all codes towards the same normal distribution, so there are few gaps.',
    settings: { latents: 2, beta: 1 },
  },
  {
    task: 'Set β to 0, and look at the samples.',
    result:
      'Without the penalty, the codes spread out and leave gaps. Reconstructions get sharper, but random codes fall into the gaps and decode to pictures that are no digits.',
    settings: { beta: 0 },
  },
  {
    task: 'Use 16 latents and β = 8.',
    result:
      'With β = 8, each number that the code uses costs a lot. So the model leaves many of the 16 unused, or even all: their bars under “KL divergence by latent” are nearly 0. This is called posterior collapse.',
    settings: { latents: 16, beta: 8 },
  },
];
