import { cast, logSoftmax, mean, mul, neg, oneHot, sum } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { withConfig } from '@autoencoders/core';
import { check, showShape, toFloat32 } from '@autoencoders/core/operations';
import type { Loss } from '@autoencoders/core';

/**
 * −ln pᵧ with p = softmax(l), averaged over the batch, in nats: the cross-entropy between labels y `[batch]`, whole
 * numbers from 0 on, and a classifier's logits l `[batch, classes]`. Computed as ln Σⱼ eˡʲ⁻ᵐ + m − lᵧ with m the largest
 * logit, which stays finite however large the logits are. Throws when logits or labels have other ranks. Bridle 1990.
 */
export const softmaxCrossEntropy: Loss = withConfig<Loss>(
  ({ target, logits }) => {
    check(
      target.rank === 1 && logits.rank === 2,
      () =>
        `softmaxCrossEntropy: labels of shape ${showShape(target.shape)} and logits of shape ${showShape(logits.shape)} must be [batch] and [batch, classes]`,
    );
    // `oneHot` of tfjs's WASM backend writes the bits of integers for float32, so the cast comes after it.
    const chosen = cast(oneHot(cast(target as Tensor1D, 'int32'), logits.shape[1]!), 'float32');
    return neg(mean(sum(mul(chosen, logSoftmax(toFloat32(logits as Tensor2D))), 1))) as Scalar;
  },
  { name: 'softmaxCrossEntropy' },
);
