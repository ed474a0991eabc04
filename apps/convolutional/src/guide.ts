import type { GuideStep } from '@autoencoders/app-kit';
import type { Settings } from './settings.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings>[] = [
  {
    task: 'Train both models, and choose a picture above the network.',
    result:
      'Each small picture in a convolution is a feature map. It is bright where its filter finds what it looks for: an edge, a stroke, an end. Now compare the errors under “Side by side”: the dense model has more parameters and a larger error.',
  },
  {
    task: 'Give both models a code of 2 numbers.',
    result: 'Both blur now: the code is the bottleneck, not the layers. Compare the parameters of the two models, too.',
    settings: { codeSize: 2 },
  },
  {
    task: 'Train for 5 epochs only.',
    result:
      'The convolutional model is ahead after a few epochs. It learns a stroke once, for all places. The dense model has to learn it again for each place.',
    settings: { epochs: 5 },
  },
];
