import type { GuideStep } from '@autoencoders/app-kit';
import type { Settings } from './settings.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings>[] = [
  {
    task: 'Train a model with 2 latents, and drag over the plane.',
    result:
      'Every place near the middle decodes to a picture, and nearby places to similar ones. The penalty KL pulls all codes towards the same normal distribution, so there are no gaps.',
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
      'Each latent that is used now costs a lot, so the model leaves many of them unused: their KL is 0. This is called posterior collapse.',
    settings: { latents: 16, beta: 8 },
  },
];
