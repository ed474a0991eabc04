import { check } from '@autoencoders/core/operations';
import { checkValues } from '../statistics/check-values.js';
import { chiSquaredTail } from '../statistics/chi-squared.js';

/** What `chiSquaredTest` gives. */
export interface ChiSquared {
  readonly statistic: number;
  readonly degrees: number;
  readonly pValue: number;
}

/** A category that is expected fewer times in a sample goes to a rest: χ² is no good approximation there (Cochran 1954). */
const LEAST_EXPECTED = 5;

/**
 * Pearson's χ² test of homogeneity: were both samples drawn from the same categories with the same chances? `first` and `second` count how
 * often each category came. χ² = Σ (found − expected)² / expected, with (categories − 1) degrees of freedom.
 *
 * Categories that are expected less than 5 times in a sample are counted together. With one category left, p is 1. Throws if the lists
 * differ in length, or if one counts nothing.
 */
export function chiSquaredTest(first: ArrayLike<number>, second: ArrayLike<number>): ChiSquared {
  for (const counts of [first, second]) checkValues('chiSquaredTest', 'counts', counts);
  check(first.length === second.length, () => `chiSquaredTest: there are counts of ${first.length} and of ${second.length} categories`);
  const total = (counts: ArrayLike<number>): number => Array.from(counts).reduce((sum, count) => sum + count, 0);
  const [inFirst, inSecond] = [total(first), total(second)];
  check(inFirst > 0 && inSecond > 0, 'chiSquaredTest: each sample must count at least one');
  const smaller = Math.min(inFirst, inSecond) / (inFirst + inSecond);
  const cells: [number, number][] = [];
  const rest: [number, number] = [0, 0];
  for (let i = 0; i < first.length; i++) {
    const cell: [number, number] = [first[i]!, second[i]!];
    if ((cell[0] + cell[1]) * smaller >= LEAST_EXPECTED) cells.push(cell);
    else [rest[0], rest[1]] = [rest[0] + cell[0], rest[1] + cell[1]];
  }
  if ((rest[0] + rest[1]) * smaller >= LEAST_EXPECTED || cells.length === 0) cells.push(rest);
  else if (rest[0] + rest[1] > 0) {
    const least = cells.reduce((a, b) => (a[0] + a[1] <= b[0] + b[1] ? a : b));
    [least[0], least[1]] = [least[0] + rest[0], least[1] + rest[1]];
  }
  const statistic = cells.reduce((sum, [a, b]) => {
    const expected = ((a + b) * inFirst) / (inFirst + inSecond);
    return sum + (a - expected) ** 2 / expected + (b - (a + b - expected)) ** 2 / (a + b - expected);
  }, 0);
  const degrees = cells.length - 1;
  return degrees === 0 ? { statistic: 0, degrees, pValue: 1 } : { statistic, degrees, pValue: chiSquaredTail(statistic, degrees) };
}
