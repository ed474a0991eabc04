import { add, less, mul, scalar, tidy, where } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { bernoulli, normal, uniform } from '../random.js';
import { differentiable, hasKernel, run } from './differentiable.js';

/*
 * x changed by random numbers. The numbers are drawn and used in one pass where the backend has a kernel for it.
 */

/** By the kernel; the gradient is dy, or, given other attributes, dy changed by the same numbers. */
function corrupted<T extends Tensor>(x: T, seed: number, attrs: object, back?: object): T {
  const by = (values: Tensor, how: object): Tensor => run('Corruption', { x: values }, { seed, ...how })[0]!;
  return differentiable(
    { x },
    () => by(x, attrs) as T,
    (dy) => ({ x: () => (back ? by(dy, back) : dy.clone()) }),
  );
}

/** x + N(0, stddev²), number by number. */
export function addNormal<T extends Tensor>(x: T, seed: number, stddev: number): T {
  if (hasKernel('Corruption')) return corrupted(x, seed, { how: 'add', a: 0, b: stddev });
  return tidy(() => add(x, normal(x.shape, seed, 0, stddev)) as T);
}

/** x with the given probability, 0 otherwise, number by number. */
export function keepSome<T extends Tensor>(x: T, seed: number, probability: number): T {
  // The kernel compares words of 32 bits, of which some must not be below the bound.
  const attrs = { how: 'multiply', a: probability, b: 1 };
  if (hasKernel('Corruption') && probability * 2 ** 32 <= 2 ** 32 - 1) return corrupted(x, seed, attrs, attrs);
  return tidy(() => mul(x, bernoulli(x.shape, seed, probability)) as T);
}

/** `least` with probability rate / 2, `greatest` with rate / 2, x otherwise, number by number. */
export function replaceByExtremes<T extends Tensor>(x: T, seed: number, rate: number, least: number, greatest: number): T {
  const attrs = { how: 'extremes', a: 0, b: 2 ** -24, rate };
  if (hasKernel('Corruption')) return corrupted(x, seed, { ...attrs, least, greatest }, { ...attrs, least: 0, greatest: 0 });
  return tidy(() => {
    const u = uniform(x.shape, seed);
    const extreme: Tensor = where(less(u, rate / 2), scalar(least), scalar(greatest));
    return where(less(u, rate), extreme, x as Tensor) as T;
  });
}
