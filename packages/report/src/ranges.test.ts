import { expect, test } from 'vitest';
import { curveRange } from './ranges.js';

/** So many values that fall from `first` to about `last`, by half of what is left at each step. */
const falling = (first: number, last: number, count: number = 20) =>
  Array.from({ length: count }, (_, i) => last + (first - last) * 0.5 ** i);

test('values that fall evenly are shown whole', () => {
  expect(curveRange([[9, 8, 7, 6, 5, 4]])).toEqual({ low: 4, high: 9, scale: 'whole' });
  expect(curveRange([[180, 25]])).toEqual({ low: 25, high: 180, scale: 'whole' });
});

test('an early spike is cut, and the rest has most of the axis', () => {
  const { low, high, scale } = curveRange([falling(180, 25)]);
  expect(scale).toBe('cut');
  expect(low).toBeCloseTo(25, 2);
  expect(high).toBeLessThan(70);
});

test('a horizontal line stays inside', () => {
  const { high, scale } = curveRange([falling(180, 25)], [66]);
  expect([scale, high > 66, high < 71]).toEqual(['cut', true, true]);
  expect(curveRange([falling(180, 25)], [20]).low).toBe(20);
});

test('values that differ by much to the end have a logarithmic axis, where all are positive', () => {
  const shrinking = Array.from({ length: 30 }, (_, i) => 10 ** (-i / 10));
  expect(curveRange([shrinking])).toEqual({ low: shrinking.at(-1), high: 1, scale: 'logarithmic' });
  expect(curveRange([[...shrinking, 0]]).scale).not.toBe('logarithmic');
});

test('missing values do not count, and equal or no values have a range', () => {
  expect(curveRange([[NaN, null, undefined, 3, 2]])).toEqual({ low: 2, high: 3, scale: 'whole' });
  expect(curveRange([[4, 4, 4, 4, 4, 4]])).toEqual({ low: 4, high: 4, scale: 'whole' });
  expect(curveRange([[]]).scale).toBe('whole');
});
