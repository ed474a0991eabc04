import { check } from '@autoencoders/core/operations';

/**
 * The mean of some numbers, such as a measure of each example. The sum is float64. Throws when there are no numbers.
 *
 * @param values One number or more.
 */
export function mean(values: ArrayLike<number>): number {
  check(values.length > 0, 'mean: there are no values');
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total / values.length;
}
