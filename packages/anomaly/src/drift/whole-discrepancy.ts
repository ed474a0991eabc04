import { seeded } from '@autoencoders/core';
import type { DriftReference } from './drift-reference.js';
import { discrepancyOf, drawn } from './maximum-mean-discrepancy.js';
import type { Discrepancy } from './maximum-mean-discrepancy.js';

/** The squared distance of two levels that differ: that of two independent numbers with variance 1, on average. */
const DIFFERENT = 2;

/**
 * The maximum mean discrepancy of the reference and of `now`, over all columns. A column of numbers is standardised by the pooled mean and
 * deviation, which mixing the samples does not change, so that the p-value stays exact. A missing number counts as the mean, a missing
 * category as a level. Undefined if one has fewer than 2 rows.
 */
export function wholeDiscrepancy(
  { columns, values }: DriftReference,
  now: Float32Array,
  { rows, permutations, seed }: { rows: number; permutations: number; seed: number },
): Discrepancy | undefined {
  const width = columns.length;
  const seeds = seeded(seed);
  const places = [values, now].map((part) => drawn(part.length / width, rows, seeds())) as [Int32Array, Int32Array];
  const [n, m] = [places[0].length, places[1].length];
  if (n < 2 || m < 2) return undefined;
  const pooled = new Float64Array((n + m) * width);
  for (const [c, { kind }] of columns.entries()) {
    const column = Float64Array.from({ length: n + m }, (_, i) =>
      i < n ? values[places[0][i]! * width + c]! : now[places[1][i - n]! * width + c]!,
    );
    const standard = kind === 'number' ? standardise(column) : column.map((level) => (Number.isNaN(level) ? -1 : level));
    for (let i = 0; i < n + m; i++) pooled[i * width + c] = standard[i]!;
  }
  const isLevel = Uint8Array.from(columns, ({ kind }) => (kind === 'category' ? 1 : 0));
  return discrepancyOf(n, m, permutations, seeds, (i, j) => {
    let sum = 0;
    for (let c = 0; c < width; c++) {
      const difference = pooled[i * width + c]! - pooled[j * width + c]!;
      sum += isLevel[c] === 0 ? difference * difference : difference === 0 ? 0 : DIFFERENT;
    }
    return sum;
  });
}

function standardise(column: Float64Array): Float64Array {
  const known = column.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
  return column.map((value) => (Number.isNaN(value) || !(deviation > 0) ? 0 : (value - mean) / deviation));
}
