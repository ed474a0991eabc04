import { add, exp, log, minimum, mul, neg, sign, softplus, square, squaredDifference, sub, sum } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { toFloat32 } from '../dtype.js';
import { check, showShape } from '../errors.js';
import type { Shard } from '../group.js';
import { differentiable, hasKernel, run } from './differentiable.js';
import { batchMean } from './shard.js';

/**
 * A loss of a prediction p and a target t, with d = p − t: `squared` is d²; `absolute` is |d|; `huber` is d² / 2 up to |d| = δ and
 * δ·(|d| − δ / 2) beyond; `logistic` is softplus(p) − t·p, the cross-entropy between t and σ(p).
 */
export type PointwiseLoss = 'squared' | 'absolute' | 'huber' | 'logistic';

const composed: Readonly<Record<PointwiseLoss, (p: Tensor, t: Tensor, delta: number) => Tensor>> = {
  squared: (p, t) => squaredDifference(p, t),
  absolute: (p, t) => abs(sub(p, t)),
  huber: (p, t, delta) => {
    const distance = abs(sub(p, t));
    const near = minimum(distance, delta);
    // Both cases in one formula: n² / 2 + δ·(|d| − n) with n = min(|d|, δ).
    return add(mul(0.5, square(near)), mul(delta, sub(distance, near)));
  },
  logistic: (p, t) => sub(softplus(p), mul(t, p)),
};

/** |x|, with gradient 0 at 0. The gradient of tfjs's own `abs` is −1 at 0. */
export function abs(x: Tensor): Tensor {
  const floats = toFloat32(x);
  return mul(floats, sign(floats));
}

function checkAlike(call: string, first: string, a: Tensor, second: string, b: Tensor): void {
  const alike = String(a.shape) === String(b.shape);
  check(alike, () => `${call}: ${first} of shape ${showShape(a.shape)} do not fit ${second} of shape ${showShape(b.shape)}`);
}

/**
 * scale · Σ f(p, t) over all numbers of predictions and targets of the same shape. `delta` is δ of `huber`. Default 1. Value and
 * gradient are computed in one pass, if the backend has the kernel. Throws if the shapes differ.
 *
 * @param loss The name of f.
 */
export function pointwiseLoss(loss: PointwiseLoss, predictions: Tensor, targets: Tensor, scale: number, delta: number = 1): Scalar {
  checkAlike('pointwiseLoss', 'predictions', predictions, 'targets', targets);
  const [prediction, target] = [toFloat32(predictions), toFloat32(targets)];
  // Scaled before the sum, since the sum over a batch may overflow half precision.
  if (!hasKernel('PointwiseLoss')) return sum(mul(composed[loss](prediction, target, delta), scale));
  return differentiable(
    { prediction, target },
    (save) => {
      const [value, gradient] = run('PointwiseLoss', { prediction, target }, { loss, scale, delta });
      save([gradient, prediction]);
      return value;
    },
    (dy, [gradient, p]) => ({
      prediction: () => mul(gradient!, dy),
      // ∂/∂t is −∂/∂p. For the cross-entropy it is −p.
      target: () => mul(loss === 'logistic' ? mul(p!, -scale) : neg(gradient!), dy),
    }),
  );
}

/**
 * KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² − 1 − ln σ²) of each number, in nats. The result has the shape of the inputs.
 *
 * @param means μ of each number.
 * @param logVars ln σ² of each number.
 */
export function elementwiseGaussianKl(means: Tensor, logVars: Tensor): Tensor {
  const [mean, logVar] = [toFloat32(means), toFloat32(logVars)];
  return mul(0.5, sub(add(square(mean), exp(logVar)), add(logVar, 1)));
}

/**
 * scale · Σ ½ (μ² + σ² − 1 − ln σ²) over all numbers: KL(N(μ, σ²) ‖ N(0, 1)) in nats. Kingma & Welling 2014, appendix B.
 * Throws if the shapes differ.
 *
 * @param means μ of each number.
 * @param logVars ln σ² of each number.
 */
export function sumGaussianKl(means: Tensor, logVars: Tensor, scale: number): Scalar {
  checkAlike('sumGaussianKl', 'means', means, 'log-variances', logVars);
  const [mean, logVar] = [toFloat32(means), toFloat32(logVars)];
  if (!hasKernel('GaussianKl')) return sum(mul(elementwiseGaussianKl(mean, logVar), scale));
  return differentiable(
    { mean, logVar },
    (save) => {
      const [value, dMean, dLogVar] = run('GaussianKl', { mean, logVar }, { scale });
      save([dMean, dLogVar]);
      return value;
    },
    (dy, [dMean, dLogVar]) => ({ mean: () => mul(dMean!, dy), logVar: () => mul(dLogVar!, dy) }),
  );
}

/** Keeps the logarithm finite for a unit that never fires in the batch. It is far below the rounding error of a mean near ρ. */
const TINY = 1e-7;

/**
 * Σⱼ KL(ρ ‖ ρ̂ⱼ) in nats, with ρ̂ⱼ the mean of column j of the activations `[batch, units]`, which must be in [0, 1]. Ng, "Sparse
 * autoencoder", CS294A lecture notes, 2011.
 *
 * @param shard The rows of a batch that this process has. Default: all.
 */
export function sumSparsityKl(activations: Tensor2D, rho: number, shard?: Shard): Scalar {
  const codes = toFloat32(activations);
  if (!shard && hasKernel('SparsityKl'))
    return differentiable(
      { codes },
      (save) => {
        const [value, gradient] = run('SparsityKl', { codes }, { rho });
        save([gradient]);
        return value;
      },
      (dy, [gradient]) => ({ codes: () => mul(gradient!, dy) }),
    );
  const entropy = rho * Math.log(rho) + (1 - rho) * Math.log(1 - rho);
  const active = batchMean(codes, 0, shard);
  const crossed = add(mul(rho, log(add(active, TINY))), mul(1 - rho, log(add(sub(1, active), TINY))));
  return sum(sub(entropy, crossed));
}
