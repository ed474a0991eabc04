import { checkNumber } from '@autoencoders/core/operations';

/** Sums of float32 numbers are right to about this share of what they are made of. */
const ROUNDING = 1e-6;

/**
 * By what share an error is less than that of a baseline: 1 − error / baseline. 0.4 is 40 % less, −0.4 is 40 % more. Undefined where the
 * baseline is 0 but for rounding, at most 10⁻⁶·scale: nothing can be compared with that. Throws for numbers that are negative or not finite.
 *
 * @param error The error of a model, such as the mean of `squaredErrorPerExample`.
 * @param baseline The error of what it is compared with, such as PCA with as many components.
 * @param scale How large errors of these data can be, such as the error of giving back the mean of the data.
 */
export function errorReduction(error: number, baseline: number, scale: number): number | undefined {
  for (const [name, value] of Object.entries({ error, baseline, scale })) checkNumber('errorReduction', name, value, 0);
  return baseline > ROUNDING * scale ? 1 - error / baseline : undefined;
}
