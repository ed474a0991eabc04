import { describe, expect, test } from 'vitest';
import { chiSquaredTest, kolmogorovSmirnov, maximumMeanDiscrepancy } from '../index.js';
import { kolmogorovTail } from './kolmogorov-smirnov.js';
import { draws } from '../../test/draws.js';

describe('kolmogorovSmirnov', () => {
  test('tells in which direction numbers differ', () => {
    expect(kolmogorovSmirnov([1, 2, 3], [4, 5, 6])).toEqual({ statistic: 1, pValue: expect.closeTo(0.1, 12), larger: 1, smaller: 0 });
    expect(kolmogorovSmirnov([4, 5, 6], [1, 2, 3])).toMatchObject({ larger: 0, smaller: 1 });
    expect(kolmogorovSmirnov([1, 1], [1])).toEqual({ statistic: 0, pValue: 1, larger: 0, smaller: 0 });
    expect(kolmogorovSmirnov([1, 2], [Infinity]).statistic).toBe(1);
  });

  test('is symmetric, and the same for numbers that are mapped in order', () => {
    const { normal, whole } = draws(11);
    for (let trial = 0; trial < 20; trial++) {
      const [a, b] = trial % 2 === 0 ? [normal(20 + trial), normal(40)] : [whole(20 + trial, 6), whole(40, 7)];
      const there = kolmogorovSmirnov(a, b);
      const back = kolmogorovSmirnov(b, a);
      expect(back.pValue).toBeCloseTo(there.pValue, 10);
      expect([back.larger, back.smaller]).toEqual([there.smaller, there.larger]);
      expect(kolmogorovSmirnov(a.map(Math.exp), b.map(Math.exp))).toEqual(there);
    }
  });

  test('finds a drift in about 5 % of draws without one', () => {
    const { normal } = draws(12);
    const found = Array.from({ length: 200 }, () => kolmogorovSmirnov(normal(300), normal(200)).pValue).filter((p) => p < 0.05).length;
    expect(found).toBeGreaterThanOrEqual(3);
    expect(found).toBeLessThanOrEqual(18);
  });

  test('its limit for many numbers is near the exact p-value, and hardly below it', () => {
    const { normal } = draws(13);
    for (const shift of [0, 0.05, 0.1, 0.2])
      for (const [n, m] of [
        [500, 500],
        [1000, 250],
      ] as const) {
        const { statistic, pValue } = kolmogorovSmirnov(normal(n), normal(m, shift));
        const limit = kolmogorovTail(statistic * Math.sqrt((n * m) / (n + m)));
        expect(limit / pValue).toBeGreaterThan(0.999);
        expect(limit / pValue).toBeLessThan(pValue > 1e-3 ? 1.1 : 2);
      }
  });

  test('refuses samples that are empty or have NaN', () => {
    expect(() => kolmogorovSmirnov([], [1])).toThrow('kolmogorovSmirnov: a sample must have 1 or more numbers, not 0');
    expect(() => kolmogorovSmirnov([1], [NaN])).toThrow('kolmogorovSmirnov: a sample must be numbers; number 0 is NaN');
  });
});

describe('maximumMeanDiscrepancy', () => {
  const rows = (values: Float64Array, width: number): { shape: [number]; values: Float64Array } => ({ shape: [width], values });

  test('finds a drift in about 5 % of draws without one', () => {
    const { normal } = draws(14);
    const pValues = Array.from({ length: 200 }, (_, seed) => {
      return maximumMeanDiscrepancy(rows(normal(60), 2), rows(normal(80), 2), { permutations: 99, seed }).pValue;
    });
    const found = pValues.filter((p) => p <= 0.05).length;
    expect(found).toBeGreaterThanOrEqual(3);
    expect(found).toBeLessThanOrEqual(18);
  });

  test('sees a relation that no column shows alone', () => {
    const { normal } = draws(15);
    const [x, y] = [normal(200), normal(200)];
    const related = Float64Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? x[i >> 1]! : 0.9 * x[i >> 1]! + 0.436 * y[i >> 1]!));
    expect(maximumMeanDiscrepancy(rows(normal(400), 2), rows(related, 2)).pValue).toBe(0.002);
  });

  test('is the same for the same seed, and compares at most so many rows', () => {
    const { normal } = draws(16);
    const [a, b] = [rows(normal(900), 3), rows(normal(600), 3)];
    const options = { rows: 100, permutations: 50, seed: 3 };
    expect(maximumMeanDiscrepancy(a, b, options)).toEqual(maximumMeanDiscrepancy(a, b, options));
    expect(maximumMeanDiscrepancy(a, b, options).rows).toEqual([100, 100]);
    expect(maximumMeanDiscrepancy(a, b, { ...options, seed: 4 }).statistic).not.toBe(maximumMeanDiscrepancy(a, b, options).statistic);
  });

  test('of equal examples is 0, and p is 1', () => {
    const same = rows(new Float64Array(10), 2);
    expect(maximumMeanDiscrepancy(same, same)).toMatchObject({ statistic: expect.closeTo(0, 12), pValue: 1 });
  });

  test('refuses what it cannot compare', () => {
    const two = rows(new Float64Array(4), 2);
    expect(() => maximumMeanDiscrepancy(two, rows(new Float64Array(2), 2))).toThrow('the examples must have 4 or more numbers, not 2');
    expect(() => maximumMeanDiscrepancy(two, rows(new Float64Array(6), 3))).toThrow('the examples have shapes [2] and [3]');
    expect(() => maximumMeanDiscrepancy(two, rows(Float64Array.of(1, NaN, 1, 1), 2))).toThrow('number 1 is NaN');
    expect(() => maximumMeanDiscrepancy(two, two, { rows: 1 })).toThrow('rows must be a whole number from 2 to 5000, not 1');
  });
});

describe('chiSquaredTest', () => {
  test('counts rare categories together', () => {
    const found = chiSquaredTest([50, 46, 1, 1, 2], [40, 50, 2, 3, 5]);
    expect(found).toEqual(chiSquaredTest([50, 46, 4], [40, 50, 10]));
    expect(found.degrees).toBe(2);
    expect(chiSquaredTest([3, 0], [0, 3])).toEqual({ statistic: 0, degrees: 0, pValue: 1 });
    expect(() => chiSquaredTest([1], [1, 2])).toThrow('there are counts of 1 and of 2 categories');
    expect(() => chiSquaredTest([0], [1])).toThrow('each sample must count at least one');
  });
});
