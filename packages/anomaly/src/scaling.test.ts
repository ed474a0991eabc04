import { expect, test } from 'vitest';
import { fitScaling, scaleExamples, scaleSeries } from './scaling.js';

test('standard scaling has mean 0 and deviation 1; missing values stay missing', () => {
  const series = { values: [1, 5, 3, 5, NaN, 5], channels: 2 };
  expect(fitScaling(series)).toEqual({ center: [2, 5], scale: [1, 1] });
  expect([...scaleSeries(series, fitScaling(series)).values]).toEqual([-1, 0, 1, 0, NaN, 0]);
});

test('robust scaling is not moved by a few outliers', () => {
  const { center, scale } = fitScaling({ values: [...Array.from({ length: 101 }, (_, i) => i), 1e9, 1e9] }, 'robust');
  expect(center[0]).toBe(51);
  expect(scale[0]).toBeCloseTo(51 / 1.349, 10);
});

test('a column that is mostly the same has its standard deviation', () => {
  const { center, scale } = fitScaling({ values: [0, 0, 0, 0, 0, 0, 0, 0, 0, 10] }, 'robust');
  expect([center, scale]).toEqual([[0], [3]]);
  expect(fitScaling({ values: [0.1, 0.1, 0.1] })).toEqual({ center: [expect.closeTo(0.1)], scale: [1] });
});

test('hidden cells do not count, and rounding is no deviation', () => {
  const rows = { values: Float32Array.of(1, 7, 99, 7, 3, 7), mask: Uint8Array.of(1, 1, 0, 1, 1, 1), channels: 2 };
  expect(fitScaling(rows)).toEqual({ center: [2, 7], scale: [1, 1] });
  expect([...scaleExamples({ shape: [2], ...rows }, fitScaling(rows)).values]).toEqual([-1, 0, 0, 0, 1, 0]);
  const rounded = Array.from({ length: 1000 }, (_, i) => 30 + (i === 7 ? 2e-6 : 0));
  expect(fitScaling({ values: Float32Array.from(rounded) }).scale).toEqual([1]);
  expect(fitScaling({ values: rounded }).scale[0]).toBeLessThan(1e-6);
  expect(() => fitScaling({ values: [1, 2, 3, 4], mask: Uint8Array.of(1, 0, 1, 0), channels: 2 })).toThrow(
    'fitScaling: column 1 has no values; leave it out',
  );
});
