import { mul } from '@tensorflow/tfjs-core';
import { bernoulli, configOf } from '@autoencoders/core';
import { check, drawRows } from '@autoencoders/core/operations';
import type { ShapePreserving } from '@autoencoders/core';

/**
 * In training, sets each value to 0 with probability `rate` and divides the others by 1 − rate, so that the mean stays the same. Outside
 * training, it returns its input. Throws unless `rate` lies in [0, 1). Srivastava et al. 2014.
 */
export function dropout(rate: number): ShapePreserving<{}> {
  check(Number.isFinite(rate) && rate >= 0 && rate < 1, () => `dropout: rate must lie from 0 to below 1, not ${rate}`);
  return {
    init: (shape) => ({ weights: {}, shape }),
    apply(_, x, { training, seeds, shard }) {
      if (!training || rate === 0) return x;
      check(seeds !== undefined, 'dropout: training needs context.seeds, where the random numbers come from');
      const seed = seeds();
      return mul(
        x,
        drawRows(x.shape, shard, (shape) => bernoulli(shape, seed, 1 - rate, 1 / (1 - rate))),
      );
    },
    config: configOf('dropout', rate),
  };
}
