import { add, maximum, mean, mul, reciprocal, scalar, sub, zeros } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, showShape } from '@autoencoders/core/operations';
import type { ShapePreserving } from '@autoencoders/core';

/** Both are kept by training, not trained. */
export type CenterWeights = { readonly statistics: { readonly mean: Tensor; readonly batches: Scalar } };

/** The least share by which the mean follows a batch. */
const PACE = 0.01;

/**
 * x − μ, feature by feature, with μ the mean over training: of all batches so far, of about the last hundred once there are
 * more. Keeps the shape. What a linear layer makes of data far from 0 is mostly what it makes of their mean, the same for
 * every example; behind this it is what tells them apart. `uncenter` puts the mean back. Bricken et al. 2023; Gao et al. 2024.
 *
 * ```ts
 * const middle = center();
 * autoencoder({ input: [784], encoder: chain(middle, dense(64)), decoder: chain(dense(784), uncenter(middle)) });
 * ```
 */
export function center(): ShapePreserving<CenterWeights> {
  const layer: ShapePreserving<CenterWeights> = {
    init(shape, { built }) {
      const weights = { statistics: { mean: zeros([...shape]), batches: scalar(0) } };
      built?.set(layer, weights);
      return { weights, shape };
    },
    apply: ({ statistics }, x, { training, update }) => {
      if (training && update) {
        const { mean: old, batches } = statistics;
        // Not read: that would make a GPU wait.
        const share = maximum(PACE, reciprocal(add(batches, 1)));
        update(old, add(old, mul(sub(mean(x, 0), old), share)));
        update(batches, add(batches, 1));
      }
      return sub(x, statistics.mean);
    },
    config: configOf('center'),
  };
  return layer;
}

/** x + μ with the μ of a `center` that stands earlier in the same model. Keeps the shape. Throws where there is none, or of another shape. */
export function uncenter(layer: ShapePreserving<CenterWeights>): ShapePreserving<CenterWeights> {
  return {
    init(shape, { built }) {
      const found = built?.get(layer) as CenterWeights | undefined;
      check(found !== undefined, 'uncenter: center() must stand earlier in the same model, as the very same value');
      const { mean: middle } = found.statistics;
      check(
        String(middle.shape) === String(shape),
        () => `uncenter: the mean is ${showShape(middle.shape)}, the input ${showShape(shape)}`,
      );
      return { weights: found, shape };
    },
    apply: ({ statistics }, x) => add(x, statistics.mean),
    config: configOf('uncenter', layer),
  };
}
