import type { GuideStep } from '@autoencoders/app-kit';
import type { Settings } from './settings.js';

/** What to try on this page. */
export const guide: readonly GuideStep<Settings>[] = [
  {
    task: 'Train a model with a code of 2 numbers.',
    result:
      'Each picture becomes two numbers: a place on the map. Pictures of the same digit land close together, although nobody told the model which digit is which. Two numbers are few, so the reconstructions are blurred.',
    settings: { codeSize: 2 },
  },
  {
    task: 'Give it 16 numbers, and compare the two runs.',
    result:
      'The reconstructions get sharper, and the error falls. PCA compresses, too, but it can only add and scale pictures. The hidden layers can do more, so their error is smaller: see the chart “Error by code size”.',
    settings: { codeSize: 16 },
  },
  {
    task: 'Go back to a code of 2. Click between two groups of dots on the map.',
    result:
      'The decoder draws a picture for every code, also where no example lies. Between two groups it draws something between two digits.',
    settings: { codeSize: 2 },
  },
];
