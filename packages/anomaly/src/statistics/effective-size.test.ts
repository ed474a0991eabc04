import { describe, expect, test } from 'vitest';
import {
  alarmRateInterval,
  effectiveSize,
  fixedThreshold,
  madThreshold,
  peaksThreshold,
  quantileThreshold,
  thresholdSentence,
} from '../index.js';
import { draws } from '../../test/draws.js';

/** Numbers of which each is `memory` times the one before, plus noise. Their distribution is N(0, 1). */
function remembering(count: number, memory: number, seed: number): Float64Array {
  const noise = draws(seed).normal(count);
  for (let i = 1; i < count; i++) noise[i] = memory * noise[i - 1]! + Math.sqrt(1 - memory ** 2) * noise[i]!;
  return noise;
}

describe('effectiveSize', () => {
  test('is about n for independent numbers, and n·(1 − m) / (1 + m) for those that remember m of the one before', () => {
    for (const memory of [0, 0.5, 0.9]) {
      const expected = (5000 * (1 - memory)) / (1 + memory);
      expect(effectiveSize(remembering(5000, memory, 1))).toBeGreaterThan(0.75 * expected);
      expect(effectiveSize(remembering(5000, memory, 1))).toBeLessThan(Math.min(5001, 1.3 * expected));
    }
  });

  test('does not depend on the scale, and is from 1 to n', () => {
    const values = remembering(500, 0.8, 2);
    expect(effectiveSize(values.map(Math.exp))).toBe(effectiveSize(values));
    expect(effectiveSize([3, 3, 3])).toBe(1);
    expect(effectiveSize([7])).toBe(1);
    expect(effectiveSize([1, -1, 1, -1, 1, -1])).toBe(6);
    expect(effectiveSize(Float64Array.from({ length: 100 }, (_, i) => i))).toBeLessThan(5);
    expect(() => effectiveSize([])).toThrow('effectiveSize: values must have 1 or more numbers, not 0');
  });
});

/** P(N(0, 1) > x), by a long draw. */
const normal = draws(99).normal(400_000).sort();
const rateAbove = (x: number): number => normal.filter((value) => value > x).length / normal.length;

test('the interval has the true rate of scores that are alike in 90 of 100 draws or more; without the effective size it has not', () => {
  let [wide, narrow] = [0, 0];
  for (let seed = 0; seed < 200; seed++) {
    const scores = remembering(1500, 0.95, 1000 + seed);
    const inside = ({ value, interval: [low, high] }: { value: number; interval: readonly [number, number] }): number => {
      const rate = rateAbove(value);
      return rate >= low && rate <= high ? 1 : 0;
    };
    wide += inside(quantileThreshold(scores, { alarmRate: 0.05, effectiveSize: effectiveSize(scores) }));
    narrow += inside(quantileThreshold(scores, { alarmRate: 0.05 }));
  }
  expect(wide).toBeGreaterThanOrEqual(180);
  expect(narrow).toBeLessThan(140);
});

test('every threshold takes it: the value stays, the interval is wider, and the sentence says so', () => {
  const scores = draws(5).normal(2000);
  const pairs = [
    (options: object) => quantileThreshold(scores, options),
    (options: object) => madThreshold(scores, options),
    (options: object) => fixedThreshold(scores, { value: 2, ...options }),
    (options: object) => peaksThreshold(scores, { alarmRate: 1e-3, ...options }),
  ];
  for (const make of pairs) {
    const [all, few] = [make({}), make({ effectiveSize: 100 })];
    expect(few.value).toBe(all.value);
    expect(few.interval[0]).toBeLessThan(all.interval[0]);
    expect(few.interval[1]).toBeGreaterThan(all.interval[1]);
    expect(make({ effectiveSize: 2000 }).interval).toEqual(all.interval);
    expect(thresholdSentence(few)).toContain('from 2,000 held-out scores, which are worth 100 independent ones)');
    expect(alarmRateInterval(few, { newRows: 1000 })[1]).toBeGreaterThan(alarmRateInterval(all, { newRows: 1000 })[1]);
  }
  expect(() => quantileThreshold(scores, { effectiveSize: 0 })).toThrow(
    'quantileThreshold: effectiveSize must be a finite number from 1 to 2000',
  );
});
