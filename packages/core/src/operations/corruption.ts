import { add, less, mul, scalar, tidy, where } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { inFloat32 } from '../dtype.js';
import { checkNumber } from '../errors.js';
import type { CorruptionAttrs } from '../kernel-attrs.js';
import { bernoulli, normal, uniform } from '../random.js';
import { differentiable, hasKernel, run } from './differentiable.js';

/*
 * Corruptions of x by random numbers, in float32. A backend with the kernel draws and applies the numbers in one pass.
 */

/** A corruption by the backend kernel. The gradient is dy or, if `back` is given, dy corrupted with the same random numbers. */
function corrupted<T extends Tensor>(x: T, seed: number, attrs: CorruptionAttrs, back?: CorruptionAttrs): T {
  const by = (values: Tensor, how: CorruptionAttrs): Tensor => run('Corruption', { x: values }, { seed, ...how })[0];
  return differentiable(
    { x },
    () => by(x, attrs) as T,
    (dy) => ({ x: () => (back ? by(dy, back) : dy.clone()) }),
  );
}

/** x + N(0, stddev²), independently for each number. Throws unless `stddev` is a finite number. */
export function addGaussianNoise<T extends Tensor>(x: T, seed: number, stddev: number): T {
  checkNumber('addGaussianNoise', 'stddev', stddev);
  return inFloat32(x, (floats) => {
    if (hasKernel('Corruption')) return corrupted(floats, seed, { corruption: 'gaussian', stddev });
    return tidy(() => add(floats, normal(floats.shape, seed, 0, stddev)) as T);
  });
}

/** Keeps each number of x with `probability`, and sets the others to 0. Nothing is scaled. Throws unless `probability` is in [0, 1]. */
export function maskAtRandom<T extends Tensor>(x: T, seed: number, probability: number): T {
  checkNumber('maskAtRandom', 'probability', probability, 0, 1);
  const attrs = { corruption: 'mask', probability } as const;
  return inFloat32(x, (floats) => {
    if (hasKernel('Corruption')) return corrupted(floats, seed, attrs, attrs);
    return tidy(() => mul(floats, bernoulli(floats.shape, seed, probability)) as T);
  });
}

/** Salt-and-pepper noise: `least` with probability rate / 2, `greatest` with rate / 2, the number of x otherwise. Throws unless `rate` is in [0, 1]. */
export function addSaltAndPepper<T extends Tensor>(x: T, seed: number, rate: number, least: number, greatest: number): T {
  checkNumber('addSaltAndPepper', 'rate', rate, 0, 1);
  checkNumber('addSaltAndPepper', 'least', least);
  checkNumber('addSaltAndPepper', 'greatest', greatest);
  const attrs = { corruption: 'saltAndPepper', rate } as const;
  return inFloat32(x, (floats) => {
    if (hasKernel('Corruption')) return corrupted(floats, seed, { ...attrs, least, greatest }, { ...attrs, least: 0, greatest: 0 });
    return tidy(() => {
      const u = uniform(floats.shape, seed);
      const extreme: Tensor = where(less(u, rate / 2), scalar(least), scalar(greatest));
      return where(less(u, rate), extreme, floats as Tensor) as T;
    });
  });
}
