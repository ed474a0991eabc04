import type { Finding } from '@autoencoders/report';
import { counted, figure } from '../format.js';
import type { Measures } from '../measures.js';

/** Errors that differ by less than this share are about equal. */
const EQUAL = 0.05;
/** A model that gives back less than this share of the variance is little better than the mean. */
const LITTLE = 0.1;

const percent = (share: number): string => `${figure(Number((100 * share).toPrecision(2)))} %`;

/** A model gives back most of the variance from the first share on, and little below the second. */
const MOST = 0.8;
const HALF = 0.5;

/** What is compared: the numbers of PCA, what they are as many as, and how to lower the error. */
export interface Comparison {
  readonly components: number | undefined;
  /** `as many numbers`, `as many numbers as units fire`. */
  readonly likeness: string;
  /** How many times the error of PCA the model may have, since it learns something else besides. */
  readonly allowed: number;
  readonly advice: string;
}

/** How well examples are given back: beside PCA, or beside the mean where PCA cannot be compared with. */
export function reconstructionFindings(measures: Measures, { components, likeness, allowed, advice }: Comparison): readonly Finding[] {
  const error = measures['squared error'];
  const share = measures['R²'];
  if (error === undefined) return [];
  if (share !== undefined && share < LITTLE)
    return [
      {
        grade: 'bad',
        brief: 'next to nothing learned',
        text: `The model gives back ${percent(Math.max(0, share))} of the variance of the data: nearly the same output for every example.`,
        advice: `${advice} A larger learning rate, or more epochs, may help, too.`,
      },
    ];
  const noisy = measures['squared error of the noisy input'];
  return [...(noisy === undefined ? [] : [restored(error, noisy)]), besidePca(error, measures, { components, likeness, allowed, advice })];
}

function restored(error: number, noisy: number): Finding {
  const text = `The noisy examples have a squared error of ${figure(noisy)}, and the restored ones ${figure(error)}.`;
  return error < noisy
    ? { grade: error < noisy / 2 ? 'good' : 'fair', brief: `${percent(1 - error / noisy)} of the noise removed`, text }
    : {
        grade: 'bad',
        brief: 'more error than the noise',
        text,
        advice: 'Train for more epochs, or choose a larger code (--latent).',
      };
}

function besidePca(error: number, measures: Measures, { components, likeness, allowed, advice }: Comparison): Finding {
  const linear = measures['squared error of PCA'];
  const share = measures['R²'];
  if (components === undefined || linear === undefined) {
    const all = share === undefined ? '' : ` It gives back ${percent(share)} of the variance of the data.`;
    return {
      grade: share === undefined ? 'note' : share >= MOST ? 'good' : share >= HALF ? 'fair' : 'bad',
      ...(share !== undefined && share < MOST && { advice }),
      ...(share !== undefined && { brief: `${percent(share)} of the variance given back` }),
      text: `The squared error is ${figure(error)} for an example.${all} PCA is no comparison here: with as many numbers it gives back every example exactly, or there are too few examples.`,
    };
  }
  const ratio = error / linear;
  const text = `The squared error is ${figure(error)} for an example. That of PCA with ${counted(components, 'number')} is ${figure(linear)}.`;
  if (ratio < 1 - EQUAL) return { grade: 'good', brief: `${percent(1 - ratio)} less error than PCA with ${likeness}`, text };
  if (ratio <= 1 + EQUAL)
    return { grade: 'fair', brief: `about the error of PCA with ${likeness}`, text: `${text} PCA is simpler and does as well.`, advice };
  const brief = `${percent(ratio - 1)} more error than PCA with ${likeness}`;
  return ratio <= allowed
    ? { grade: 'fair', brief, text: `${text} This model does not learn to reconstruct alone, so that some more error is usual.`, advice }
    : { grade: 'bad', brief, text: `${text} PCA does better.`, advice };
}
