import { clipByValue, tidy } from '@tensorflow/tfjs-core';
import { configOf, withConfig } from '@autoencoders/core';
import {
  addGaussianNoise,
  check,
  checkNumber,
  checkOptions,
  inFloat32,
  maskAtRandom,
  addSaltAndPepper,
} from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Corruption } from '@autoencoders/core';

function checkRate(call: string, rate: number): void {
  check(rate >= 0 && rate <= 1, () => `${call}: rate must lie from 0 to 1, not ${rate}`);
}

/** x + N(0, stddev²), number by number, in units of the data. Throws for `stddev` below 0. Vincent et al. 2010, section 3.4. */
export function gaussianNoise(stddev: number): Corruption {
  checkNumber('gaussianNoise', 'stddev', stddev, 0);
  return withConfig<Corruption>((x, seeds) => addGaussianNoise(x, seeds(), stddev), configOf('gaussianNoise', stddev));
}

/** 0 with probability `rate`, x otherwise, number by number. Throws unless `rate` lies from 0 to 1. Vincent et al. 2008. */
export function maskingNoise(rate: number): Corruption {
  checkRate('maskingNoise', rate);
  return withConfig<Corruption>((x, seeds) => maskAtRandom(x, seeds(), 1 - rate), configOf('maskingNoise', rate));
}

/**
 * `least` (default 0) with probability rate / 2, `greatest` (default 1) with rate / 2, x otherwise, number by number. Throws unless
 * `rate` lies from 0 to 1. Vincent et al. 2010, section 3.4.
 */
export function saltAndPepper(rate: number, options: { readonly least?: number; readonly greatest?: number } = {}): Corruption {
  checkOptions('saltAndPepper', options, { least: true, greatest: true });
  const { least = 0, greatest = 1 } = options;
  checkRate('saltAndPepper', rate);
  checkNumber('saltAndPepper', 'least', least);
  checkNumber('saltAndPepper', 'greatest', greatest);
  return withConfig<Corruption>(
    (x, seeds) => addSaltAndPepper(x, seeds(), rate, least, greatest),
    configOf('saltAndPepper', rate, options),
  );
}

/** min(max(x, least), greatest): keeps a noisy image within its range. Throws unless `least` is below `greatest`. */
export function clip(least: number, greatest: number): Corruption {
  checkNumber('clip', 'least', least);
  checkNumber('clip', 'greatest', greatest);
  check(least < greatest, () => `clip: least must lie below greatest, not ${least} and ${greatest}`);
  return withConfig<Corruption>((x) => inFloat32(x, (floats) => clipByValue(floats, least, greatest)), configOf('clip', least, greatest));
}

/** Applies corruptions one after the other: `compose(gaussianNoise(0.4), clip(0, 1))`. Each draws its own seeds. */
export function compose(...corruptions: readonly Corruption[]): Corruption {
  for (const corruption of corruptions)
    check(
      typeof corruption === 'function',
      () => `compose: every corruption must be a function, such as clip(0, 1), not ${show(corruption)}`,
    );
  return withConfig<Corruption>((x, seeds) => tidy(() => corruptions.reduce((y, corrupt) => corrupt(y, seeds), x)), {
    name: 'compose',
    args: corruptions,
  });
}
