import { add, clipByValue, less, mul, scalar, tidy, where } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { bernoulli, check, checkNumber, normal, uniform } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';

function checkRate(call: string, rate: number): void {
  check(rate >= 0 && rate <= 1, () => `${call}: rate must lie from 0 to 1, not ${rate}`);
}

/** x + N(0, stddev²), number by number, in units of the data. Vincent et al. 2010, section 3.4. */
export function gaussianNoise(stddev: number): Corruption {
  checkNumber('gaussianNoise', 'stddev', stddev, 0);
  return <X extends Tensor>(x: X, seeds: () => number) => tidy(() => add(x, normal(x.shape, seeds(), 0, stddev)) as X);
}

/** 0 with probability `rate`, x otherwise, number by number. Vincent et al. 2008. */
export function maskingNoise(rate: number): Corruption {
  checkRate('maskingNoise', rate);
  return <X extends Tensor>(x: X, seeds: () => number) => tidy(() => mul(x, bernoulli(x.shape, seeds(), 1 - rate)) as X);
}

/**
 * `least` with probability rate / 2, `greatest` with rate / 2, x otherwise, number by number; 0 and 1 by default.
 * Vincent et al. 2010, section 3.4.
 */
export function saltAndPepper(
  rate: number,
  { least = 0, greatest = 1 }: { readonly least?: number; readonly greatest?: number } = {},
): Corruption {
  checkRate('saltAndPepper', rate);
  return <X extends Tensor>(x: X, seeds: () => number) =>
    tidy(() => {
      const u = uniform(x.shape, seeds());
      const extreme: Tensor = where(less(u, rate / 2), scalar(least), scalar(greatest));
      return where(less(u, rate), extreme, x as Tensor) as X;
    });
}

/** Cut off at `least` and `greatest`: what a camera does to an image with noise on it. */
export function clip(least: number, greatest: number): Corruption {
  check(least < greatest, () => `clip: least must lie below greatest, not ${least} and ${greatest}`);
  return (x) => clipByValue(x, least, greatest);
}

/** One corruption after the other: `compose(gaussianNoise(0.4), clip(0, 1))`. Each draws seeds of its own. */
export function compose(...corruptions: readonly Corruption[]): Corruption {
  return (x, seeds) => tidy(() => corruptions.reduce((y, corrupt) => corrupt(y, seeds), x));
}
