import { abs, add, log, mul, sign, sub } from '@tensorflow/tfjs-core';
import { InputError, configOf, uniform, withConfig } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';

/** Adds numbers from the Laplace distribution with this scale: many small ones, a few large. Throws unless `scale` is above 0. */
export function laplaceNoise(scale: number): Corruption {
  if (!(scale > 0)) throw new InputError(`laplaceNoise: scale must be above 0, not ${scale}`);
  const corrupt: Corruption = (x, seeds) => {
    // The inverse of the distribution function, of numbers from −½ to ½: −scale · sign(u) · ln(1 − 2·|u|).
    const u = sub(uniform(x.shape, seeds()), 0.5);
    const size = log(sub(1.0000001, mul(abs(u), 2)));
    return add(x, mul(mul(sign(u), size), -scale));
  };
  return withConfig(corrupt, configOf('laplaceNoise', scale));
}
