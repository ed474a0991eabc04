import { abs, add, div, mul, softplus, sub, sum } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { InputError, configOf, withConfig } from '@autoencoders/core';
import type { Loss } from '@autoencoders/core';

/**
 * scale · Σ ln cosh((x̂ − x) / scale), the sum over the features of an example, the mean over the batch. It is quadratic for small errors and linear
 * for large ones. Throws unless `scale` is above 0.
 */
export function logCosh(scale = 1): Loss {
  if (!(scale > 0)) throw new InputError(`logCosh: scale must be above 0, not ${scale}`);
  const loss: Loss = ({ output, target }) => {
    const error = abs(div(sub(output(), target), scale));
    // ln cosh e = |e| + ln(1 + exp(−2·|e|)) − ln 2, which does not overflow.
    const each = sub(add(error, softplus(mul(error, -2))), Math.LN2);
    return mul(sum(each), scale / target.shape[0]!) as Scalar;
  };
  return withConfig(loss, configOf('logCosh', scale));
}
