import { add, maximum, mul, reciprocal, scalar, sub, zeros } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { batchMean, check, initWeight, showShape } from '@autoencoders/core/operations';
import { isLayer, show } from '@autoencoders/core/internal';
import type { ShapePreserving } from '@autoencoders/core';

/** The weights of `center`: running mean and number of batches. Training updates them, but not by gradients. */
export type CenterWeights = { readonly statistics: { readonly mean: Tensor; readonly batches: Scalar } };

/** The smallest weight of a new batch in the running mean. */
const PACE = 0.01;

/**
 * Subtracts a running mean: x − μ for each feature, where μ is the mean over training: of all batches so far, later of about the last hundred. Keeps the shape.
 * Without it, the output of a linear layer for data far from 0 depends mostly on their mean, which is the same for every example.
 * `uncenter` adds the mean again. Bricken et al. 2023; Gao et al. 2024.
 *
 * ```ts
 * const middle = center();
 * autoencoder({ input: [784], encoder: chain(middle, dense(64)), decoder: chain(dense(784), uncenter(middle)) });
 * ```
 */
export function center(): ShapePreserving<CenterWeights> {
  const layer: ShapePreserving<CenterWeights> = {
    init(shape, context) {
      const middle = initWeight(context, shape, () => zeros([...shape]));
      const batches = initWeight(context, [], () => scalar(0));
      const weights = { statistics: { mean: middle, batches } };
      context.built?.set(layer, weights);
      return { weights, shape };
    },
    apply: ({ statistics }, x, { training, update, shard }) => {
      if (training && update) {
        const { mean: old, batches } = statistics;
        // The count stays a tensor: reading it would make a GPU wait.
        const share = maximum(PACE, reciprocal(add(batches, 1)));
        update(old, add(old, mul(sub(batchMean(x, 0, shard), old), share)));
        update(batches, add(batches, 1));
      }
      return sub(x, statistics.mean);
    },
    config: configOf('center'),
  };
  return layer;
}

/**
 * x + μ with the μ of a `center` earlier in the same model. Keeps the shape. Throws when there is no such layer, or when its shape differs.
 */
export function uncenter(layer: ShapePreserving<CenterWeights>): ShapePreserving<CenterWeights> {
  check(isLayer(layer), () => `uncenter: layer must be center() of the same model, not ${show(layer)}`);
  return {
    init(shape, { built }) {
      const found = built?.get(layer) as CenterWeights | undefined;
      check(found?.statistics?.mean !== undefined, 'uncenter: center() must stand earlier in the same model, as the very same value');
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
