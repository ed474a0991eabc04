import { squaredDifference, sub, sum } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import { columnMeans, moments, perRow } from './blocks.js';
import type { Moments } from './blocks.js';
import { checkAlike, dataRangeOf } from './checks.js';

/** What the pixels of images can be. */
export interface PixelOptions {
  /** The greatest value that a pixel can have less the least: 1 by default, 255 for bytes. */
  readonly dataRange?: number;
}

/**
 * Σᵢ (xᵢ − x̂ᵢ)² for each example: `[examples, …] → [examples]`, x the target and x̂ the output, in squared units of the
 * data. Its average is the loss `squaredError`. Throws when the shapes differ or there are no examples.
 */
export function squaredErrorPerExample(target: Tensor, output: Tensor): Promise<Float32Array> {
  return squaredErrors('squaredErrorPerExample', target, output);
}

async function squaredErrors(call: string, target: Tensor, output: Tensor): Promise<Float32Array> {
  checkAlike(call, target, output);
  return perRow([target, output], (x, y) => sum(squaredDifference(x, y), 1));
}

/**
 * The mean over all examples of (xᵢ − x̂ᵢ)² for each feature: `[examples, …] → [features]`, in squared units of the data.
 * Its sum is the average of `squaredErrorPerExample`. Throws when the shapes differ or there are no examples.
 */
export async function squaredErrorPerFeature(target: Tensor, output: Tensor): Promise<Float32Array> {
  checkAlike('squaredErrorPerFeature', target, output);
  return Float32Array.from(await featureErrors(target, output));
}

const featureErrors = (target: Tensor, output: Tensor): Promise<Float64Array> =>
  columnMeans([target, output], (x, y) => squaredDifference(x, y));

/**
 * Peak signal-to-noise ratio of each example: 10·log₁₀(peak² / MSE) with MSE the mean of (xᵢ − x̂ᵢ)² over the features;
 * `[examples, …] → [examples]`, in decibels, higher is better, ∞ where nothing differs. Throws when the shapes differ,
 * there are no examples, or `dataRange` is not above 0. Wang & Bovik, "Mean squared error: love it or leave it?", 2009.
 */
export async function psnr(target: Tensor, output: Tensor, options: PixelOptions = {}): Promise<Float32Array> {
  const dataRange = dataRangeOf('psnr', options);
  const errors = await squaredErrors('psnr', target, output);
  const features = target.size / errors.length;
  return errors.map((error) => 10 * Math.log10((dataRange * dataRange * features) / error));
}

/**
 * R² = 1 − Σ (x − x̂)² / Σ (x − x̄)², the sums over all examples and features, x̄ the mean of each feature: the share of
 * the data's variance that the output holds. 1 is best, 0 is what the mean would give, below is worse than that. Of PCA on
 * its own data it is the sum of the `shares`. Throws when the shapes differ, there are no examples, or nothing varies.
 */
export async function rSquared(target: Tensor, output: Tensor): Promise<number> {
  checkAlike('rSquared', target, output);
  const all = await varianceOf('rSquared', target);
  return 1 - total(await featureErrors(target, output)) / all;
}

/**
 * 1 − Var(x − x̂) / Var(x), the variances over the examples and summed over the features: `rSquared` that forgives the same
 * error in every example, so never below it. Throws when the shapes differ, there are no examples, or nothing varies.
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
