import { describe, expect, test } from 'vitest';
import { silent, squares } from '../../test/squares.js';
import type { Series } from '@autoencoders/datasets';
import type { Scorer } from '../types.js';
import { onlineScorer } from './online.js';
import type { OnlineOptions, OnlineScore } from './online.js';
import { scoreSeries } from './score-series.js';

/** All scores of a series that comes row by row. */
async function stream(scorer: Scorer, { values, channels = 1, times }: Series, options: OnlineOptions): Promise<OnlineScore[]> {
  const online = onlineScorer(scorer, options);
  const scores: OnlineScore[] = [];
  for (let row = 0; row < values.length / channels; row++) {
    const score = await online.push(values.slice(row * channels, (row + 1) * channels), times?.[row]);
    if (score) scores.push(score);
  }
  return [...scores, ...(await online.flush())];
}

const noise = (count: number, seed: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => Math.sin((i + 1) * (i + seed) * 1.7));

describe('the same scores as those of the whole series', () => {
  const times = Array.from({ length: 80 }, (_, i) => i + (i >= 30 ? 10 : 0) + (i >= 33 ? 10 : 0) + (i >= 60 ? 4 : 0));
  const holes = noise(160, 3).map((value, i) => ([41, 90, 91, 120].includes(i) ? NaN : value));
  const scaling = { center: [0.1, -0.2], scale: [0.7, 1.3] };
  const cases: readonly [string, Series, Omit<OnlineOptions, 'delay'>][] = [
    ['one column', { values: noise(80, 1) }, {}],
    ['two columns, scaled', { values: noise(160, 2), channels: 2 }, { scaling }],
    ['per step', { values: noise(160, 2), channels: 2 }, { per: 'step', scaling }],
    ['the median', { values: noise(160, 2), channels: 2 }, { combine: 'median' }],
    ['gaps', { values: noise(80, 4), times }, { longestStep: 2 }],
    ['missing values left out', { values: holes, channels: 2 }, {}],
    ['missing values masked', { values: holes, channels: 2 }, { missing: 'mask', per: 'step', scaling }],
    ['gaps and missing values', { values: holes, channels: 2, times }, { missing: 'mask', longestStep: 2 }],
  ];
  for (const [name, series, options] of cases)
    test.each([0, 1, 3, 6])(`${name}, delay %i`, async (delay) => {
      const scorer = squares([7, series.channels ?? 1], [0.5]);
      const whole = await scoreSeries(scorer, series, { ...options, delay, contributions: true });
      const scores = await stream(scorer, series, { ...options, delay });
      expect(scores.map(({ step }) => step)).toEqual(Array.from({ length: 80 }, (_, i) => i));
      expect(scores.map(({ value }) => value)).toEqual([...whole.values]);
      expect(scores.map(({ time }) => time)).toEqual(series.times ? times : Array(80).fill(undefined));
      scores.forEach(({ step, contributions, value }) => {
        if (!Number.isNaN(value))
          expect([...contributions!]).toEqual([...whole.contributions!.subarray(step * whole.columns, (step + 1) * whole.columns)]);
      });
    });
});

test('says why the window began anew, and has no score until it is full', async () => {
  const online = onlineScorer(squares([2, 1]), { delay: 0, longestStep: 5 });
  const scores: unknown[] = [];
  for (const [value, time] of [
    [1, 0],
    [1, 1],
    [2, 10],
    [2, 11],
    [NaN, 12],
    [3, 13],
    [3, 14],
  ] as const) {
    const score = await online.push([value], time);
    scores.push([score!.value, score!.restarted]);
  }
  expect(scores).toEqual([
    [NaN, undefined],
    [2, undefined],
    [NaN, 'gap'],
    [8, undefined],
    [NaN, 'missing'],
    [NaN, undefined],
    [18, undefined],
  ]);
});

test('a row that cannot be taken changes nothing', async () => {
  const online = onlineScorer(squares([2, 2]), { delay: 0 });
  await online.push([1, 1], 5);
  await expect(online.push([9, 9], 4)).rejects.toThrow(
    'onlineScorer: times must increase, but the time of row 1 is 4 after 5; the row was not taken',
  );
  await expect(online.push([9, 9], 5)).rejects.toThrow('5 after 5');
  await expect(online.push([9, 9], NaN)).rejects.toThrow('onlineScorer: the time of row 1 must be a number, not NaN');
  await expect(online.push([9], 6)).rejects.toThrow('onlineScorer: a row must have 2 columns, and row 1 has 1');
  await expect(online.push([9, 9])).rejects.toThrow('onlineScorer: give each row its time, or none; row 1 has none, the row before one');
  expect(await online.push([2, 2], 6)).toMatchObject({ step: 1, time: 6, value: 10 });
});

test('rows that are pushed without waiting are answered in order', async () => {
  const online = onlineScorer(silent(squares([3, 1])), { delay: 0 });
  const row = [0];
  const answers = [1, 2, 3, 4, 5].map((value) => {
    row[0] = value;
    return online.push(row);
  });
  expect((await Promise.all(answers)).map((score) => score!.value)).toEqual([NaN, NaN, 14, 29, 50]);
});

test('after flush a new series begins', async () => {
  const online = onlineScorer(squares([2, 1]), { delay: 1 });
  expect(await online.push([1], 100)).toBeUndefined();
  expect(await online.push([2], 101)).toMatchObject({ step: 0, value: 5 });
  expect(await online.flush()).toMatchObject([{ step: 1, time: 101, value: 5 }]);
  expect(await online.flush()).toEqual([]);
  expect(await online.push([3], 1)).toBeUndefined();
  expect(await online.push([4], 2)).toMatchObject({ step: 0, value: 25 });
});

test.each([
  ['onlineScorer: delay must be a finite number of 0 or more, not undefined', {}],
  ['onlineScorer: delay must be a whole number from 0 to 1, not 2', { delay: 2 }],
  ['onlineScorer: longestStep', { delay: 0, longestStep: 0 }],
])('%s', (message, options) => {
  expect(() => onlineScorer(squares([2, 1]), options as OnlineOptions)).toThrow(message);
});
