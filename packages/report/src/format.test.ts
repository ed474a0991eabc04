import { expect, test } from 'vitest';
import { compact, formatNumber, formatSeconds, plural } from './format.js';

test.each([
  [218_341, '218,341'],
  [92.4123, '92.41'],
  [12_345.678, '12,346'],
  [-0.051234, '−0.05123'],
  [0.00001234, '1.234 × 10⁻⁵'],
  [-1e20, '−1 × 10²⁰'],
  [0, '0'],
  [-0, '0'],
  [NaN, 'not finite'],
  [-Infinity, 'not finite'],
])('formatNumber(%d) is %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test.each([
  [0.4219, '0.422 s'],
  [59.96, '60 s'],
  [200, '3 min 20 s'],
  [3599.7, '1 h 0 min'],
  [3900, '1 h 5 min'],
])('formatSeconds(%d) is %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test('compact keeps five significant digits', () => {
  expect([1 / 3, 123_456, NaN, Infinity].map(compact)).toEqual([0.33333, 123_460, null, null]);
});

test('plural', () => {
  expect([plural(1, 'unit'), plural(1200, 'unit')]).toEqual(['1 unit', '1,200 units']);
});
