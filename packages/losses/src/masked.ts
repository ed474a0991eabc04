import { div, maximum, mul, sub, sum } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { pointwiseLoss, sumOverRanks } from '@autoencoders/core/operations';
import type { PointwiseLoss } from '@autoencoders/core/operations';
import type { Shard } from '@autoencoders/core';

/** What `maskedLoss` compares, and by which loss. */
interface Compared {
  readonly prediction: Tensor;
  readonly target: Tensor;
  /** 1 where the target is known, 0 where it is missing. Undefined if all is known. */
  readonly mask: Tensor | undefined;
  /** δ of the Huber loss. */
  readonly delta?: number;
}

/** The value of a loss at p = t = 0, which every missing number adds. */
const AT_ZERO: Readonly<Record<PointwiseLoss, number>> = { squared: 0, absolute: 0, huber: 0, logistic: Math.LN2 };

/** Σ m·f(p, t) over the features, averaged over the batch. Missing numbers (m = 0) add nothing, and have gradient 0. */
export function sumPerExample(loss: PointwiseLoss, compared: Compared): Scalar {
  return maskedSum(loss, compared, 1 / compared.target.shape[0]!);
}

/** The mean of f(p, t) over all numbers of the batch that are known. */
export function meanOverKnown(loss: PointwiseLoss, compared: Compared, shard: Shard | undefined): Scalar {
  const { mask, target } = compared;
  if (!mask) return maskedSum(loss, compared, 1 / target.size);
  return div(sumOverRanks(maskedSum(loss, compared, 1), shard), maximum(sumOverRanks(sum(mask), shard), 1));
}

/** scale · Σ m·f(p, t). As m is 0 or 1, this is f(m·p, m·t) less f(0, 0) for each missing number. */
function maskedSum(loss: PointwiseLoss, { prediction, target, mask, delta }: Compared, scale: number): Scalar {
  if (!mask) return pointwiseLoss(loss, prediction, target, scale, delta);
  const value = pointwiseLoss(loss, mul(prediction, mask), mul(target, mask), scale, delta);
  return AT_ZERO[loss] === 0 ? value : sub(value, mul(sum(sub(1, mask)), AT_ZERO[loss] * scale));
}
