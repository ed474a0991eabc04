import type { GuideStep } from '@autoencoders/app-kit';
import type { Settings } from './settings.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings>[] = [
  {
    task: 'Train all levels, then compare the two classifiers.',
    result:
      'First, three levels learn to reconstruct, without labels. Then two classifiers learn from the same few labels. The one that starts from the levels is wrong less often than the one that starts from random weights: see “Fine-tuning with few labels”.',
  },
  {
    task: 'Set Labels to 500.',
    result:
      'With many labels, the classifier from random weights catches up. Pre-training helps most where labels are few and examples are many.',
    settings: { labels: 500 },
  },
  {
    task: 'Pre-train plain levels instead of denoising ones.',
    result:
      'A plain level only has to copy its input. A denoising level must fill in what is missing, so it has to learn what belongs together. Compare the errors of the two runs.',
    settings: { kind: 'plain' },
  },
];
