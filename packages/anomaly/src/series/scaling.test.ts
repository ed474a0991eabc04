import { expect, test } from 'vitest';
import { fitScaling, scaleSeries } from './scaling.js';

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
