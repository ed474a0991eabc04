import { describe, expect, test } from 'vitest';
import { meanMethod } from '../../test/squares.js';
import { fitSeries, seriesScores } from './fit-series.js';
import { onlineScorer } from './online.js';
import { scoreSeries } from './score-series.js';

const wave = Float64Array.from({ length: 400 }, (_, i) => 100 + 10 * Math.sin(i / 3));

describe('fitSeries', () => {
  test('learns from the beginning, scaled, and holds the end of that out', async () => {
    const method = meanMethod();
    const values = wave.map((value, i) => (i < 200 ? value : 1e6));
    const { options, trained, heldOut, window } = await fitSeries(method, { values }, { window: 10, train: 0.5 });
    expect([trained, heldOut]).toEqual([
      { start: 0, end: 160 },
      { start: 160, end: 200 },
    ]);
    expect(method.got).toEqual([{ usual: 151, heldOut: 31 }]);
    expect(options.scaling!.center[0]).toBeCloseTo(100, 0);
    expect(options.scaling!.scale[0]).toBeCloseTo(Math.sqrt(50), 0);
    expect(window).toEqual({ length: 10, why: 'You chose 10 steps.' });
  });

  test('gives options that work for the whole series, online, and as JSON', async () => {
    const times = Array.from(wave, (_, i) => 60 * i + (i > 300 ? 1000 : 0));
    const { scorer, options } = await fitSeries(meanMethod(), { values: wave, times }, { window: 10, train: 0.5, per: 'step' });
    expect(options).toMatchObject({ per: 'step', longestStep: 90 });
    const whole = await scoreSeries(
      scorer,
      { values: wave, times },
      { ...(JSON.parse(JSON.stringify(options)) as typeof options), delay: 0 },
    );
    expect(whole.gaps).toEqual([301]);
    const online = onlineScorer(scorer, { ...options, delay: 0 });
    for (let i = 0; i < wave.length; i++) expect((await online.push([wave[i]!], times[i]))!.value).toBe(whole.values[i]);
  });

  test('draws some of many windows, the same for the same seed', async () => {
    const [method, again] = [meanMethod(), meanMethod()];
    const scores = await seriesScores(method, { values: wave }, { window: 10, maxWindows: 50, heldOut: 0, seed: 3 });
    expect(method.got).toEqual([{ usual: 50, heldOut: 0 }]);
    expect((await seriesScores(again, { values: wave }, { window: 10, maxWindows: 50, heldOut: 0, seed: 3 })).values).toEqual(
      scores.values,
    );
  });

  test('holds nothing out where there is no room', async () => {
    const method = meanMethod();
    const { heldOut } = await fitSeries(method, { values: wave }, { window: 390 });
    expect([heldOut, method.got]).toEqual([{ start: 400, end: 400 }, [{ usual: 11, heldOut: 0 }]]);
  });

  test('chooses the window', async () => {
    const { window } = await fitSeries(meanMethod(), {
      values: Float64Array.from({ length: 4000 }, (_, i) => Math.sin((2 * Math.PI * i) / 60)),
    });
    expect(window).toMatchObject({ length: 180, period: 60 });
  });
});

test('seriesScores finds what is odd, and blames its column', async () => {
  const values = Float64Array.from({ length: 1200 }, (_, i) => Math.sin(i / 5) + (i === 801 ? 20 : 0));
  const {
    values: scores,
    contributions,
    unscored,
    window,
  } = await seriesScores(meanMethod(), { values, channels: 2 }, { window: 20, train: 0.5, per: 'step', contributions: true });
  expect(scores.length).toBe(600);
  expect(scores.indexOf(Math.max(...scores))).toBe(400);
  expect(contributions![801]! / scores[400]!).toBeGreaterThan(0.9);
  expect([unscored, window.length]).toEqual([[], 20]);
});

test.each<[string, () => Promise<unknown>]>([
  [
    'fitSeries: a window of 50 steps is longer than the training part, which has 40 of 400 steps',
    () => fitSeries(meanMethod(), { values: wave }, { window: 50, train: 0.1 }),
  ],
  ['fitSeries: train must be a finite number from', () => fitSeries(meanMethod(), { values: wave }, { train: 2 })],
  [
    'times must increase, but time 2 is 1 after 1',
    () => fitSeries(meanMethod(), { values: [1, 2, 3, 4], times: [0, 1, 1, 2] }, { window: 2 }),
  ],
  [
    'fitScaling: column 1 has no values; leave it out',
    () => fitSeries(meanMethod(), { values: [1, NaN, 2, NaN], channels: 2 }, { window: 1 }),
  ],
  [
    "fitSeries: scaling must be 'standard', 'robust' or 'none', not \"minMax\"",
    () => fitSeries(meanMethod(), { values: wave }, { scaling: 'minMax' as never }),
  ],
])('%s', async (message, run) => {
  await expect(run()).rejects.toThrow(message);
});
