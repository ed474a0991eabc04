import { check, checkInteger, checkNumber } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Scorer } from '../types.js';
import type { Combine } from './ring.js';
import { checkScaling } from '../scaling.js';
import type { Scaling } from '../scaling.js';

/** How scores of windows become scores of steps. It is plain data, so that a file can keep it. */
export interface SeriesOptions {
  /**
   * What a window says of a step that it covers. `'window'` (default): the score of the whole window. `'step'`: what the step itself adds to
   * that score, which is sharper in time. Many faults are odd as a whole, and no single step of them is; then `'window'` is better.
   */
  readonly per?: 'window' | 'step' | undefined;
  /** How to combine what several windows say: their mean (default), or their median, column by column. */
  readonly combine?: Combine | undefined;
  /**
   * Only windows count that end at most so many steps after a step. 0: only the window that ends with the step. Default: the length of the
   * window − 1, so that all windows count that cover a step.
   */
  readonly delay?: number | undefined;
  /** How many steps the next window begins after the one before. Default 1. */
  readonly stride?: number | undefined;
  /** What happens to windows with missing values: they are left out (default), or the values are masked. A row without any value has no score. */
  readonly missing?: 'skip' | 'mask' | undefined;
  /** Windows do not cross a step in time that is longer than this. Default 1.5 times the median step. Needs `times`. */
  readonly longestStep?: number | undefined;
  /** How to scale the columns before they are scored. Default: not at all. */
  readonly scaling?: Scaling | undefined;
}

/** The names of `SeriesOptions`, for `checkOptions`. */
export const SERIES_OPTIONS = {
  per: true,
  combine: true,
  delay: true,
  stride: true,
  missing: true,
  longestStep: true,
  scaling: true,
} as const;

/** `SeriesOptions` with their defaults, and the sizes of the windows of a scorer. */
export interface Resolved {
  readonly length: number;
  readonly columns: number;
  readonly per: 'window' | 'step';
  readonly combine: Combine;
  readonly delay: number;
  readonly stride: number;
  readonly missing: 'skip' | 'mask';
  readonly longestStep: number | undefined;
  readonly scaling: Scaling | undefined;
}

/** Throws for options that do not fit the scorer or each other. */
export function resolve(call: string, { shape }: Pick<Scorer, 'shape'>, options: SeriesOptions): Resolved {
  check(shape.length === 2, () => `${call}: the scorer must be one of windows, [steps, columns], not of examples [${shape.join(', ')}]`);
  const [length, columns] = shape as readonly [number, number];
  const { per = 'window', combine = 'mean', delay = length - 1, stride = 1, missing = 'skip', longestStep, scaling } = options;
  check(per === 'window' || per === 'step', () => `${call}: per must be 'window' or 'step', not ${show(per)}`);
  check(combine === 'mean' || combine === 'median', () => `${call}: combine must be 'mean' or 'median', not ${show(combine)}`);
  check(missing === 'skip' || missing === 'mask', () => `${call}: missing must be 'skip' or 'mask', not ${show(missing)}`);
  checkInteger(call, 'delay', delay, 0, length - 1);
  checkInteger(call, 'stride', stride, 1);
  if (scaling !== undefined) checkScaling(call, scaling, columns);
  if (longestStep !== undefined) checkNumber(call, 'longestStep', longestStep, Number.MIN_VALUE);
  return { length, columns, per, combine, delay, stride, missing, longestStep, scaling };
}
