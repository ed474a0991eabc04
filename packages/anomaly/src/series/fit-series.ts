import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { cache, medianStep, shuffled, take, windows, windowStarts } from '@autoencoders/datasets';
import type { ArrayDataset } from '@autoencoders/core';
import type { Series, WindowsOptions } from '@autoencoders/datasets';
import type { Method, MethodOptions, Scorer } from '../types.js';
import type { SeriesOptions } from './options.js';
import { resolve, SERIES_OPTIONS } from './options.js';
import { scoreSeries } from './score-series.js';
import { fitScaling, scaleSeries } from '../scaling.js';
import type { ScalingKind } from '../scaling.js';
import { sliceSeries } from './slice-series.js';
import type { Span, StepScores } from './step-scores.js';
import { windowFor } from './window-for.js';
import type { WindowChoice } from './window-for.js';

/** Options of `fitSeries`. */
export interface FitSeriesOptions
  extends Omit<SeriesOptions, 'scaling'>, Pick<MethodOptions, 'checkpoints' | 'onProgress' | 'signal' | 'group'> {
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

/** The names of `FitSeriesOptions`, for `checkOptions`. */
export const FIT_SERIES_OPTIONS: Readonly<Record<keyof FitSeriesOptions, true>> = {
  ...SERIES_OPTIONS,
  window: true,
  train: true,
  heldOut: true,
  maxWindows: true,
  seed: true,
  checkpoints: true,
  onProgress: true,
  signal: true,
  group: true,
};

/**
 * Learns what is usual in a series, by any method: it takes the beginning of the series, scales its columns, cuts it into overlapping
 * windows, and fits the method to them. Throws when the training part has no whole window.
 *
 * ```ts
 * const { scorer, options } = await fitSeries(method, load, { train: 0.15 });
 * const scores = await scoreSeries(scorer, load, { ...options, contributions: true });
 * ```
 */
export function fitSeries(method: Method, series: Series, options: FitSeriesOptions = {}): Promise<FittedSeries> {
  return fitWindows('fitSeries', method, series, options);
}

/** The longest window by default: half of the steps, or of those that are held out for a threshold. */
const mostFor = (steps: number, share: number): number => Math.max(1, Math.floor((share * steps) / 2));

/** `fitSeries` for `call`, which the messages name. Throws before the fit when fewer than `leastHeldOut` steps can be held out. */
export async function fitWindows(
  call: string,
  method: Method,
  series: Series,
  options: FitSeriesOptions,
  leastHeldOut: number = 0,
): Promise<FittedSeries> {
  checkOptions(call, options, FIT_SERIES_OPTIONS);
  const { window, train = 1, heldOut = 0.2, scaling = 'standard', maxWindows = 10_000, seed = 0, ...rest } = options;
  const { checkpoints, onProgress, signal, group, ...how } = rest;
  check(typeof method?.fit === 'function', () => `${call}: method must be one, such as defaultSeriesMethod(), not ${show(method)}`);
  checkNumber(call, 'train', train, Number.MIN_VALUE, 1);
  checkNumber(call, 'heldOut', heldOut, 0, 0.9);
  checkInteger(call, 'maxWindows', maxWindows, 1);
  check(
    ['standard', 'robust', 'none'].includes(scaling),
    () => `${call}: scaling must be 'standard', 'robust' or 'none', not ${show(scaling)}`,
  );
  const { rows, end, part } = trainingPart(call, series, train);
  const choice =
    window === undefined
      ? windowFor(series, { most: mostFor(end, leastHeldOut > 0 ? heldOut : 1) })
      : { length: window, why: `You chose ${window} steps.` };
  const { length } = choice;
  checkInteger(call, 'window', length, 1);
  check(length <= end, () => `${call}: a window of ${length} steps is longer than the training part, which has ${end} of ${rows} steps`);
  const longestStep = how.longestStep ?? (part.times && end > 1 ? 1.5 * medianStep(part.times) : undefined);
  const fitted: SeriesOptions = { ...how, longestStep, scaling: scaling === 'none' ? undefined : fitScaling(part, scaling) };
  resolve(call, { shape: [length, series.channels ?? 1] }, how);
  const scaled = fitted.scaling ? scaleSeries(part, fitted.scaling) : part;
  const windowing = { length, missing: how.missing ?? 'skip', ...(longestStep !== undefined && { longestStep }) } as const;
  const from = splitAt(scaled, windowing, end, heldOut);
  check(
    end - from >= leastHeldOut,
    () =>
      `${call}: of ${end} steps, ${end - from} can be held out for the threshold, and ${leastHeldOut} are needed; ` +
      `give a longer series, a larger heldOut, or a window of fewer than ${length} steps`,
  );
  const scorer = await method.fit(await someWindows(sliceSeries(scaled, 0, from), windowing, maxWindows, seed), {
    seed,
    heldOut: from < end ? await someWindows(sliceSeries(scaled, from, end), windowing, maxWindows, seed) : undefined,
    checkpoints,
    onProgress,
    signal,
    group,
  });
  return { scorer, options: fitted, window: choice, trained: { start: 0, end: from }, heldOut: { start: from, end } };
}

/** The beginning of a series to train on, before the step `end` of all `rows`. */
function trainingPart(call: string, series: Series, train: number): { readonly rows: number; readonly end: number; readonly part: Series } {
  const { channels = 1, values, times } = series;
  // Windows check the series when they are cut; sizes are checked here, as parts of the series come first.
  checkInteger(call, 'channels', channels, 1);
  const rows = Math.floor(values.length / channels);
  check(times === undefined || times.length === rows, () => `${call}: the series has ${rows} rows and ${times!.length} times`);
  const end = Math.round(train * rows);
  return { rows, end, part: sliceSeries(series, 0, end) };
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
