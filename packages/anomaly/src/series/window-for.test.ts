import { expect, test } from 'vitest';
import { windowFor } from './window-for.js';

const wave = (period: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin((2 * Math.PI * i) / period));
let state = 1;
/** Random numbers from −0.5 to 0.5. */
const noise = Float64Array.from({ length: 3000 }, () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5);

test('a window has whole periods', () => {
  const found = windowFor({ values: wave(24, 2000) });
  expect(found).toMatchObject({ length: 168, period: 24 });
  expect(found.why).toMatch(/^The series repeats every 24 steps \(autocorrelation 0\.9\d\)\. A window has 7 periods, 168 steps\.$/);
  expect(windowFor({ values: wave(200, 4000) })).toMatchObject({
    length: 200,
    period: 200,
    why: expect.stringContaining('A window has one period.'),
  });
  expect(windowFor({ values: wave(24, 2000) }, { min: 20, max: 30 })).toMatchObject({ length: 24 });
});

test('a period that is too long makes the longest window', () => {
  expect(windowFor({ values: wave(350, 7000) })).toMatchObject({
    length: 300,
    period: 350,
    why: expect.stringContaining('A window has 300 steps, the most'),
  });
});

test('a period is found in noise, in several columns, and beside missing values', () => {
  const values = Array.from(wave(50, 3000), (value, i) => [noise[i]!, noise[2999 - i]! > 0.4 ? NaN : 100 + 5 * value]).flat();
  const { length, period } = windowFor({ values, channels: 2 });
  // Noise moves the peak by a step.
  expect(Math.abs(period! - 50)).toBeLessThanOrEqual(1);
  expect(length % period!).toBe(0);
});

test('without a period, and of short series', () => {
  expect(windowFor({ values: Array(1000).fill(3) })).toEqual({
    length: 150,
    why: 'The series has no clear period. A window has 150 steps.',
  });
  expect(windowFor({ values: Float64Array.from({ length: 1000 }, (_, i) => i) }).period).toBeUndefined();
  expect(windowFor({ values: wave(20, 200) })).toMatchObject({
    length: 50,
    period: 20,
    why: expect.stringContaining('few steps: a window has 50.'),
  });
  expect(windowFor({ values: [1] }).length).toBe(1);
  expect(windowFor({ values: wave(20, 200) }, { most: 120 }).length).toBe(120);
});

test('what is not a series is refused', () => {
  expect(() => windowFor({ values: [] })).toThrow('windowFor: the series has no rows');
  expect(() => windowFor({ values: [1, 2] }, { min: 10, max: 5 })).toThrow('windowFor: max must be a whole number of 10 or more, not 5');
  expect(() => windowFor({ values: [NaN, NaN] })).toThrow('fitScaling: column 0 has no values; leave it out');
});
