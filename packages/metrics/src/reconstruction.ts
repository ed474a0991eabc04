import { squaredDifference, sub, sum } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import { columnMeans, moments, perRow } from './blocks.js';
import type { Moments } from './blocks.js';
import { checkAlike, dataRangeOf } from './checks.js';

/** Options of `psnr` and `ssim`. */
export interface PixelOptions {
  /** The largest possible value of a pixel minus the smallest: 255 for bytes. Default 1. */
  readonly dataRange?: number;
}

/**
 * Σᵢ (xᵢ − x̂ᵢ)² of each example: `[examples, …] → [examples]`. x is the target, x̂ the output. In squared units of the data. Its mean over
 * the examples is the loss `squaredError`. Throws when the shapes differ or there are no examples.
 */
export function squaredErrorPerExample(target: Tensor, output: Tensor): Promise<Float32Array> {
  return squaredErrors('squaredErrorPerExample', target, output);
}

async function squaredErrors(call: string, target: Tensor, output: Tensor): Promise<Float32Array> {
  checkAlike(call, target, output);
  return perRow([target, output], (x, y) => sum(squaredDifference(x, y), 1));
}

/**
 * The mean of (xᵢ − x̂ᵢ)² over all examples, for each feature: `[examples, …] → [features]`. In squared units of the data. Its sum is the
 * mean of `squaredErrorPerExample`. Throws when the shapes differ or there are no examples.
 *
 * @param target The data x.
 * @param output The reconstructions x̂.
 */
export async function squaredErrorPerFeature(target: Tensor, output: Tensor): Promise<Float32Array> {
  checkAlike('squaredErrorPerFeature', target, output);
  return Float32Array.from(await featureErrors(target, output));
}

const featureErrors = (target: Tensor, output: Tensor): Promise<Float64Array> =>
  columnMeans([target, output], (x, y) => squaredDifference(x, y));

/**
 * Peak signal-to-noise ratio of each example: 10·log₁₀(dataRange² / MSE), in decibels. MSE is the mean of (xᵢ − x̂ᵢ)² over the features.
 * `[examples, …] → [examples]`. Higher is better; ∞ where target and output are equal. Throws when the shapes differ, when there are no
 * examples, or when `dataRange` is not above 0. Wang & Bovik, "Mean squared error: love it or leave it?", 2009.
 */
export async function psnr(target: Tensor, output: Tensor, options: PixelOptions = {}): Promise<Float32Array> {
  const dataRange = dataRangeOf('psnr', options);
  const errors = await squaredErrors('psnr', target, output);
  const features = target.size / errors.length;
  return errors.map((error) => 10 * Math.log10((dataRange * dataRange * features) / error));
}

/**
 * The share of the variance of the data that the output explains: R² = 1 − Σ (x − x̂)² / Σ (x − x̄)². The sums go over
 * all examples and features; x̄ is the mean of each feature. 1 is best, the mean as output gives 0, and a worse output is below 0. For PCA on its own data
 * it is the sum of `explainedVarianceRatio`. Throws when the shapes differ, when there are no examples, or when all examples are the same.
 *
 * @param target The data x.
 */
export async function rSquared(target: Tensor, output: Tensor): Promise<number> {
  checkAlike('rSquared', target, output);
  const all = await varianceOf('rSquared', target);
  return 1 - total(await featureErrors(target, output)) / all;
}

/**
 * The explained variance, 1 − Var(x − x̂) / Var(x). The variances are over the examples and summed over the features. Unlike `rSquared`, it ignores an error that
 * is the same in every example, so it is never below `rSquared`. Throws when the shapes differ, when there are no examples, or when all
 * examples are the same.
 *
 * @param target The data x.
 * @param output The reconstructions x̂.
 */
export async function explainedVariance(target: Tensor, output: Tensor): Promise<number> {
  checkAlike('explainedVariance', target, output);
  const all = await varianceOf('explainedVariance', target);
  const { variances } = await moments([target, output], (x, y) => sub(x, y));
  return 1 - total(variances) / all;
}

async function varianceOf(call: string, target: Tensor): Promise<number> {
  const { variances }: Moments = await moments([target], (x: Tensor2D) => x);
  const all = total(variances);
  check(all !== 0, () => `${call}: the target is the same in all examples, so there is no variance to explain`);
  return all;
}

const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
