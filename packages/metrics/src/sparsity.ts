import { abs, cast, greater, square, sum } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { columnMeans, perRow } from './blocks.js';
import { checkCodes } from './checks.js';

/** Options of `activationDensity` and `deadShare`. */
export interface FiringOptions {
  /** A unit fires where |z| is above this. Default 0. */
  readonly threshold?: number;
}

/**
 * ρ̂ⱼ, the mean activation of each unit over the data: `[examples, units] → [units]`, in units of the codes. The loss `sparsityKl` compares
 * it with ρ. Throws when codes are not flat, empty or not finite. Ng, "Sparse autoencoder", 2011.
 */
export async function meanActivation(codes: Tensor2D): Promise<Float32Array> {
  await checkCodes('meanActivation', 'codes', codes);
  return Float32Array.from(await columnMeans([codes], (z) => z));
}

/**
 * The share of examples for which each unit fires, |z| > `threshold`: `[examples, units] → [units]`, from 0 to 1. Its mean is the share of
 * activations that are not 0. Throws when codes are not flat, empty or not finite, and when the threshold is below 0. Bricken et al.,
 * "Towards monosemanticity", 2023.
 */
export async function activationDensity(codes: Tensor2D, options: FiringOptions = {}): Promise<Float32Array> {
  return Float32Array.from(await densities('activationDensity', codes, options));
}

/**
 * The share of units that fire for no example, from 0 to 1: `[examples, units] → number`. It falls as the number of examples grows, so
 * report that number, too. Throws like `activationDensity`. Gao et al., "Scaling and evaluating sparse autoencoders", 2024.
 *
 * @param codes The activations of the units, `[examples, units]`.
 */
export async function deadShare(codes: Tensor2D, options: FiringOptions = {}): Promise<number> {
  const shares = await densities('deadShare', codes, options);
  return shares.filter((share) => share === 0).length / shares.length;
}

async function densities(call: string, codes: Tensor2D, options: FiringOptions): Promise<Float64Array> {
  checkOptions(call, options, { threshold: true });
  const { threshold = 0 } = options;
  checkNumber(call, 'threshold', threshold, 0);
  await checkCodes(call, 'codes', codes);
  return columnMeans([codes], (z) => cast(greater(abs(z), threshold), 'float32'));
}

/**
 * Hoyer's sparsity of each code of n latents: (√n − ‖z‖₁ / ‖z‖₂) / (√n − 1). `[examples, latents] → [examples]`. It is 0 when all latents
 * are equally large and 1 when only one is not 0. A code of zeros has 1. Throws when codes are not flat, empty or not finite, and when
 * there is only one latent. Hoyer, "Non-negative matrix factorization with sparseness constraints", 2004.
 */
export async function hoyerSparsity(codes: Tensor2D): Promise<Float32Array> {
  await checkSeveral('hoyerSparsity', 'latents', codes);
  const root = Math.sqrt(codes.shape[1]);
  const sums = await perRow([codes], (z) => sum(abs(z), 1));
  const squares = await perRow([codes], (z) => sum(square(z), 1));
  return sums.map((value, i) => (value === 0 ? 1 : (root - value / Math.sqrt(squares[i]!)) / (root - 1)));
}

/**
 * Treves and Rolls' sparsity of each code of n units: (1 − (Σⱼ |zⱼ| / n)² / (Σⱼ zⱼ² / n)) / (1 − 1/n). `[examples, units] → [examples]`. It
 * is 0 when all units are equally active and 1 when only one is active or none is. Throws when codes are not flat, empty or not finite, and
 * when there is only one unit. Treves & Rolls 1991; scaled to [0, 1] as in Vinje & Gallant, "Sparse coding and decorrelation in primary
 * visual cortex", 2000.
 */
export async function populationSparsity(codes: Tensor2D): Promise<Float32Array> {
  await checkSeveral('populationSparsity', 'units', codes);
  const units = codes.shape[1];
  const sums = await perRow([codes], (z) => sum(abs(z), 1));
  const squares = await perRow([codes], (z) => sum(square(z), 1));
  return sums.map((value, i) => selectivity(value / units, squares[i]! / units, units));
}

/**
 * How selective each unit is over the n examples, from 0 to 1: (1 − (Σᵢ |zᵢ| / n)² / (Σᵢ zᵢ² / n)) / (1 − 1/n). `[examples, units] → [units]`. It
 * is 0 for a unit that is always equally active, and 1 for a unit that fires for one example only. A dead unit has 1, too, so look at
 * `deadShare` as well. Throws when codes are not flat, empty or not finite, and when there is only one example. Willmore & Tolhurst,
 * "Characterizing the sparseness of neural codes", 2001.
 */
export async function lifetimeSparsity(codes: Tensor2D): Promise<Float32Array> {
  await checkSeveral('lifetimeSparsity', 'examples', codes);
  const means = await columnMeans([codes], (z) => abs(z));
  const squares = await columnMeans([codes], (z) => square(z));
  return Float32Array.from(means, (value, j) => selectivity(value, squares[j]!, codes.shape[0]));
}

/** From the mean of n activations' sizes and that of their squares. */
const selectivity = (mean: number, square: number, n: number): number => (square === 0 ? 1 : (1 - mean ** 2 / square) / (1 - 1 / n));

async function checkSeveral(call: string, axis: 'examples' | 'latents' | 'units', codes: Tensor2D): Promise<void> {
  await checkCodes(call, 'codes', codes);
  check(
    codes.shape[axis === 'examples' ? 0 : 1] > 1,
    () => `${call}: at least two ${axis} are needed, the codes are [${codes.shape.join(', ')}]`,
  );
}
