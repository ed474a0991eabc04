import { InputError } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import { detection, randomLabels, randomNumbers } from '../../test/scores.js';
import type { SeriesFixture } from '../../test/scores.js';
import { eventsOf, labelsOf, overlapF1 } from './events.js';
import { f1Score } from './f1.js';
import { auroc, averagePrecision } from './ranked.js';
import { vusWindow } from './vus-window.js';
import { vusPr, vusRoc } from './vus.js';
import type { VusOptions } from './vus.js';

const stepsOf = ({ events, steps }: SeriesFixture): Uint8Array =>
  labelsOf(
    events.map(([start, end]) => ({ start, end })),
    steps,
  );

test.each(detection.series)('is what the definition gives in numpy: $name', (series) => {
  const { scores, window, thresholds } = series;
  expect(Math.abs(vusRoc(stepsOf(series), scores, { window, thresholds }) - series.vusRoc)).toBeLessThan(1e-12);
  expect(Math.abs(vusPr(stepsOf(series), scores, { window, thresholds }) - series.vusPr)).toBeLessThan(1e-12);
});

/** 2000 steps with two long events. */
const labels = labelsOf(
  [
    { start: 500, end: 800 },
    { start: 1200, end: 1400 },
  ],
  2000,
);
const noise = randomNumbers(2000, 3);
const scores = noise.map((value, t) => Math.round(100 * (value + labels[t]!)) / 100);

test.each(Object.entries({ vusRoc, vusPr }))('%s depends on the order of the scores alone, and not on the direction of time', (_, vus) => {
  const value = vus(labels, scores);
  for (const rising of [Math.exp, Math.atan, (x: number) => 3 * x - 7]) expect(vus(labels, scores.map(rising))).toBe(value);
  expect(vus(labels.toReversed(), scores.toReversed())).toBeCloseTo(value, 12);
  expect(vus(labels, scores, { window: 100, thresholds: 250 })).toBe(value);
});

test('without a buffer, with one event and each score a threshold, they are auroc and averagePrecision', () => {
  const one = labelsOf([{ start: 40, end: 90 }], 300);
  const found = randomNumbers(300, 4).map((value, t) => value + 0.5 * one[t]!);
  expect(vusRoc(one, found, { window: 0, thresholds: 300 })).toBeCloseTo(auroc(one, found), 12);
  expect(vusPr(one, found, { window: 0, thresholds: 300 })).toBeCloseTo(averagePrecision(one, found), 12);
});

test('alarms close to an event cost less than alarms far from it', () => {
  const one = labelsOf([{ start: 400, end: 450 }], 1000);
  const shifted = (by: number) => Float64Array.from(one, (_, t) => (one[t - by] ?? 0) + noise[t]! / 10);
  for (const vus of [vusRoc, vusPr]) {
    const values = [0, 20, 40, 80, 200].map((by) => vus(one, shifted(by)));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  }
});

/** What point adjustment makes of alarms: one alarm within an event makes an alarm of each of its steps. */
function pointAdjusted(labels: Uint8Array, alarms: Float64Array): Float64Array {
  const adjusted = alarms.slice();
  for (const { start, end } of eventsOf(labels)) if (alarms.subarray(start, end).includes(1)) adjusted.fill(1, start, end);
  return adjusted;
}

test('random scores: VUS is that of chance, and point-adjusted F1 is above 0.9', () => {
  const share = 500 / 2000;
  for (const seed of [5, 6, 7]) {
    const chance = randomNumbers(2000, seed);
    expect(Math.abs(vusRoc(labels, chance, { window: 25 }) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(vusPr(labels, chance, { window: 25 }) - share)).toBeLessThan(0.05);
    const alarms = chance.map((score) => (score >= 0.97 ? 1 : 0));
    expect(f1Score(labels, alarms).f1).toBeLessThan(0.1);
    expect(f1Score(labels, pointAdjusted(labels, alarms)).f1).toBeGreaterThan(0.9);
    expect(overlapF1(eventsOf(labels), eventsOf(alarms)).f1).toBeLessThan(0.15);
  }
});

test('with buffers that are long beside the events, even random scores gain', () => {
  const short = labelsOf(
    [...Array(40).keys()].map((i) => ({ start: 50 * i + 20, end: 50 * i + 23 })),
    2000,
  );
  expect(vusRoc(short, noise, { window: 0 })).toBeLessThan(0.55);
  expect(vusRoc(short, noise, { window: 50 })).toBeGreaterThan(0.8);
});

test('the labels themselves are the best score, and all scores get from 0 to 1', () => {
  expect(vusRoc(labels, labels)).toBeCloseTo(1, 12);
  expect(vusPr(labels, labels)).toBeCloseTo(1, 12);
  for (const seed of [1, 2, 3]) {
    const flags = randomLabels(100, 0.3, seed);
    const values = randomNumbers(100, seed + 9).map((value) => Math.round(value * 8));
    for (const vus of [vusRoc, vusPr]) {
      const value = vus(flags, values, { window: 120 });
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  }
});

test.each(Object.entries({ vusRoc, vusPr }))('%s refuses what does not fit', (name, vus) => {
  const refuses = (sentence: string, labels: number[], scores: number[], options?: VusOptions) =>
    expect(() => vus(labels, scores, options)).toThrow(new InputError(`${name}: ${sentence}`));
  refuses('2 scores do not fit 3 labels', [0, 1, 0], [1, 2]);
  refuses('scores must be numbers, number 1 is NaN', [0, 1], [1, NaN]);
  refuses('all labels are 0, at least one anomaly (1) and one usual example (0) are needed', [0, 0], [1, 2]);
  refuses('window must be a whole number of 0 or more, not -1', [0, 1], [1, 2], { window: -1 });
  refuses('thresholds must be a whole number of 2 or more, not 1', [0, 1], [1, 2], { thresholds: 1 });
  // @ts-expect-error no such option
  refuses('there is no option "slidingWindow"; there are window, thresholds', [0, 1], [1, 2], { slidingWindow: 5 });
});

describe('vusWindow', () => {
  test.each(detection.periods)('$name: $window', ({ values, window }) => expect(vusWindow(values)).toBe(window));

  test('does not depend on unit and zero', () => {
    const { values, window } = detection.periods[0]!;
    expect(vusWindow(values.map((value) => 1e6 - 1000 * value))).toBe(window);
  });

  test('refuses no steps, and steps without a number', () => {
    expect(() => vusWindow([])).toThrow(new InputError('vusWindow: there are no steps'));
    expect(() => vusWindow([1, NaN])).toThrow(new InputError('vusWindow: steps must be finite numbers, number 1 is NaN'));
  });
});
