import { add, gather, less, mul, reshape, scalar, tensor, tensor1d, tidy, unsortedSegmentSum, where } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { inFloat32 } from '../dtype.js';
import { check, checkNumber, showShape } from '../errors.js';
import type { CorruptionAttrs, Strengths } from '../kernel-attrs.js';
import { normalFromBits } from '../random.js';
import { checkStrength, drawnFor, fillWithDraws, otherRow } from './corruption-draws.js';
import { differentiable, hasKernel, run } from './differentiable.js';
import { poissonFromBits } from './poisson.js';

/*
 * Corruptions of x by random numbers, in float32. A backend with the kernel draws and applies the numbers in one pass; without it, they
 * are drawn on the host. A strength is one number, or a list with one for each example.
 */

const by = <T extends Tensor>(x: Tensor, seed: number, attrs: CorruptionAttrs): T => run('Corruption', { x }, { seed, ...attrs })[0] as T;

/** A corruption by the backend kernel. The gradient is dy or, if `back` is given, dy corrupted with the same random numbers. */
function corrupted<T extends Tensor>(x: T, seed: number, attrs: CorruptionAttrs, back?: CorruptionAttrs): T {
  return differentiable(
    { x },
    () => by<T>(x, seed, attrs),
    (dy) => ({ x: () => (back ? by(dy, seed, back) : dy.clone()) }),
  );
}

/** The corruption of x as float32: by the kernel of the backend, or composed. */
const fused = <T extends Tensor>(x: T, kernel: (floats: T) => T, composed: (floats: T) => Tensor): T =>
  inFloat32(x, (floats) => (hasKernel('Corruption') ? kernel(floats) : tidy(() => composed(floats) as T)));

/** A whole number of 24 random bits over 2²⁴: uniform in [0, 1). */
const share = (word: number): number => (word >>> 8) * 2 ** -24;

/**
 * x + N(0, stddev²), independently for each number. Throws unless `stddev` is finite.
 *
 * @param seed A whole number; the same seed gives the same noise.
 */
export function addGaussianNoise<T extends Tensor>(x: T, seed: number, stddev: Strengths): T {
  checkStrength('addGaussianNoise', 'stddev', x, stddev);
  return fused(
    x,
    (floats) => corrupted(floats, seed, { corruption: 'gaussian', stddev }),
    // 0 + … makes 0 of −0, as the kernel does.
    (floats) =>
      add(
        floats,
        drawnFor(floats, seed, stddev, (word, own) => 0 + own * normalFromBits(word)),
      ),
  );
}

/**
 * x + u with u uniform in [−limit, limit), independently for each number. Throws unless `limit` is finite.
 *
 * @param seed A whole number; the same seed gives the same noise.
 */
export function addUniformNoise<T extends Tensor>(x: T, seed: number, limit: Strengths): T {
  checkStrength('addUniformNoise', 'limit', x, limit);
  return fused(
    x,
    (floats) => corrupted(floats, seed, { corruption: 'uniform', limit }),
    (floats) =>
      add(
        floats,
        drawnFor(floats, seed, limit, (word, own) => -own + (word >>> 8) * (own * 2 ** -23)),
      ),
  );
}

/**
 * x·(1 + N(0, stddev²)), independently for each number. Throws unless `stddev` is finite.
 *
 * @param seed A whole number; the same seed gives the same noise.
 */
export function addSpeckleNoise<T extends Tensor>(x: T, seed: number, stddev: Strengths): T {
  checkStrength('addSpeckleNoise', 'stddev', x, stddev);
  const attrs = { corruption: 'speckle', stddev } as const;
  return fused(
    x,
    (floats) => corrupted(floats, seed, attrs, attrs),
    (floats) =>
      mul(
        floats,
        drawnFor(floats, seed, stddev, (word, own) => 1 + own * normalFromBits(word)),
      ),
  );
}

/**
 * Keeps each number of x with `probability`, and sets the others to 0. Nothing is scaled. Throws unless `probability` is in [0, 1].
 *
 * @param seed A whole number; the same seed gives the same mask.
 */
export function maskAtRandom<T extends Tensor>(x: T, seed: number, probability: Strengths): T {
  checkStrength('maskAtRandom', 'probability', x, probability, 0, 1);
  const attrs = { corruption: 'mask', probability } as const;
  return fused(
    x,
    (floats) => corrupted(floats, seed, attrs, attrs),
    (floats) =>
      mul(
        floats,
        drawnFor(floats, seed, probability, (word, own) => (word < own * 2 ** 32 ? 1 : 0)),
      ),
  );
}

/**
 * Salt-and-pepper noise: `least` with probability rate / 2, `greatest` with rate / 2, the number of x otherwise. Throws unless `rate` is in [0, 1].
 *
 * @param seed A whole number; the same seed gives the same noise.
 */
export function addSaltAndPepper<T extends Tensor>(x: T, seed: number, rate: Strengths, least: number, greatest: number): T {
  checkStrength('addSaltAndPepper', 'rate', x, rate, 0, 1);
  checkNumber('addSaltAndPepper', 'least', least);
  checkNumber('addSaltAndPepper', 'greatest', greatest);
  const attrs = { corruption: 'saltAndPepper', rate } as const;
  return fused(
    x,
    (floats) => corrupted(floats, seed, { ...attrs, least, greatest }, { ...attrs, least: 0, greatest: 0 }),
    (floats) => {
      // 0 for least, 1 for greatest, 2 for x. The kernel compares in float32.
      const choice = drawnFor(floats, seed, rate, (word, own) =>
        share(word) < Math.fround(own / 2) ? 0 : share(word) < Math.fround(own) ? 1 : 2,
      );
      const extreme: Tensor = where(less(choice, 1), scalar(least), scalar(greatest));
      return where(less(choice, 2), extreme, floats as Tensor);
    },
  );
}

/**
 * Swap noise: each number of x `[rows, …]` with probability `rate` becomes the number of the same column in another row, each of the
 * other rows with the same probability. Throws unless `rate` is in [0, 1] and x has 2 rows or more.
 *
 * @param seed A whole number; the same seed gives the same swaps.
 */
export function swapAtRandom<T extends Tensor>(x: T, seed: number, rate: Strengths): T {
  checkStrength('swapAtRandom', 'rate', x, rate, 0, 1);
  const rows = x.shape[0] ?? 0;
  check(rows > 1, () => `swapAtRandom: x must have 2 rows or more, its shape is ${showShape(x.shape)}`);
  const sources = () => {
    const columns = x.size / rows;
    const source = (word: number, own: number, place: number): number =>
      word < own * 2 ** 32 ? otherRow(word, own, Math.floor(place / columns), rows) * columns + (place % columns) : place;
    return tensor1d(fillWithDraws(new Int32Array(x.size), x, seed, rate, source), 'int32');
  };
  return fused(
    x,
    (floats) =>
      differentiable(
        { floats },
        () => by<T>(floats, seed, { corruption: 'swap', rate }),
        (dy) => ({ floats: () => tidy(() => reshape(unsortedSegmentSum(reshape(dy, [-1]), sources(), x.size), x.shape)) }),
      ),
    (floats) => reshape(gather(reshape(floats, [-1]), sources()), x.shape),
  );
}

/**
 * Shot noise: k / peak, where k is a Poisson number of mean x·peak, so that the mean is x and the variance x / peak. Numbers below 0
 * become 0. No gradient goes through it. A backend without the kernel reads x back. Throws unless `peak` is a finite number above 0.
 *
 * @param seed A whole number; the same seed gives the same noise.
 */
export function addPoissonNoise<T extends Tensor>(x: T, seed: number, peak: Strengths): T {
  checkStrength('addPoissonNoise', 'peak', x, peak);
  const least = typeof peak === 'number' ? peak : Math.min(...peak);
  check(least > 0, () => `addPoissonNoise: peak must be above 0, not ${least}`);
  const counts = (floats: T): Tensor => {
    const means = floats.dataSync<'float32'>();
    const draw = (word: number, own: number, place: number): number => poissonFromBits(word, means[place]! * own) / own;
    return tensor(fillWithDraws(new Float32Array(x.size), x, seed, peak, draw), x.shape);
  };
  return inFloat32(x, (floats) =>
    differentiable(
      {},
      () => (hasKernel('Corruption') ? by<T>(floats, seed, { corruption: 'poisson', peak }) : (counts(floats) as T)),
      () => ({}),
    ),
  );
}
