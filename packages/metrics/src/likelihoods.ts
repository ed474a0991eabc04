import { mul, reshape, softplus, squaredDifference, sub, sum } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import type { Forward, Range } from '@autoencoders/core';

/** The output of a forward pass, and the target that it should equal. */
export type Reconstructed = Pick<Forward, 'logits' | 'output'> & { readonly target: Tensor };

/** ln p(x | z) of each example, in nats: `[batch]`. The caller wraps it in `tidy`. */
export interface LogLikelihood {
  (pass: Reconstructed): Tensor1D;
  /** The range that the data must lie in. */
  readonly range?: Range;
}

/** Summed over the features of each example: `[batch, …] → [batch]`. */
const perExample = (values: Tensor): Tensor1D => sum(reshape(values, [values.shape[0]!, -1]), 1);

/**
 * The Bernoulli log-likelihood of each example, in nats: Σᵢ [xᵢ·ln σ(lᵢ) + (1 − xᵢ)·ln(1 − σ(lᵢ))] with the logits l: the log-probability of black and white pixels. It is minus the loss
 * `binaryCrossEntropy`. Computed as Σᵢ xᵢ·lᵢ − softplus(lᵢ), which stays finite. For grey pixels in [0, 1] it is often used as well. It is
 * not a log-probability then, and cannot be compared with that of binary pixels.
 */
export const bernoulliLogLikelihood: LogLikelihood = Object.assign<LogLikelihood, Pick<LogLikelihood, 'range'>>(
  ({ target, logits }) => perExample(sub(mul(target, logits), softplus(logits))),
  { range: [0, 1] },
);

/**
 * Σᵢ ln N(xᵢ; x̂ᵢ, σ²) = −Σᵢ [(xᵢ − x̂ᵢ)² / 2σ² + ln σ + ½·ln 2π] with the output x̂ and the standard deviation σ, `stddev` (default 1). It
 * is a log-density, so it can be above 0. Throws unless `stddev` is above 0.
 */
export function gaussianLogLikelihood(stddev: number = 1): LogLikelihood {
  check(stddev > 0 && Number.isFinite(stddev), () => `gaussianLogLikelihood: stddev must be a finite number above 0, not ${stddev}`);
  const constant = Math.log(stddev) + Math.log(2 * Math.PI) / 2;
  return ({ target, output }) => perExample(sub(mul(squaredDifference(target, output()), -1 / (2 * stddev ** 2)), constant));
}
