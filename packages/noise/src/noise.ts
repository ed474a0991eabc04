import { clipByValue } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { configOf, withConfig } from '@autoencoders/core';
import {
  addGaussianNoise,
  addPoissonNoise,
  addSaltAndPepper,
  addSpeckleNoise,
  addUniformNoise,
  check,
  checkNumber,
  checkOptions,
  inFloat32,
  maskAtRandom,
  showShape,
  swapAtRandom,
} from '@autoencoders/core/operations';
import type { Corruption } from '@autoencoders/core';
import type { Strengths } from '@autoencoders/core/operations';
import { aboveZero, atLeastZero, byStrength, fromZeroToOne, keepOf, strengthOf } from './strength.js';
import type { Strength } from './strength.js';

/*
 * Noise that changes every number of a batch of any shape by itself. A strength is a number, a range with a strength for each example, or
 * a schedule. Each throws if a strength is outside of its range.
 */

/** x + N(0, stddev²), number by number, in units of the data. `stddev` is 0 or more. Vincent et al. 2010, section 3.4. */
export function gaussianNoise(stddev: Strength): Corruption {
  return byStrength(strengthOf('gaussianNoise', 'stddev', stddev, atLeastZero), addGaussianNoise, configOf('gaussianNoise', stddev));
}

/** x + u with u uniform in [−limit, limit), number by number, in units of the data. `limit` is 0 or more. */
export function uniformNoise(limit: Strength): Corruption {
  return byStrength(strengthOf('uniformNoise', 'limit', limit, atLeastZero), addUniformNoise, configOf('uniformNoise', limit));
}

/**
 * x·(1 + N(0, stddev²)), number by number: multiplicative noise, as in radar and ultrasound pictures. `stddev` is 0 or more. scikit-image:
 * `random_noise(mode='speckle')`; albumentations: `MultiplicativeNoise`.
 */
export function speckleNoise(stddev: Strength): Corruption {
  return byStrength(strengthOf('speckleNoise', 'stddev', stddev, atLeastZero), addSpeckleNoise, configOf('speckleNoise', stddev));
}

/**
 * Shot noise of a camera: k / peak, where k is a Poisson number of mean x·peak. The mean is x and the variance x / peak. `peak`, above 0, is
 * how many photons a number of 1 stands for: the smaller, the stronger is the noise. Numbers below 0 become 0. albumentations: `ShotNoise`.
 * WebGL and WebGPU read the batch back for it, which takes time.
 */
export function poissonNoise(peak: Strength): Corruption {
  return byStrength(strengthOf('poissonNoise', 'peak', peak, aboveZero), addPoissonNoise, configOf('poissonNoise', peak));
}

/** 0 with probability `rate`, x otherwise, number by number. `rate` is from 0 to 1. Vincent et al. 2008. */
export function maskingNoise(rate: Strength): Corruption {
  return byStrength(
    strengthOf('maskingNoise', 'rate', rate, fromZeroToOne),
    (x, seed, rates) => maskAtRandom(x, seed, keepOf(rates)),
    configOf('maskingNoise', rate),
  );
}

/** Options of `saltAndPepper`. */
export interface SaltAndPepperOptions {
  /** The number of pepper. Default 0. */
  readonly least?: number;
  /** The number of salt. Default 1. */
  readonly greatest?: number;
}

/**
 * `least` (default 0) with probability rate / 2, `greatest` (default 1) with rate / 2, x otherwise, number by number. `rate` is from 0 to
 * 1. Vincent et al. 2010, section 3.4.
 */
export function saltAndPepper(rate: Strength, options: SaltAndPepperOptions = {}): Corruption {
  checkOptions('saltAndPepper', options, { least: true, greatest: true });
  const { least = 0, greatest = 1 } = options;
  checkNumber('saltAndPepper', 'least', least);
  checkNumber('saltAndPepper', 'greatest', greatest);
  return byStrength(
    strengthOf('saltAndPepper', 'rate', rate, fromZeroToOne),
    (x, seed, rates) => addSaltAndPepper(x, seed, rates, least, greatest),
    configOf('saltAndPepper', rate, options),
  );
}

/**
 * Swap noise, for tables: with probability `rate`, a number becomes the number of the same column in another row of the batch, each of the
 * other rows with the same probability. So a column keeps its own distribution. `rate` is from 0 to 1. Throws for a batch of one row.
 * Jahrer 2017 won Kaggle's Porto Seguro competition with denoising autoencoders and a rate of 0.15.
 */
export function swapNoise(rate: Strength): Corruption {
  const swap = <X extends Tensor>(x: X, seed: number, rates: Strengths): X => {
    check((x.shape[0] ?? 0) > 1, () => `swapNoise: a batch must have 2 rows or more, its shape is ${showShape(x.shape)}`);
    return swapAtRandom(x, seed, rates);
  };
  return byStrength(strengthOf('swapNoise', 'rate', rate, fromZeroToOne), swap, configOf('swapNoise', rate));
}

/** min(max(x, least), greatest): keeps a noisy image within its range. Throws unless `least` is below `greatest`. */
export function clip(least: number, greatest: number): Corruption {
  checkNumber('clip', 'least', least);
  checkNumber('clip', 'greatest', greatest);
  check(least < greatest, () => `clip: least must lie below greatest, not ${least} and ${greatest}`);
  return withConfig<Corruption>((x) => inFloat32(x, (floats) => clipByValue(floats, least, greatest)), configOf('clip', least, greatest));
}
