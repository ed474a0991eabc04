import type { GuideStep } from '@autoencoders/app-kit';
import type { Settings } from './settings.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings>[] = [
  {
    task: 'Train both models, and choose a picture above the network.',
    result:
      'Each map of a convolution shows where one kernel finds what it looks for: an edge, a stroke, an end. The same few weights look everywhere in the picture.',
  },
  {
    task: 'Give both models a code of 2 numbers.',
    result: 'Both blur now: the code is the bottleneck, not the layers. Compare the parameters of the two models, too.',
    settings: { codeSize: 2 },
  },
  {
    task: 'Train for 5 epochs only.',
    result:
      'The convolutional model need not learn each stroke anew for each place. The dense model does not know which pixels are neighbours.',
    settings: { epochs: 5 },
  },
];
