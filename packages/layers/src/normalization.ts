import { add, mul, ones, zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import {
  check,
  checkBoolean,
  checkInteger,
  checkNumber,
  checkOptions,
  initWeight,
  batchNormalization,
  groupNormalization,
  layerNormalization,
  showShape,
  normalizeByStatistics,
} from '@autoencoders/core/operations';
import { sizeOf } from '@autoencoders/core/internal';
import type { InitContext, ShapePreserving, Shape } from '@autoencoders/core';

/** Scale and shift after normalising, one number per feature or channel. */
type Affine = { readonly gamma: Tensor1D; readonly beta: Tensor1D };

/** Training updates the running statistics, but not by gradients. */
type BatchNormWeights = Affine & { readonly statistics: { readonly mean: Tensor1D; readonly variance: Tensor1D } };

const vector = (make: typeof zeros, shape: Shape, context: InitContext): Tensor1D => {
  const size: [number] = [shape.at(-1)!];
  return initWeight(context, size, () => make<Rank.R1>(size));
};

const affine = (shape: Shape, context: InitContext): Affine => ({
  gamma: vector(ones, shape, context),
  beta: vector(zeros, shape, context),
});

/** Options of `batchNorm`. */
interface BatchNormOptions {
  readonly momentum?: number;
  readonly epsilon?: number;
  readonly synchronized?: boolean;
}

/**
 * Batch normalization: normalizes every feature (the last axis: the channels of images) over the batch and all other axes, then scales and shifts: γ·(x − μ) /
 * √(σ² + ε) + β. Training uses μ and σ² of the batch. It also updates running ones, r ← (1 − momentum)·r + momentum·batch, with the
 * unbiased σ². Outside training, the running ones are used. `momentum` is as in PyTorch, by default 0.1; `epsilon` is 1e-5 by default.
 * Keeps the shape. Ioffe & Szegedy 2015.
 *
 * Where a group of processes trains, μ and σ² are those of the batch of all ranks, which takes four messages between them for each layer. With `synchronized: false`, they are
 * those of the rows of each rank, without these messages; the running ones are the mean over the ranks, by their numbers of rows. Each rank
 * then needs enough rows. Default true, as PyTorch's `SyncBatchNorm`; false is PyTorch's `BatchNorm`. Keras: `synchronized`.
 */
export function batchNorm(options: BatchNormOptions = {}): ShapePreserving<BatchNormWeights> {
  checkOptions('batchNorm', options, { momentum: true, epsilon: true, synchronized: true });
  const { momentum = 0.1, epsilon = 1e-5, synchronized = true } = options;
  check(
    Number.isFinite(momentum) && momentum > 0 && momentum <= 1,
    () => `batchNorm: momentum must lie above 0 and at most at 1, not ${momentum}`,
  );
  checkNumber('batchNorm', 'epsilon', epsilon, 0);
  checkBoolean('batchNorm', 'synchronized', synchronized);
  return {
    init: (shape, context) => ({
      weights: {
        ...affine(shape, context),
        statistics: { mean: vector(zeros, shape, context), variance: vector(ones, shape, context) },
      },
      shape,
    }),
    apply(weights, x, { training, update, shard: ofRank }) {
      const shard = synchronized ? ofRank : undefined;
      const { statistics } = weights;
      const { gamma, beta } = weights;
      if (!training) return normalizeByStatistics(x, statistics.mean, statistics.variance, gamma, beta, epsilon);
      const { y, mean, variance } = batchNormalization(x, gamma, beta, epsilon, shard);
      const count = ((shard?.of ?? x.shape[0]!) * x.size) / (x.shape[0]! * x.shape.at(-1)!);
      const follow = (old: Tensor, now: Tensor): void => update?.(old, add(mul(old, 1 - momentum), mul(now, momentum)), ofRank !== shard);
      follow(statistics.mean, mean);
      follow(statistics.variance, mul(variance, count / Math.max(1, count - 1)));
      return y;
    },
    config: configOf('batchNorm', options),
  };
}

/**
 * Normalizes every example over its last axis (every pixel of an image over its channels), then scales and shifts: γ·(x − μ) / √(σ² + ε) +
 * β. μ and σ² are those of the example or pixel, in training and outside it. `epsilon` is 1e-5 by default. Keeps the shape. Ba et al. 2016.
 */
export function layerNorm(options: { readonly epsilon?: number } = {}): ShapePreserving<Affine> {
  checkOptions('layerNorm', options, { epsilon: true });
  const { epsilon = 1e-5 } = options;
  checkNumber('layerNorm', 'epsilon', epsilon, 0);
  return {
    init: (shape, context) => ({ weights: affine(shape, context), shape }),
    apply: ({ gamma, beta }, x) => layerNormalization(x, gamma, beta, epsilon),
    config: configOf('layerNorm', options),
  };
}

/**
 * Group normalization: normalizes each group of neighbouring channels of each example over its channels and positions, then scales and
 * shifts each channel: γ·(x − μ) / √(σ² + ε) + β. It does not depend on the batch, so it is the same in training and outside it, and suits
 * small batches. `epsilon` is 1e-5 by default. Keeps the shape. Throws unless `groups` divides the channels (the last axis), and when a group
 * has only one number. Wu & He 2018.
 */
export function groupNorm(groups: number, options: { readonly epsilon?: number } = {}): ShapePreserving<Affine> {
  checkInteger('groupNorm', 'groups', groups, 1);
  checkOptions('groupNorm', options, { epsilon: true });
  const { epsilon = 1e-5 } = options;
  const call = `groupNorm(${groups})`;
  checkNumber(call, 'epsilon', epsilon, 0);
  return {
    init(shape, context) {
      const channels = shape.at(-1)!;
      check(
        channels % groups === 0,
        () => `${call}: the ${channels} channels of ${showShape(shape)} cannot be divided into ${groups} groups of equal size`,
      );
      check(sizeOf(shape) > groups, () => `${call}: each group of ${showShape(shape)} has one number, which would become 0`);
      return { weights: affine(shape, context), shape };
    },
    apply: ({ gamma, beta }, x) => groupNormalization(x, gamma, beta, groups, epsilon),
    config: configOf('groupNorm', groups, options),
  };
}

/**
 * Instance normalization: `groupNorm` with one channel in each group, so that each channel of each image or series is normalized over its
 * positions: γ·(x − μ) / √(σ² + ε) + β, with μ and σ² of one channel of one example. `epsilon` is 1e-5 by default. Keeps the shape. Throws for
 * examples with one position. Ulyanov et al. 2016.
 */
export function instanceNorm(options: { readonly epsilon?: number } = {}): ShapePreserving<Affine> {
  checkOptions('instanceNorm', options, { epsilon: true });
  const { epsilon = 1e-5 } = options;
  checkNumber('instanceNorm', 'epsilon', epsilon, 0);
  return {
    init(shape, context) {
      check(
        sizeOf(shape) > shape.at(-1)!,
        () => `instanceNorm: each channel of ${showShape(shape)} has one number, which would become 0; the input must be images or series`,
      );
      return { weights: affine(shape, context), shape };
    },
    apply: ({ gamma, beta }, x) => groupNormalization(x, gamma, beta, gamma.size, epsilon),
    config: configOf('instanceNorm', options),
  };
}
