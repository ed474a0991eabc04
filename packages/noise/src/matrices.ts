import { tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/* Matrices that change one axis of images: row i says which numbers make number i of the result. */

/** A matrix `[rows, columns]` to which `fillRow` adds the weights of each row. */
function matrix(rows: number, columns: number, fillRow: (row: number, plus: (column: number, weight: number) => void) => void): Tensor2D {
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) fillRow(row, (column, weight) => void (values[row * columns + column]! += weight));
  return tensor2d(new Float32Array(values), [rows, columns]);
}

/** Place i of n numbers that are continued by their mirror image, in which the numbers at the ends are not repeated. */
function mirrored(i: number, n: number): number {
  if (n === 1) return 0;
  const period = 2 * (n - 1);
  const place = ((i % period) + period) % period;
  return Math.min(place, period - place);
}

/** A mean with weights e^(−t² / 2σ²) at distance t, as far as 3σ, `[n, n]`. */
export function blurMatrix(n: number, sigma: number): Tensor2D {
  const radius = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * radius + 1 }, (_, i) => (sigma === 0 ? 1 : Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2))));
  const sum = weights.reduce((a, b) => a + b);
  return matrix(n, n, (row, plus) => weights.forEach((weight, i) => plus(mirrored(row + i - radius, n), weight / sum)));
}

/** How n numbers look after each group of `factor` has become one number, its mean, and these have become n numbers again, `[n, n]`. */
export function resampleMatrix(n: number, factor: number, method: 'nearest' | 'bilinear'): Tensor2D {
  const groups = Math.ceil(n / factor);
  const plusMean = (group: number, share: number, plus: (column: number, weight: number) => void): void => {
    const [first, end] = [group * factor, Math.min(n, (group + 1) * factor)];
    for (let i = first; i < end; i++) plus(i, share / (end - first));
  };
  return matrix(n, n, (row, plus) => {
    if (method === 'nearest') return plusMean(Math.floor(row / factor), 1, plus);
    // Number i lies at i + ½, group g at (g + ½)·factor.
    const place = Math.min(Math.max((row + 0.5) / factor - 0.5, 0), groups - 1);
    const before = Math.floor(place);
    plusMean(before, 1 - (place - before), plus);
    if (place > before) plusMean(before + 1, place - before, plus);
  });
}
