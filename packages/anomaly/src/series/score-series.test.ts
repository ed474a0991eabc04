import { describe, expect, test } from 'vitest';
import { silent, squares } from '../../test/squares.js';
import { scoreSeries } from './score-series.js';
import type { ScoreSeriesOptions } from './score-series.js';

const one = squares([3, 1]);

describe('scores of steps', () => {
  test('are the mean of the scores of the windows that cover a step', async () => {
    // Windows: 1+4+9 = 14, 4+9+16 = 29, 9+16+25 = 50.
    const { values, unscored } = await scoreSeries(one, { values: [1, 2, 3, 4, 5] });
    expect([...values]).toEqual([14, (14 + 29) / 2, (14 + 29 + 50) / 3, (29 + 50) / 2, 50]);
    expect(unscored).toEqual([]);
  });

  test('per step are what the step adds', async () => {
    const { values } = await scoreSeries(one, { values: [1, 2, 3, 4, 5] }, { per: 'step' });
    expect([...values]).toEqual([1, 4, 9, 16, 25]);
  });

  test('of one window', async () => {
    expect([...(await scoreSeries(one, { values: [1, 2, 3] })).values]).toEqual([14, 14, 14]);
    expect([...(await scoreSeries(one, { values: [1, 2, 3] }, { delay: 0 })).values]).toEqual([NaN, NaN, 14]);
  });

  test('with a delay need only the windows that end soon after', async () => {
    const score = async (delay: number): Promise<number[]> => [...(await scoreSeries(one, { values: [1, 2, 3, 4, 5] }, { delay })).values];
    expect(await score(0)).toEqual([NaN, NaN, 14, 29, 50]);
    expect(await score(1)).toEqual([NaN, 14, 21.5, 39.5, 50]);
  });

  test('with larger strides, and between windows that do not touch', async () => {
    const values = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4];
    expect([...(await scoreSeries(one, { values }, { stride: 3 })).values]).toEqual([3, 3, 3, 12, 12, 12, 27, 27, 27, NaN]);
    const apart = await scoreSeries(one, { values }, { stride: 5 });
    expect([...apart.values]).toEqual([3, 3, 3, NaN, NaN, 22, 22, 22, NaN, NaN]);
    expect(apart.unscored).toEqual([
      { start: 3, end: 5 },
      { start: 8, end: 10 },
    ]);
  });

  test('by the median', async () => {
    const { values } = await scoreSeries(one, { values: [0, 0, 10, 0, 0, 0, 0] }, { combine: 'median' });
    // Of the windows that cover step 3, two of three have the spike; of those that cover step 4, one.
    expect([...values]).toEqual([100, 100, 100, 100, 0, 0, 0]);
  });

  test('of a constant series are constant', async () => {
    const score = async (options: ScoreSeriesOptions): Promise<Set<number>> =>
      new Set((await scoreSeries(one, { values: Array(50).fill(2) }, options)).values);
    expect(await score({})).toEqual(new Set([12]));
    expect(await score({ per: 'step' })).toEqual(new Set([4]));
    expect(await score({ combine: 'median', delay: 1 })).toEqual(new Set([NaN, 12]));
  });

  test('show a spike in a sine', async () => {
    const wave = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i / 8) + (i === 250 ? 5 : 0));
    const { values } = await scoreSeries(squares([20, 1]), { values: wave }, { per: 'step' });
    expect(values.indexOf(Math.max(...values))).toBe(250);
    const whole = (await scoreSeries(squares([20, 1]), { values: wave })).values;
    expect(Math.abs(whole.indexOf(Math.max(...whole)) - 250)).toBeLessThan(20);
  });

  test('are for scaled columns when there is a scaling', async () => {
    const scaling = { center: [10], scale: [2] };
    expect([...(await scoreSeries(one, { values: [12, 14, 16] }, { scaling })).values]).toEqual([14, 14, 14]);
  });
});

describe('contributions', () => {
  const series = { values: Float64Array.from({ length: 60 }, (_, i) => Math.sin(i * i)), channels: 3 };

  test.each([{}, { per: 'step' }, { combine: 'median' }, { per: 'step', combine: 'median' }, { delay: 1 }, { stride: 2 }] as const)(
    'add up to the score exactly: %j',
    async (options) => {
      const { values, contributions } = await scoreSeries(squares([4, 3]), series, { ...options, contributions: true });
      values.forEach((value, step) => {
        expect(contributions!.subarray(step * 3, step * 3 + 3).reduce((a, b) => a + b, 0)).toBe(value);
      });
      expect((await scoreSeries(squares([4, 3]), series, options)).values).toEqual(values);
    },
  );

  test('blame the column', async () => {
    const values = series.values.map((value, i) => value + (i === 10 * 3 + 1 ? 9 : 0));
    const { contributions } = await scoreSeries(squares([4, 3]), { ...series, values }, { per: 'step', contributions: true });
    expect(contributions!.indexOf(Math.max(...contributions!))).toBe(31);
  });

  test('are missing where a scorer does not tell', async () => {
    const { values, contributions } = await scoreSeries(silent(one), { values: [1, 2, 3, 4] }, { contributions: true });
    expect([...values]).toEqual([14, 21.5, 21.5, 29]);
    expect(contributions).toBeUndefined();
    await expect(scoreSeries(silent(one), { values: [1, 2, 3] }, { per: 'step' })).rejects.toThrow(
      "scoreSeries: this scorer does not say what each step adds to a score; take per: 'window'",
    );
  });
});

describe('steps without a score', () => {
  test('in a series shorter than the window', async () => {
    const { values, unscored } = await scoreSeries(one, { values: [1, 2] }, { contributions: true });
    expect([...values]).toEqual([NaN, NaN]);
    expect(unscored).toEqual([{ start: 0, end: 2 }]);
  });

  test('between gaps', async () => {
    const times = [0, 1, 2, 3, 50, 51, 100, 101, 102];
    const { values, unscored, gaps } = await scoreSeries(one, { values: Array(9).fill(1), times });
    expect([...values]).toEqual([3, 3, 3, 3, NaN, NaN, 3, 3, 3]);
    expect(unscored).toEqual([{ start: 4, end: 6 }]);
    expect(gaps).toEqual([4, 6]);
    expect((await scoreSeries(one, { values: Array(9).fill(1), times }, { longestStep: 60 })).unscored).toEqual([]);
  });

  test('beside missing values; or at them, when they are masked', async () => {
    const values = [1, 1, 1, NaN, 1, 1, 1, 1];
    expect([...(await scoreSeries(one, { values })).values]).toEqual([3, 3, 3, NaN, 3, 3, 3, 3]);
    expect([...(await scoreSeries(one, { values }, { missing: 'mask', per: 'step' })).values]).toEqual([1, 1, 1, NaN, 1, 1, 1, 1]);
    const two = await scoreSeries(squares([2, 2]), { values: [1, 2, NaN, 2, 1, 2], channels: 2 }, { missing: 'mask', per: 'step' });
    expect([...two.values]).toEqual([5, 4, 5]);
  });
});

test('memory does not grow with the series', async () => {
  const scorer = squares([100, 1]);
  const { values } = await scoreSeries(scorer, { values: new Float64Array(30_000).fill(1) });
  expect(scorer.asked.length).toBeGreaterThan(5);
  expect(Math.max(...scorer.asked) * 100).toBeLessThanOrEqual(2 ** 19);
  expect(values.every((value) => value === 100)).toBe(true);
});

test.each<[string, () => Promise<unknown>]>([
  [
    'scoreSeries: the scorer was made for 2 columns, and the series has 1; give it all columns, in the same order',
    () => scoreSeries(squares([3, 2]), { values: [1, 2, 3] }),
  ],
  [
    'scoreSeries: the 3 values of the series do not divide into rows of 2 columns',
    () => scoreSeries(squares([3, 2]), { values: [1, 2, 3], channels: 2 }),
  ],
  ['times must increase, but time 2 is 1 after 1', () => scoreSeries(one, { values: [1, 2, 3], times: [0, 1, 1] })],
  [
    'scoreSeries: the scorer must be one of windows, [steps, columns], not of examples [3]',
    () => scoreSeries(squares([3]), { values: [1] }),
  ],
  ['scoreSeries: delay must be a whole number from 0 to 2, not 3', () => scoreSeries(one, { values: [1, 2, 3] }, { delay: 3 })],
  ["scoreSeries: per must be 'window' or 'step', not \"row\"", () => scoreSeries(one, { values: [1, 2, 3] }, { per: 'row' as never })],
  [
    'scoreSeries: the scaling must have 1 finite numbers as center',
    () => scoreSeries(one, { values: [1, 2, 3] }, { scaling: { center: [0, 0], scale: [1, 1] } }),
  ],
])('%s', async (message, run) => {
  await expect(run()).rejects.toThrow(message);
});
