import { describe, expect, test } from 'vitest';
import { adjustPValues, alarmRateInterval, bestF1Threshold, fixedThreshold, madThreshold, peaksThreshold, pValues } from '../index.js';
import { fitPareto, paretoQuantile, paretoTail } from './pareto.js';
import { draws } from '../../test/draws.js';

describe('madThreshold', () => {
  test('is the median and k deviations, and states the rate that the scores show', () => {
    const threshold = madThreshold([1, 2, 3, 4, 100], { k: 2 });
    expect(threshold.value).toBeCloseTo(3 + 2 * 1.4826022185056018, 12);
    expect(threshold).toMatchObject({ kind: 'mad', k: 2, heldOut: 5, alarms: 1, ties: 0, alarmRate: 0.2 });
    const { normal } = draws(2);
    expect(madThreshold(normal(20_000)).alarmRate).toBeLessThan(0.003);
    expect(madThreshold(normal(20_000).map((z) => z * z)).alarmRate).toBeGreaterThan(0.05);
  });

  test('says so where half of the scores are the same', () => {
    expect(madThreshold([2, 2, 2, 2, 3])).toMatchObject({ value: 2, alarms: 1, note: expect.stringContaining('their MAD is 0') });
    expect(() => madThreshold([1], { k: -1 })).toThrow('madThreshold: k must be a finite number of 0 or more, not -1');
  });
});

test('fixedThreshold tells what a chosen value buys', () => {
  const calibration = Array.from({ length: 100 }, (_, i) => i);
  const threshold = fixedThreshold(calibration, { value: 97.5 });
  // Clopper and Pearson's interval for 2 of 100.
  expect(threshold).toMatchObject({ kind: 'fixed', value: 97.5, alarms: 2, alarmRate: 0.02 });
  expect(threshold.interval[0]).toBeCloseTo(0.0024311, 6);
  expect(threshold.interval[1]).toBeCloseTo(0.0703839, 6);
  expect(fixedThreshold(calibration, { value: 1e9 })).toMatchObject({ alarmRate: 0, alarms: 0 });
  expect(() => fixedThreshold(calibration, { value: Infinity })).toThrow('fixedThreshold: value must be a finite number');
});

describe('peaksThreshold', () => {
  test('holds the true rate in its interval for tails of several shapes', () => {
    const { uniform } = draws(6);
    const laws = [
      { draw: (u: number) => -Math.log(u), tail: (x: number) => Math.exp(-x) },
      { draw: (u: number) => u ** (-1 / 3), tail: (x: number) => x ** -3 },
      { draw: (u: number) => 1 - u ** 0.3, tail: (x: number) => Math.max(0, 1 - x) ** (1 / 0.3) },
    ];
    let inside = 0;
    for (const { draw, tail } of laws)
      for (let trial = 0; trial < 25; trial++) {
        const { value, interval, tail: fitted } = peaksThreshold(uniform(600).map(draw), { alarmRate: 1e-3 });
        expect(fitted.estimate).toBe('maximumLikelihood');
        if (tail(value) >= interval[0] && tail(value) <= interval[1]) inside++;
      }
    expect(inside).toBeGreaterThanOrEqual(66);
  });

  test('goes on beyond the largest score, and says how far that is from what the scores show', () => {
    const calibration = draws(7).normal(2000);
    const threshold = peaksThreshold(calibration, { alarmRate: 1e-5 });
    expect(threshold.value).toBeGreaterThan(calibration.reduce((a, b) => Math.max(a, b)));
    expect(threshold).toMatchObject({ alarmRate: 1e-5, alarms: 0, tail: { excesses: 50, share: 0.025 } });
    expect(threshold.note).toBe('A rate of 0.001 % is less than a tenth of what 2,000 held-out scores show: it rests on the fitted tail.');
    expect(peaksThreshold(calibration, { alarmRate: 1e-3 }).note).toBeUndefined();
    expect(JSON.parse(JSON.stringify(threshold))).toEqual(threshold);
    const [low, high] = alarmRateInterval(threshold, { newRows: 1000 });
    expect(low).toBe(0);
    expect(high).toBeGreaterThanOrEqual(threshold.interval[1] - 1e-3);
  });

  test('falls back to moments where the likelihood has no maximum', () => {
    const even = Float64Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
    const fit = fitPareto(even);
    expect(fit.estimate).toBe('probabilityWeightedMoments');
    expect(fit.shape).toBeCloseTo(-1, 1);
    expect(fit.scale).toBeCloseTo(1, 1);
    const { interval, alarmRate } = peaksThreshold(even, { alarmRate: 0.01, tail: 0.5 });
    expect(interval[0]).toBeLessThanOrEqual(alarmRate);
    expect(interval[1]).toBeGreaterThanOrEqual(alarmRate);
  });

  test('tail and quantile are inverse', () => {
    for (const shape of [-0.5, 0, 1e-9, 0.4])
      for (const share of [0.9, 0.1, 1e-6])
        expect(paretoTail(paretoQuantile(share, { scale: 3, shape }), { scale: 3, shape }) / share).toBeCloseTo(1, 9);
  });

  test('refuses too few scores, ties, and a rate that the tail does not reach', () => {
    expect(() => peaksThreshold(draws(1).normal(50))).toThrow('peaksThreshold: a tail needs 10 or more scores, and 10 % of 50');
    expect(() => peaksThreshold(Array.from({ length: 500 }, () => 1))).toThrow('or use quantileThreshold');
    expect(() => peaksThreshold(draws(1).normal(500), { alarmRate: 0.2 })).toThrow(
      'peaksThreshold: alarmRate must be below 10 %, the share of the tail; use quantileThreshold for 20 %',
    );
  });
});

describe('bestF1Threshold', () => {
  test('no other threshold has a larger F1', () => {
    const { normal, whole } = draws(3);
    for (let trial = 0; trial < 40; trial++) {
      const labels = [0, 1, ...whole(30, 2)];
      const noise = normal(32);
      const scores = labels.map((label, i) => (trial % 2 === 0 ? Math.round(2 * label + noise[i]!) : label + noise[i]!));
      const f1 = (value: number): number => {
        const alarms = scores.map((score) => score > value);
        const found = labels.filter((label, i) => label === 1 && alarms[i]).length;
        return (2 * found) / (alarms.filter(Boolean).length + labels.filter((label) => label === 1).length);
      };
      const best = bestF1Threshold(scores, labels);
      expect(f1(best.value)).toBeCloseTo(best.f1, 12);
      expect(best.f1).toBeCloseTo(Math.max(...[-100, ...scores].map(f1)), 12);
      expect(best.f1).toBeCloseTo((2 * best.precision * best.recall) / (best.precision + best.recall), 12);
    }
  });

  test('lies between the scores, and states the false alarms among the usual examples', () => {
    const threshold = bestF1Threshold([1, 2, 3, 10, 12], [0, 0, 0, 1, 1]);
    expect(threshold).toMatchObject({ kind: 'bestF1', value: 6.5, f1: 1, precision: 1, recall: 1, heldOut: 3, alarms: 0 });
    expect(threshold.note).toContain('flatter');
    const next = 1 + Number.EPSILON;
    expect(bestF1Threshold([1, next], [0, 1]).value).toBe(1);
  });

  test('needs labels of both kinds', () => {
    expect(() => bestF1Threshold([1, 2], [0, 0])).toThrow('all labels are 0; it needs anomalies (1) and usual examples (0)');
    expect(() => bestF1Threshold([1, 2], [1])).toThrow('there are 2 scores and 1 labels');
    expect(() => bestF1Threshold([1, 2], [1, 2])).toThrow('a label must be 1 for an anomaly or 0 for a usual example, not 2');
  });
});

describe('p-values', () => {
  test('count the held-out scores that are at least as large', () => {
    expect([...pValues([1, 2, 2, 3], [0, 2, 2.5, 3, Infinity])]).toEqual([1, 0.8, 0.4, 0.4, 0.2]);
    expect(() => pValues([1], [NaN])).toThrow('pValues: scores must be numbers; number 0 is NaN');
  });

  test('are adjusted as in R', () => {
    // p.adjust(c(0.04, 0.01, 0.03, 0.005), "BH"), "holm" and "bonferroni".
    const p = [0.04, 0.01, 0.03, 0.005];
    const near = (values: readonly number[]): unknown => values.map((value) => expect.closeTo(value, 12));
    expect([...adjustPValues(p)]).toEqual(near([0.04, 0.02, 0.04, 0.02]));
    expect([...adjustPValues(p, 'holm')]).toEqual(near([0.06, 0.03, 0.06, 0.02]));
    expect([...adjustPValues(p, 'bonferroni')]).toEqual(near([0.16, 0.04, 0.12, 0.02]));
    expect([...adjustPValues([])]).toEqual([]);
    expect(() => adjustPValues([1.5])).toThrow('adjustPValues: the p-values must be numbers from 0 to 1; number 0 is 1.5');
    expect(() => adjustPValues([0.5], 'BH' as never)).toThrow(
      'adjustment must be one of "benjamini-hochberg", "holm", "bonferroni", not "BH"',
    );
  });

  test('adjusted, keep the share of false alarms at the rate', () => {
    const { normal } = draws(9);
    let share = 0;
    let found = 0;
    for (let trial = 0; trial < 200; trial++) {
      const scores = [...normal(90), ...normal(10, 5)];
      const alarms = [...adjustPValues(pValues(normal(1000), scores))].map((p) => p <= 0.2);
      const all = alarms.filter(Boolean).length;
      share += alarms.slice(0, 90).filter(Boolean).length / Math.max(1, all) / 200;
      found += alarms.slice(90).filter(Boolean).length / 2000;
    }
    expect(share).toBeLessThan(0.2);
    expect(share).toBeGreaterThan(0.12);
    expect(found).toBeGreaterThan(0.95);
  });
});
