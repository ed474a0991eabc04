import { permutation } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import { logBeta } from '../statistics/log-gamma.js';
import { alarmRateInterval, isAlarm, pValues, quantileThreshold, thresholdSentence } from '../index.js';
import { draws } from '../../test/draws.js';

/** 1, 2, … `count` in some order. */
const upTo = (count: number): Int32Array => permutation(count, 3).map((i) => i + 1);
const alarmsOf = (threshold: { value: number }, scores: Float64Array): number => scores.filter((score) => isAlarm(threshold, score)).length;

describe('quantileThreshold', () => {
  test('is the score of rank ⌈(n + 1)·(1 − α)⌉', () => {
    const ranks = [99, 299, 500, 999].map((count) => quantileThreshold(upTo(count), { alarmRate: 0.01 }).value);
    expect(ranks).toEqual([99, 297, 496, 990]);
    for (const places of [7, 10, 30, 90, 110, 300, 700]) {
      // (n + 1)·α is a whole number, whatever floating point makes of it.
      const counts = Array.from({ length: 9 }, (_, i) => (i + 1) * places - 1);
      for (const n of counts) expect(quantileThreshold(upTo(n), { alarmRate: 1 / places }).value).toBe(n + 1 - (n + 1) / places);
    }
  });

  test('states the rate, the interval and what they rest on, as JSON', () => {
    const threshold = quantileThreshold(upTo(500));
    expect(threshold).toMatchObject({ kind: 'quantile', value: 496, heldOut: 500, alarms: 4, ties: 1, confidence: 0.95 });
    expect(threshold.alarmRate).toBeCloseTo(5 / 501, 12);
    // scipy.stats.beta.ppf([0.025, 0.975], 5, 496)
    expect(threshold.interval[0]).toBeCloseTo(0.0032547214070242, 12);
    expect(threshold.interval[1]).toBeCloseTo(0.02035563, 7);
    expect(JSON.parse(JSON.stringify(threshold))).toEqual(threshold);
    expect(thresholdSentence(threshold)).toBe(
      'A score above 496 is an alarm. Of usual examples, 1 % are expected to be alarms ' +
        '(between 0.33 % and 2 % with 95 % confidence, from 500 held-out scores).',
    );
  });

  test('says what is needed where there are too few scores', () => {
    const threshold = quantileThreshold(upTo(20), { alarmRate: 0.01 });
    expect(threshold.value).toBe(20);
    expect(threshold.alarmRate).toBeCloseTo(1 / 21, 12);
    expect(threshold.note).toBe(
      'A false-alarm rate of 1 % needs 99 held-out scores, and there are 20: the threshold is the largest of them, and 4.8 % of usual ' +
        'examples are expected to be alarms.',
    );
    expect(quantileThreshold(upTo(99), { alarmRate: 0.01 }).note).toBeUndefined();
    expect(quantileThreshold(upTo(98), { alarmRate: 0.01 }).note).toContain('needs 99 held-out scores, and there are 98');
    expect(quantileThreshold([5]).note).toContain('there is 1');
  });

  test('its alarms are the p-values of at most α, with ties, too', () => {
    const { whole, normal } = draws(1);
    for (let trial = 0; trial < 60; trial++) {
      const calibration = trial % 2 === 0 ? whole(30 + trial, 12) : normal(30 + trial);
      const scores = trial % 2 === 0 ? whole(40, 14) : normal(40);
      const alarmRate = [0.05, 0.1, 0.25, 0.5][trial % 4]!;
      const threshold = quantileThreshold(calibration, { alarmRate });
      if (threshold.note !== undefined) continue;
      const alarms = [...scores].map((score) => isAlarm(threshold, score));
      expect([...pValues(calibration, scores)].map((p) => p <= alarmRate + 1e-12)).toEqual(alarms);
    }
  });

  test('refuses what is no list of finite scores, and what is no rate', () => {
    expect(() => quantileThreshold([])).toThrow('quantileThreshold: calibration must have 1 or more numbers, not 0');
    expect(() => quantileThreshold([1, NaN])).toThrow('calibration must be finite numbers; number 1 is NaN');
    expect(() => quantileThreshold([1, Infinity])).toThrow('number 1 is Infinity');
    expect(() => quantileThreshold(undefined as never)).toThrow('calibration must be a list of finite numbers, not undefined');
    for (const alarmRate of [0, 1, -0.1, 5, NaN, '1 %' as never])
      expect(() => quantileThreshold([1, 2], { alarmRate })).toThrow('alarmRate must be between 0 and 1, such as 0.01 for 1 %');
    expect(() => quantileThreshold([1, 2], { confidence: 95 })).toThrow('confidence must be between 0 and 1');
    expect(() => quantileThreshold([1, 2], { quantile: 0.9 } as never)).toThrow('there is no option "quantile"');
  });

  test('a score of NaN is an alarm', () => expect(isAlarm(quantileThreshold([1, 2, 3]), NaN)).toBe(true));
});

describe('alarmRateInterval', () => {
  /** The chance that a rate on `newRows` rows is inside, by the beta-binomial distribution of the number of alarms. */
  function coverage([low, high]: readonly [number, number], newRows: number, a: number, b: number): number {
    const chance = (x: number): number =>
      Math.exp(logBeta(x + a, newRows - x + b) - logBeta(a, b) - Math.log(newRows + 1) - logBeta(x + 1, newRows - x + 1));
    const counts = Array.from({ length: newRows + 1 }, (_, x) => x).filter((x) => x / newRows >= low && x / newRows <= high);
    return counts.reduce((sum, x) => sum + chance(x), 0);
  }

  test('holds a rate on new rows with at least the confidence, and with one alarm less it would not', () => {
    for (const heldOut of [50, 500, 3000])
      for (const alarmRate of [0.02, 0.1])
        for (const newRows of [1, 40, 500, 2000])
          for (const confidence of [0.9, 0.95, 0.99]) {
            const threshold = quantileThreshold(upTo(heldOut), { alarmRate, confidence });
            const [a, b] = [threshold.alarms + 1, heldOut - threshold.alarms];
            const [low, high] = alarmRateInterval(threshold, { newRows });
            expect(coverage([low, high], newRows, a, b)).toBeGreaterThanOrEqual(confidence - 1e-9);
            expect(coverage([low, high - 1 / newRows + 1e-12], newRows, a, b)).toBeLessThan((1 + confidence) / 2 + 1e-9);
          }
  });

  test('a threshold for 1 % from 500 held-out scores keeps to its interval in 95 of 100 splits of the same scores', () => {
    const scores = draws(4).normal(1500);
    const splits = (confidence: number, from: number, count: number): number => {
      let inside = 0;
      for (let seed = from; seed < from + count; seed++) {
        const shuffled = Float64Array.from(permutation(1500, seed), (i) => scores[i]!);
        const threshold = quantileThreshold(shuffled.subarray(0, 500), { alarmRate: 0.01, confidence });
        const rate = alarmsOf(threshold, shuffled.subarray(500)) / 1000;
        const [low, high] = alarmRateInterval(threshold, { newRows: 1000 });
        if (rate >= low && rate <= high) inside++;
      }
      return inside;
    };
    // Exactly: 96.2 % and 99.1 % of all splits. Three standard deviations below are 94.4 % of 1,000 and 97 % of 1,000.
    expect(splits(0.95, 0, 1000)).toBeGreaterThanOrEqual(944);
    expect(splits(0.99, 0, 100)).toBeGreaterThanOrEqual(95);
  });

  test('the rate in the long run is inside, for scores of any distribution, with ties, too', () => {
    const { uniform } = draws(8);
    for (const levels of [Infinity, 10, 3]) {
      let inside = 0;
      for (let trial = 0; trial < 400; trial++) {
        const coarse = (value: number): number => (levels === Infinity ? value : Math.floor(value * levels) / levels);
        const threshold = quantileThreshold(uniform(100).map(coarse), { alarmRate: 0.2 });
        // A score of at most `value` comes from a uniform number below the next level.
        const rate = 1 - threshold.value - (levels === Infinity ? 0 : 1 / levels);
        if (rate >= threshold.interval[0] - 1e-12 && rate <= threshold.interval[1] + 1e-12) inside++;
      }
      expect(inside).toBeGreaterThanOrEqual(367);
    }
  });

  test('goes to 0 and to 1 where no or all held-out scores are alarms', () => {
    expect(alarmRateInterval({ heldOut: 100, alarms: 0, ties: 0, confidence: 0.95 })).toEqual([0, expect.closeTo(0.0362167, 6)]);
    expect(alarmRateInterval({ heldOut: 100, alarms: 100, ties: 0, confidence: 0.95 })).toEqual([expect.closeTo(0.9637833, 6), 1]);
    expect(alarmRateInterval({ heldOut: 100, alarms: 100, ties: 0, confidence: 0.95 }, { newRows: 20 })[1]).toBe(1);
    expect(() => alarmRateInterval(quantileThreshold([1, 2]), { newRows: 0 })).toThrow(
      'newRows must be a whole number of 1 or more, not 0',
    );
  });
});
