import { expect, test } from 'vitest';
import { aurocDifference } from './auroc-difference.js';

const labels = [0, 0, 0, 0, 1, 1, 1];
const first = Float64Array.of(1, 2, 3, 4, 3.5, 5, 6);
const second = Float64Array.of(2, 1, 4, 3, 2.5, 6, 1.5);

test('the difference is that of the areas, and equal scores have none', () => {
  // 11 of 12 pairs are in order by the first score; by the second, 2 + 4 + 1.
  expect(aurocDifference(labels, first, second).difference).toBeCloseTo((11 - 7) / 12, 12);
  expect(aurocDifference(labels, first, first)).toEqual({ difference: 0, error: 0 });
});

test('copies of rows in clusters say no more than the rows do', () => {
  const rows = aurocDifference(labels, first, second);
  const twice = <T extends ArrayLike<number>>(values: T): number[] => Array.from(values).flatMap((value) => [value, value]);
  const copies = [Float64Array.from(twice(first)), Float64Array.from(twice(second))] as const;
  const clustered = aurocDifference(twice(labels), ...copies, twice(labels.map((_, i) => i)));
  expect(clustered.difference).toBeCloseTo(rows.difference, 12);
  expect(clustered.error).toBeCloseTo(rows.error, 12);
  expect(aurocDifference(twice(labels), ...copies).error).toBeLessThan(rows.error);
});

test('a single anomaly tells nothing of others', () => {
  expect(aurocDifference([0, 0, 1], Float64Array.of(1, 2, 3), Float64Array.of(1, 3, 2)).error).toBe(Infinity);
});
