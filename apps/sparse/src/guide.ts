import type { GuideStep } from '@autoencoders/app-kit';
import type { Settings } from './settings.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings>[] = [
  {
    task: 'Train a model, and look at its dictionary.',
    result:
      'Each small picture is what one unit adds to the output when it fires: a stroke, an arc, a dot. Only a few of the 100 units fire for a picture: see “Units that fire” under Sparsity.',
    settings: { kind: 'kl' },
  },
  {
    task: 'Set β to 0: no penalty.',
    result:
      'Now nothing keeps the units silent, and most of them fire for each picture. The error is lower, but the parts mean less: each works only together with many others.',
    settings: { kind: 'kl', beta: 0 },
  },
  {
    task: 'Use TopK instead of a penalty.',
    result:
      'Exactly k units fire for every picture, without a weight to tune. Step through the reconstruction: it is a sum of k entries of the dictionary.',
    settings: { kind: 'topK' },
  },
];
