import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';

/** Throws unless `values` is a list of finite numbers, at least `least` of them. */
export function checkValues(call: string, argument: string, values: ArrayLike<number>, least: number = 1): void {
  checkEach(call, argument, values, 'finite numbers', Number.isFinite);
  check(values.length >= least, () => `${call}: ${argument} must have ${least} or more numbers, not ${values.length}`);
}

/** Throws unless `scores` is a list of numbers. A score may be infinite: it is then odder than any other. */
export const checkScores = (call: string, argument: string, scores: ArrayLike<number>): void =>
  checkEach(call, argument, scores, 'numbers', (score) => typeof score === 'number' && !Number.isNaN(score));

/** Throws unless `pValues` is a list of numbers from 0 to 1. */
export const checkPValues = (call: string, pValues: ArrayLike<number>): void =>
  checkEach(call, 'the p-values', pValues, 'numbers from 0 to 1', (p) => p >= 0 && p <= 1);

/** Throws unless `share` is a number between 0 and 1, without either. */
export const checkShare = (call: string, argument: string, share: unknown): void =>
  check(
    typeof share === 'number' && share > 0 && share < 1,
    () => `${call}: ${argument} must be between 0 and 1, such as 0.01 for 1 %, not ${show(share)}`,
  );

function checkEach(call: string, argument: string, values: ArrayLike<number>, what: string, fits: (value: number) => boolean): void {
  check(
    typeof values === 'object' && values !== null && Number.isInteger(values.length),
    () => `${call}: ${argument} must be a list of ${what}, not ${show(values)}`,
  );
  for (let i = 0; i < values.length; i++) {
    check(fits(values[i]!), () => `${call}: ${argument} must be ${what}; number ${i} is ${show(values[i])}, counted from 0`);
  }
}
