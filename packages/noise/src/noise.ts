import { clipByValue, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { addNormal, check, checkNumber, keepSome, replaceByExtremes } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';

function checkRate(call: string, rate: number): void {
  check(rate >= 0 && rate <= 1, () => `${call}: rate must lie from 0 to 1, not ${rate}`);
}

/** x + N(0, stddev²), number by number, in units of the data. Vincent et al. 2010, section 3.4. */
export function gaussianNoise(stddev: number): Corruption {
  checkNumber('gaussianNoise', 'stddev', stddev, 0);
  return <X extends Tensor>(x: X, seeds: () => number) => addNormal(x, seeds(), stddev);
}

/** 0 with probability `rate`, x otherwise, number by number. Vincent et al. 2008. */
export function maskingNoise(rate: number): Corruption {
  checkRate('maskingNoise', rate);
  return <X extends Tensor>(x: X, seeds: () => number) => keepSome(x, seeds(), 1 - rate);
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
  return <X extends Tensor>(x: X, seeds: () => number) => replaceByExtremes(x, seeds(), rate, least, greatest);
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
