import { permutation, seeded } from '@autoencoders/core';
import type { ArrayDataset, Seeds } from '@autoencoders/core';
import { check, checkInteger, checkOptions, showShape } from '@autoencoders/core/operations';
import { countOf, sizeOf } from '@autoencoders/core/internal';
import { checkValues } from '../statistics/check-values.js';
import { ascending, medianOf } from '../statistics/order.js';

/** Options of `maximumMeanDiscrepancy`. */
export interface DiscrepancyOptions {
  /** How many examples of each sample are compared, drawn at random if there are more. Default 500. The time goes with its square. */
  readonly rows?: number | undefined;
  /** How often the samples are mixed for the p-value, which is at least 1 / (permutations + 1). Default 499. */
  readonly permutations?: number | undefined;
  /** Decides what is drawn, and how samples are mixed. Default 0. */
  readonly seed?: number | undefined;
}

/** What `maximumMeanDiscrepancy` gives. */
export interface Discrepancy {
  /** The unbiased estimate of MMD². It may be a little below 0. */
  readonly statistic: number;
  readonly pValue: number;
  /** The σ of the kernel. */
  readonly bandwidth: number;
  /** How many examples of each sample were compared. */
  readonly rows: readonly [number, number];
}

/**
 * The kernel two-sample test: do the examples of `first` and `second` come from one distribution, all numbers together?
 *
 * MMD² = mean k(x, x′) + mean k(y, y′) − 2·mean k(x, y), over pairs of different examples, with the Gaussian kernel
 * k(x, y) = exp(−‖x − y‖² / 2σ²). σ is the median distance in the pooled sample. The p-value is exact: the share of random ways to
 * divide the pooled sample, this one among them, with at least this MMD².
 *
 * Examples are `[examples, …shape]`, numbers on like scales: a column with large numbers outweighs the others. Throws for fewer than 2
 * examples, for shapes that differ, and for numbers that are not finite.
 * Source: Gretton, Borgwardt, Rasch, Schölkopf & Smola, "A kernel two-sample test", JMLR 13, 2012: lemma 6, section 8.
 */
export function maximumMeanDiscrepancy(first: ArrayDataset, second: ArrayDataset, options: DiscrepancyOptions = {}): Discrepancy {
  const call = 'maximumMeanDiscrepancy';
  const { rows, permutations, seed } = discrepancyOptions(call, options);
  const size = sizeOf(first.shape);
  check(size === sizeOf(second.shape), () => `${call}: the examples have shapes ${showShape(first.shape)} and ${showShape(second.shape)}`);
  for (const { values } of [first, second]) checkValues(call, 'the examples', values, 2 * size);
  const seeds = seeded(seed);
  const [a, b] = [first, second].map((sample) => drawn(countOf(call, 'the examples', sample), rows, seeds())) as [Int32Array, Int32Array];
  const at = (k: number): { values: ArrayLike<number>; from: number } =>
    k < a.length ? { values: first.values, from: a[k]! * size } : { values: second.values, from: b[k - a.length]! * size };
  return discrepancyOf(a.length, b.length, permutations, seeds, (i, j) => {
    const [x, y] = [at(i), at(j)];
    let sum = 0;
    for (let c = 0; c < size; c++) sum += (x.values[x.from + c]! - y.values[y.from + c]!) ** 2;
    return sum;
  });
}

/** The options with their defaults. Throws for wrong ones. */
export function discrepancyOptions(call: string, options: DiscrepancyOptions): { rows: number; permutations: number; seed: number } {
  checkOptions(call, options, { rows: true, permutations: true, seed: true });
  const { rows = 500, permutations = 499, seed = 0 } = options;
  checkInteger(call, 'rows', rows, 2, 5000);
  checkInteger(call, 'permutations', permutations, 1);
  return { rows, permutations, seed };
}

/** At most `limit` of `count` places, drawn at random, in ascending order. */
export const drawn = (count: number, limit: number, seed: number): Int32Array => permutation(count, seed).subarray(0, limit).sort();

/** The test for `n` and `m` examples, of which the first n are the first sample. */
export function discrepancyOf(
  n: number,
  m: number,
  permutations: number,
  seeds: Seeds,
  squaredDistance: (i: number, j: number) => number,
): Discrepancy {
  const { kernel, bandwidth } = kernelOf(n + m, squaredDistance);
  const statisticOf = statistic(kernel, n, m);
  const observed = statisticOf(Int32Array.from({ length: n }, (_, i) => i));
  let atLeast = 1;
  // Sums in another order differ in the last bits, so that equal statistics would not be.
  for (let p = 0; p < permutations; p++) if (statisticOf(permutation(n + m, seeds()).subarray(0, n)) >= observed - 1e-12) atLeast++;
  return { statistic: observed, pValue: atLeast / (permutations + 1), bandwidth, rows: [n, m] };
}

/** k(x, y) for all pairs, `[count, count]`, with 0 for an example with itself. */
function kernelOf(count: number, squaredDistance: (i: number, j: number) => number): { kernel: Float64Array; bandwidth: number } {
  const distances = new Float64Array((count * (count - 1)) / 2);
  let pair = 0;
  for (let i = 0; i < count; i++) for (let j = 0; j < i; j++) distances[pair++] = squaredDistance(i, j);
  const roots = ascending(distances).map(Math.sqrt);
  // If most examples are the same, the median is 0.
  const bandwidth = medianOf(roots) || roots.find((distance) => distance > 0) || 1;
  const kernel = new Float64Array(count * count);
  pair = 0;
  for (let i = 0; i < count; i++)
    for (let j = 0; j < i; j++) kernel[i * count + j] = kernel[j * count + i] = Math.exp(-distances[pair++]! / (2 * bandwidth * bandwidth));
  return { kernel, bandwidth };
}

/**
 * MMD² if the examples at some places are the first sample. Only sums within it are needed: with T the sum of the kernel, R of its rows at
 * these places and A within them, the sum between the samples is R − A, and the sum within the second is T − 2R + A.
 */
function statistic(kernel: Float64Array, n: number, m: number): (places: Int32Array) => number {
  const count = n + m;
  const sums = Float64Array.from({ length: count }, (_, i) => kernel.subarray(i * count, (i + 1) * count).reduce((a, b) => a + b, 0));
  const total = sums.reduce((a, b) => a + b, 0);
  return (places) => {
    let [inRows, within] = [0, 0];
    for (let i = 0; i < n; i++) {
      const row = places[i]! * count;
      inRows += sums[places[i]!]!;
      for (let j = 0; j < i; j++) within += 2 * kernel[row + places[j]!]!;
    }
    return within / (n * (n - 1)) + (total - 2 * inRows + within) / (m * (m - 1)) - (2 * (inRows - within)) / (n * m);
  };
}
