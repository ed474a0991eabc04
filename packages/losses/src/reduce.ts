import { mean, mul, reshape, sign, sum } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** The package's one convention: summed over the features of an example, averaged over the batch. */
export function perExample(values: Tensor): Scalar {
  return mean(sum(reshape(values, [values.shape[0]!, -1]), 1));
}

/** |x|. The gradient of tfjs's own `abs` is −1 at 0, where x·sign(x) gives 0. */
export function absolute(x: Tensor): Tensor {
  return mul(x, sign(x));
}
