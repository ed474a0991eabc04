import type { Result } from '@autoencoders/report';

/** How to read a measure. */
export type Reading = Omit<Result, 'value'>;

/** The measure of every run that only its clock decides. */
export const TRAINING_TIME = 'training time, s';

/** What each measure says, and whether more or less of it is better. */
const readings: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  [
    'squared error',
    { about: 'The squared differences between an example and its reconstruction, summed over the example.', better: 'lower' },
  ],
  ['squared error of PCA', { about: 'The same for PCA with as many numbers for each example, the best linear code.' }],
  [
    'error relative to PCA, %',
    { about: 'The squared error as a share of that of PCA: below 100, the model beats the best linear code.', better: 'lower' },
  ],
  ['squared error of the noisy input', { about: 'The squared error if the noise stays as it is.' }],
  ['PSNR, dB', { about: 'The squared error on the scale of decibels: 10 more is a tenth of the error.', better: 'higher' }],
  ['SSIM', { about: 'How alike pictures look in brightness, contrast and structure, from 0 to 1.', better: 'higher' }],
  [
    'R²',
    { about: 'The share of the variance of the data that the model gives back: 1 is all, 0 is no better than the mean.', better: 'higher' },
  ],
  [
    'kNN accuracy of codes, %',
    {
      about:
        'How often an example has the label of the training examples with the nearest codes: whether codes keep what a label is about.',
      better: 'higher',
    },
  ],
  ['active latents', { about: 'How many numbers of the code differ from example to example. The others say nothing.' }],
  [
    'negative log-likelihood, nats',
    { about: 'How surprising test examples are to the model, estimated with 100 codes for each.', better: 'lower' },
  ],
  [
    'Hoyer sparsity of codes',
    { about: 'How unequal the activations of an example are: 0 where all units are equally active, 1 where one unit is.' },
  ],
  ['mean activation, %', { about: 'How active a unit is on average, where 100 is fully active.' }],
  ['units firing, %', { about: 'The share of the units that are not 0 for an example.' }],
  ['dead units, %', { about: 'The share of the units that are active for no test example. They are of no use.', better: 'lower' }],
  ['columns given back, %', { about: 'The mean over the columns of R² and accuracy.', better: 'higher' }],
  ['columns given back by PCA, %', { about: 'The same for PCA with as many numbers for each example.' }],
  ['test loss', { about: 'What training makes as small as it can, on test examples.', better: 'lower' }],
  ['test error, %', { about: 'The share of test examples whose class is predicted wrongly.', better: 'lower' }],
  ['reconstruction', { about: 'The part of the loss for the difference between an example and its reconstruction.', better: 'lower' }],
  ['kl', { about: 'The part of the loss for codes that differ from the normal distribution N(0, I): what the codes cost.' }],
  ['sparsity', { about: 'The part of the loss for units that are more or less active than they should be.' }],
  ['revival', { about: 'The part of the loss that keeps units from dying.' }],
  ['alarms', { about: 'How many scores are above the threshold.' }],
  ['events', { about: 'How many times scores rise above the threshold. Events that are near each other are one.' }],
  ['threshold', { about: 'A score above it is an alarm.' }],
  ['expected false-alarm rate', { about: 'The share of usual examples that are alarms by chance.' }],
  [
    'AUROC',
    { about: 'The chance that an anomaly has a higher score than a usual example: 0.5 is chance, 1 is perfect.', better: 'higher' },
  ],
  ['average precision', { about: 'The share of anomalies among the highest scores, averaged over all thresholds.', better: 'higher' }],
  ['VUS-PR', { about: 'The same for events in a series, where alarms near an event count in part.', better: 'higher' }],
  ['F1 of events', { about: 'How many labelled events are found, and how many found ones are labelled, in one number.', better: 'higher' }],
  [TRAINING_TIME, { about: 'How long training took on this machine.' }],
]);

/** How to read a measure. Those of columns of a table are read by their ending. */
export function readingOf(name: string): Reading {
  if (name.endsWith(': R²')) return { about: 'The share of the variance of the column that is given back.', better: 'higher' };
  if (name.endsWith(': accuracy')) return { about: 'How often the word of the column is given back.', better: 'higher' };
  return readings.get(name) ?? {};
}

/** Figures with how to read them. */
export const explained = (measures: Readonly<Record<string, number | string>>): Readonly<Record<string, Result>> =>
  Object.fromEntries(Object.entries(measures).map(([name, value]) => [name, { value, ...readingOf(name) }]));
