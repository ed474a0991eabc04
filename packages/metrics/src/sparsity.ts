import { abs, cast, greater, square, sum } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { check, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { columnMeans, perRow } from './blocks.js';
import { checkCodes } from './checks.js';

/** When a unit counts as active. */
export interface FiringOptions {
  /** A unit fires where the size of its activation is above this; 0 by default. */
  readonly threshold?: number;
}

/**
 * ρ̂ⱼ, the mean activation of each unit over the data: `[examples, units] → [units]`, in units of the codes; what
 * `sparsityKl` holds against ρ. Throws for codes that are not flat, empty or not finite. Ng, "Sparse autoencoder", 2011.
 */
export async function meanActivation(codes: Tensor2D): Promise<Float32Array> {
  await checkCodes('meanActivation', 'codes', codes);
  return Float32Array.from(await columnMeans([codes], (z) => z));
}

/**
 * The share of examples for which each unit fires, |z| > `threshold`: `[examples, units] → [units]`, from 0 to 1. Its
 * average is the share of activations that are not 0, one less that the share of zeros. Throws for codes that are not flat,
 * empty or not finite, and a threshold below 0. Bricken et al., "Towards monosemanticity", 2023.
 */
export async function activationDensity(codes: Tensor2D, options: FiringOptions = {}): Promise<Float32Array> {
  return Float32Array.from(await densities('activationDensity', codes, options));
}

/**
 * The share of units that fire for no example at all, from 0 to 1: `[examples, units] → number`. It falls with the number
 * of examples, so say how many. Throws as `activationDensity` does. Gao et al., "Scaling and evaluating sparse
 * autoencoders", 2024.
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
 * Hoyer's sparsity of each code: (√n − ‖z‖₁ / ‖z‖₂) / (√n − 1) of its n latents; `[examples, latents] → [examples]`, from 0
 * where all are equally large to 1 where one alone is not 0, and 1 for a code of zeros. Throws for codes that are not flat,
 * empty or not finite, and for a single latent. Hoyer, "Non-negative matrix factorization with sparseness constraints",
 * 2004.
 */
export async function hoyerSparsity(codes: Tensor2D): Promise<Float32Array> {
  await checkSeveral('hoyerSparsity', 'latents', codes);
  const root = Math.sqrt(codes.shape[1]);
  const sums = await perRow([codes], (z) => sum(abs(z), 1));
  const squares = await perRow([codes], (z) => sum(square(z), 1));
  return sums.map((value, i) => (value === 0 ? 1 : (root - value / Math.sqrt(squares[i]!)) / (root - 1)));
}

/**
 * Treves and Rolls' sparsity of each code over its n units: (1 − (Σⱼ |zⱼ| / n)² / (Σⱼ zⱼ² / n)) / (1 − 1/n); `[examples,
 * units] → [examples]`, from 0 where all are equally active to 1 where one alone is, and 1 where none is. Throws for codes
 * that are not flat, empty or not finite, and for a single unit. Treves & Rolls 1991; scaled to end at 1 as in Vinje &
 * Gallant, "Sparse coding and decorrelation in primary visual cortex", 2000.
 */
export async function populationSparsity(codes: Tensor2D): Promise<Float32Array> {
  await checkSeveral('populationSparsity', 'units', codes);
  const units = codes.shape[1];
  const sums = await perRow([codes], (z) => sum(abs(z), 1));
  const squares = await perRow([codes], (z) => sum(square(z), 1));
  return sums.map((value, i) => selectivity(value / units, squares[i]! / units, units));
}

/**
 * The same of each unit over the n examples: (1 − (Σᵢ |zᵢ| / n)² / (Σᵢ zᵢ² / n)) / (1 − 1/n); `[examples, units] →
 * [units]`, from 0 for a unit that is always equally active to 1 for one that fires for one example alone, or never: look
 * at `deadShare`, too. Throws for codes that are not flat, empty or not finite, and for a single example. Willmore &
 * Tolhurst, "Characterizing the sparseness of neural codes", 2001.
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
