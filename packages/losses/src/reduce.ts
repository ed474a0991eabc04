import { mean, reshape, sum } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/** The convention of this package: the sum over the features of an example, averaged over the batch. */
export function perExample(values: Tensor): Scalar {
  return mean(sum(reshape(values, [values.shape[0]!, -1]), 1));
}
