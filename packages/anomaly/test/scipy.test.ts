import { describe, expect, test } from 'vitest';
import { betaBinomialQuantile, binomialQuantile } from '../src/statistics/beta-binomial.js';
import { betaCdf, betaQuantile } from '../src/statistics/beta.js';
import { chiSquaredTail } from '../src/statistics/chi-squared.js';
import { fitPareto, meanLogLikelihood } from '../src/threshold/pareto.js';
import { chiSquaredTest, kolmogorovSmirnov, maximumMeanDiscrepancy } from '../src/index.js';
import { kolmogorovTail } from '../src/drift/kolmogorov-smirnov.js';
import scipy from './scipy.json' with { type: 'json' };

/** Expects a number to differ from SciPy's by at most `precision` of it. */
function expectNear(found: number, expected: number, precision: number, what: string): void {
  expect(Math.abs(found - expected), `${what}: ${found}, SciPy: ${expected}`).toBeLessThanOrEqual(precision * Math.abs(expected));
}

describe('distributions agree with SciPy', () => {
  test('beta', () => {
    for (const { a, b, share, x, cdf } of scipy.beta) {
      const what = `Beta(${a}, ${b}) at ${share}`;
      expectNear(betaCdf(x, a, b), cdf, 1e-9, what);
      if (x < 0.999) expectNear(betaQuantile(share, a, b), x, 1e-10, what);
    }
  });

  test('beta-binomial and binomial: the same counts', () => {
    for (const { count, a, b, share, x } of scipy.beta_binomial) expect(betaBinomialQuantile(share, count, a, b)).toBe(x);
    for (const { count, rate, share, x } of scipy.binomial) expect(binomialQuantile(share, count, rate)).toBe(x);
  });

  test('χ²', () => {
    for (const { x, degrees, tail } of scipy.chi_squared) expectNear(chiSquaredTail(x, degrees), tail, 1e-11, `χ² of ${degrees} at ${x}`);
  });

  test('the generalised Pareto distribution of the largest likelihood', () => {
    for (const { excesses, shape, scale, loss } of scipy.pareto) {
      const fit = fitPareto(Float64Array.from(excesses));
      expect(fit.estimate).toBe('maximumLikelihood');
      expect(fit.shape).toBeCloseTo(shape, 6);
      expect(fit.scale).toBeCloseTo(scale, 6);
      expect(-meanLogLikelihood(Float64Array.from(excesses), fit)).toBeCloseTo(loss, 10);
    }
  });
});

describe('tests of two samples agree with SciPy and NumPy', () => {
  test('Kolmogorov–Smirnov, exact', () => {
    for (const { a, b, statistic, pValue } of scipy.kolmogorov_smirnov) {
      const found = kolmogorovSmirnov(a, b);
      expect(found.statistic).toBeCloseTo(statistic, 12);
      expectNear(found.pValue, pValue, 1e-9, `${a.length} and ${b.length} numbers`);
    }
  });

  test('Kolmogorov–Smirnov with ties: the share of all ways to divide the numbers', () => {
    for (const { a, b, statistic, pValue } of scipy.ties) {
      const found = kolmogorovSmirnov(a, b);
      expect(found.statistic).toBeCloseTo(statistic, 12);
      expectNear(found.pValue, pValue, 1e-9, `${a} and ${b}`);
    }
  });

  test("Kolmogorov's distribution", () => {
    for (const { x, tail } of scipy.kolmogorov) expectNear(kolmogorovTail(x), tail, 1e-11, `at ${x}`);
  });

  test('χ² of counts', () => {
    for (const { a, b, statistic, pValue } of scipy.contingency) {
      const found = chiSquaredTest(a, b);
      expectNear(found.statistic, statistic, 1e-12, `${a} and ${b}`);
      expectNear(found.pValue, pValue, 1e-9, `${a} and ${b}`);
    }
  });

  test('maximum mean discrepancy', () => {
    for (const { a, b, columns, bandwidth, value } of scipy.mmd) {
      const found = maximumMeanDiscrepancy({ shape: [columns], values: a }, { shape: [columns], values: b }, { permutations: 1 });
      expectNear(found.bandwidth, bandwidth, 1e-12, 'the bandwidth');
      expectNear(found.statistic, value, 1e-9, 'MMD²');
    }
  });
});
