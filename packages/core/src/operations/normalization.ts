import { add, mean as meanOf, mul, ones, reshape, rsqrt, square, sub, transpose, zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { check, showShape } from '../errors.js';
import type { Shard } from '../group.js';
import { differentiable, hasKernel, run, stopGradient } from './differentiable.js';
import { batchMean } from './shard.js';

/** Normalizes x with the given statistics: γ·(x − mean) / √(variance + ε) + β. */
export function normalizeByStatistics<T extends Tensor>(
  x: T,
  mean: Tensor,
  variance: Tensor,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
): T {
  return add(mul(sub(x, mean), mul(rsqrt(add(variance, epsilon)), gamma)), beta) as T;
}

/** The mean and variance by which a batch was normalized. No gradient goes through them. */
export interface Statistics {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
}

function checkFeatures(call: string, x: Tensor, gamma: Tensor1D, beta: Tensor1D): void {
  check(
    gamma.size === x.shape.at(-1) && beta.size === gamma.size,
    () => `${call}: γ ${showShape(gamma.shape)} and β ${showShape(beta.shape)} do not fit ${showShape(x.shape)}`,
  );
}

/**
 * Batch normalization: γ·(x − μ) / √(σ² + ε) + β, with the mean μ and the variance σ² of each feature (the last axis) over all other
 * axes. Returns y and both statistics. Throws if γ or β do not fit. Ioffe & Szegedy 2015.
 *
 * @param shard The rows of a batch that this process has. Default: all.
 */
export function batchNormalization<T extends Tensor>(
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
  shard?: Shard,
): { y: T } & Statistics {
  checkFeatures('batchNormalization', x, gamma, beta);
  if (shard || !hasKernel('BatchNormalization')) {
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const mean: Tensor1D = batchMean(x, axes, shard);
    const variance: Tensor1D = batchMean(square(sub(x, mean)), axes, shard);
    return {
      y: normalizeByStatistics(x, mean, variance, gamma, beta, epsilon),
      mean: stopGradient(mean),
      variance: stopGradient(variance),
    };
  }
  const [y, mean, variance, scale] = run('BatchNormalization', { x, gamma, beta }, { epsilon });
  return {
    y: withGradient('BatchNormalizationGrad', x, gamma, beta, y as T, mean, scale),
    mean: stopGradient(mean),
    variance: stopGradient(variance),
  };
}

/**
 * Layer normalization: γ·(x − μ) / √(σ² + ε) + β, with the mean μ and the variance σ² of each row (over the last axis). Throws if γ
 * or β do not fit. Ba et al. 2016.
 */
export function layerNormalization<T extends Tensor>(x: T, gamma: Tensor1D, beta: Tensor1D, epsilon: number): T {
  checkFeatures('layerNormalization', x, gamma, beta);
  if (!hasKernel('LayerNormalization')) {
    const mean = meanOf(x, -1, true);
    return normalizeByStatistics(x, mean, meanOf(square(sub(x, mean)), -1, true), gamma, beta, epsilon);
  }
  const [y, mean, scale] = run('LayerNormalization', { x, gamma, beta }, { epsilon });
  return withGradient('LayerNormalizationGrad', x, gamma, beta, y as T, mean, scale);
}

/**
 * Group normalization: γ·(x − μ) / √(σ² + ε) + β, with the mean μ and the variance σ² of each group of neighbouring channels (the last
 * axis) of each example, over all its positions. Throws if γ or β do not fit, or if `groups` does not divide the channels. Wu & He 2018.
 */
export function groupNormalization<T extends Tensor>(x: T, gamma: Tensor1D, beta: Tensor1D, groups: number, epsilon: number): T {
  checkFeatures('groupNormalization', x, gamma, beta);
  const [batch, channels] = [x.shape[0]!, gamma.size];
  check(
    Number.isInteger(groups) && groups > 0 && channels % groups === 0,
    () => `groupNormalization: ${groups} groups do not divide ${channels} channels`,
  );
  const positions = x.shape.slice(1, -1).reduce((product, size) => product * size, 1);
  const size = (positions * channels) / groups;
  // A group of an example becomes a row, so that the backend kernel of layer normalization does the rest.
  const split = reshape(x, [batch, positions, groups, channels / groups]);
  const moved = groups > 1 && positions > 1;
  const rows = reshape(moved ? transpose(split, [0, 2, 1, 3]) : split, [batch * groups, size]);
  const normalized = layerNormalization(rows, ones<Rank.R1>([size]), zeros<Rank.R1>([size]), epsilon);
  const back = moved ? transpose(reshape(normalized, [batch, groups, positions, channels / groups]), [0, 2, 1, 3]) : normalized;
  return add(mul(reshape(back, x.shape), gamma), beta) as T;
}

/** y as a function of x, γ and β. One backend kernel computes all three gradients. */
function withGradient<T extends Tensor>(
  kernel: 'BatchNormalizationGrad' | 'LayerNormalizationGrad',
  x: T,
  gamma: Tensor1D,
  beta: Tensor1D,
  y: T,
  mean: Tensor1D,
  scale: Tensor1D,
): T {
  return differentiable(
    { x, gamma, beta },
    (save) => {
      save([x, gamma, mean, scale]);
      return y.clone() as T;
    },
    (dy, [from, g, average, root]) => {
      const [dx, dGamma, dBeta] = run(
        kernel,
        { dy, x: from!, gamma: g as Tensor1D, mean: average as Tensor1D, scale: root as Tensor1D },
        {},
      );
      return { x: () => dx, gamma: () => dGamma, beta: () => dBeta };
    },
  );
}
