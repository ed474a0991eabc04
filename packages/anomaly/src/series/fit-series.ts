import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { cache, medianStep, shuffled, take, windows, windowStarts } from '@autoencoders/datasets';
import type { ArrayDataset } from '@autoencoders/core';
import type { Series, WindowsOptions } from '@autoencoders/datasets';
import type { Method, Scorer } from '../types.js';
import type { SeriesOptions } from './options.js';
import { SERIES_OPTIONS } from './options.js';
import { scoreSeries } from './score-series.js';
import { fitScaling, scaleSeries } from './scaling.js';
import type { ScalingKind } from './scaling.js';
import type { Span, StepScores } from './step-scores.js';
import { windowFor } from './window-for.js';
import type { WindowChoice } from './window-for.js';

/** Options of `fitSeries`. */
export interface FitSeriesOptions extends Omit<SeriesOptions, 'scaling'> {
  /** How many steps a window has. Default: what `windowFor` gives, but at most half of the steps that are trained on. */
  readonly window?: number | undefined;
  /** The share at the beginning of the series to train on. It should be usual. Default 1: the whole series. */
  readonly train?: number | undefined;
  /** The share of the training part, at its end, that is held out: the method stops its training by it. Default 0.2; 0 for none. */
  readonly heldOut?: number | undefined;
  /** How the columns are scaled, by the training part. Default `'standard'`. */
  readonly scaling?: ScalingKind | 'none' | undefined;
  /** The greatest number of windows to train on. Of more, so many are drawn at random. Default 10,000. */
  readonly maxWindows?: number | undefined;
  /** Decides everything that is random. Default 0. */
  readonly seed?: number | undefined;
}

/** What was learned of a series. */
export interface FittedSeries {
  /** Scores windows. It is the caller's to dispose. */
  readonly scorer: Scorer;
  /** Options for `scoreSeries` and `onlineScorer`, with which the scorer was fitted. */
  readonly options: SeriesOptions;
  /** How long windows are, and why. */
  readonly window: WindowChoice;
  /** The steps that were trained on. */
  readonly trained: Span;
  /** The steps that were held out. Empty when none were. */
  readonly heldOut: Span;
}

const OPTIONS = { ...SERIES_OPTIONS, window: true, train: true, heldOut: true, maxWindows: true, seed: true } as const;

/**
 * Learns what is usual in a series, by any method: it takes the beginning of the series, scales its columns, cuts it into overlapping
 * windows, and fits the method to them. Throws when the training part has no whole window.
 *
 * ```ts
 * const { scorer, options } = await fitSeries(method, load, { train: 0.15 });
 * const scores = await scoreSeries(scorer, load, { ...options, contributions: true });
 * ```
 */
export async function fitSeries(method: Method, series: Series, options: FitSeriesOptions = {}): Promise<FittedSeries> {
  checkOptions('fitSeries', options, OPTIONS);
  const { window, train = 1, heldOut = 0.2, scaling = 'standard', maxWindows = 10_000, seed = 0, ...how } = options;
  checkNumber('fitSeries', 'train', train, Number.MIN_VALUE, 1);
  checkNumber('fitSeries', 'heldOut', heldOut, 0, 0.9);
  checkInteger('fitSeries', 'maxWindows', maxWindows, 1);
  check(
    ['standard', 'robust', 'none'].includes(scaling),
    () => `fitSeries: scaling must be 'standard', 'robust' or 'none', not ${show(scaling)}`,
  );
  const { channels = 1 } = series;
  // Windows check the series when they are cut; sizes are checked here, as parts of the series come first.
  checkInteger('fitSeries', 'channels', channels, 1);
  const rows = Math.floor(series.values.length / channels);
  const end = Math.round(train * rows);
  const part = sliceSeries(series, 0, end);
  const choice =
    window === undefined ? windowFor(series, { most: Math.max(1, end >> 1) }) : { length: window, why: `You chose ${window} steps.` };
  const { length } = choice;
  checkInteger('fitSeries', 'window', length, 1);
  check(length <= end, () => `fitSeries: a window of ${length} steps is longer than the training part, which has ${end} of ${rows} steps`);
  const longestStep = how.longestStep ?? (part.times && end > 1 ? 1.5 * medianStep(part.times) : undefined);
  const fitted: SeriesOptions = { ...how, longestStep, scaling: scaling === 'none' ? undefined : fitScaling(part, scaling) };
  const scaled = fitted.scaling ? scaleSeries(part, fitted.scaling) : part;
  const windowing = { length, missing: how.missing ?? 'skip', ...(longestStep !== undefined && { longestStep }) } as const;
  const from = splitAt(scaled, windowing, end, heldOut);
  const scorer = await method.fit(await someWindows(sliceSeries(scaled, 0, from), windowing, maxWindows, seed), {
    seed,
    heldOut: from < end ? await someWindows(sliceSeries(scaled, from, end), windowing, maxWindows, seed) : undefined,
  });
  return { scorer, options: fitted, window: choice, trained: { start: 0, end: from }, heldOut: { start: from, end } };
}

/** Fits a method to a series as `fitSeries` does, and scores the whole series. */
export async function seriesScores(
  method: Method,
  series: Series,
  { contributions, ...options }: FitSeriesOptions & { readonly contributions?: boolean | undefined } = {},
): Promise<StepScores & Omit<FittedSeries, 'scorer'>> {
  const { scorer, ...fitted } = await fitSeries(method, series, options);
  try {
    return { ...(await scoreSeries(scorer, series, { ...fitted.options, contributions })), ...fitted };
  } finally {
    scorer.dispose();
  }
}

/** The rows from `start` to before `end`. */
function sliceSeries(series: Series, start: number, end: number): Series {
  const { values, channels = 1, times } = series;
  return {
    ...series,
    values: values.slice(start * channels, end * channels),
    times: times && Array.prototype.slice.call(times, start, end),
  };
}

/** Where the held-out rows begin: the end, where either part would have no whole window. */
function splitAt(series: Series, windowing: WindowsOptions, end: number, share: number): number {
  const at = Math.round(end * (1 - share));
  const has = (from: number, to: number): boolean =>
    to - from >= windowing.length && windowStarts(sliceSeries(series, from, to), windowing).length > 0;
  return share > 0 && has(0, at) && has(at, end) ? at : end;
}

/** The windows of a part of a series, in memory. */
async function someWindows(part: Series, windowing: WindowsOptions, most: number, seed: number): Promise<ArrayDataset> {
  const all = windows(part, windowing);
  const { shape, values, mask } = await cache(all.count > most ? take(shuffled(all, { seed }), most) : all);
  return { shape, values, ...(windowing.missing === 'mask' && { mask }) };
}
