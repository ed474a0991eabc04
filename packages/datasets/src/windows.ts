import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { IndexedDataset, NumberArray } from '@autoencoders/core';
import { checkSeries, medianStep } from './series.js';
import type { Series } from './series.js';

/** Options of `windows`. */
export interface WindowsOptions {
  /** How many times a window spans. */
  readonly length: number;
  /** How many times the next window begins after the one before. Default 1. */
  readonly stride?: number;
  /** Windows do not cross a step that is longer than this. Default 1.5 times the median step. Needs `times`. */
  readonly longestStep?: number;
  /** What happens to a window with missing values: it is left out, or the values are masked and filled with the last one known. Default `'skip'`. */
  readonly missing?: 'skip' | 'mask';
}

/** Sliding windows of a series. */
export interface Windows extends IndexedDataset {
  /** The row of the series at which each window begins. */
  readonly starts: Int32Array;
}

/**
 * Sliding windows of a time series, as examples of shape `[length, channels]`: `[times, channels] → [windows, length, channels]`. They
 * are read from the series when they are needed. A window that would cross a gap is left out: a gap is a step longer than
 * `longestStep`. Steps that vary by less count as equal; `resample` makes them equal. Throws when no window is left.
 *
 * ```ts
 * const data = windows({ values: load, times: seconds }, { length: 48, stride: 4 });
 * ```
 */
export function windows(series: Series, options: WindowsOptions): Windows {
  checkOptions('windows', options, { length: true, stride: true, longestStep: true, missing: true });
  const { length } = options;
  const { channels, rows } = checkSeries('windows', series);
  const starts = startsIn('windows', series, options);
  check(length <= rows, () => `windows: a window of ${length} is longer than the series, which has ${rows} times`);
  check(
    starts.length > 0,
    () => `windows: no window of ${length} is left, as each crosses a gap or has missing values; take a shorter length, or missing: 'mask'`,
  );
  return {
    name: series.name,
    shape: [length, channels],
    count: starts.length,
    starts,
    rows: readerOf(series.values, { channels, length, starts }),
  };
}

/** The rows at which `windows` with the same options begin: none for a series that is shorter than a window, or that has too many gaps. */
export function windowStarts(series: Series, options: WindowsOptions): Int32Array {
  checkOptions('windowStarts', options, { length: true, stride: true, longestStep: true, missing: true });
  return startsIn('windowStarts', series, options);
}

function startsIn(call: string, series: Series, options: WindowsOptions): Int32Array {
  const { length, stride = 1, missing = 'skip' } = options;
  const { channels, rows } = checkSeries(call, series);
  checkInteger(call, 'length', length, 1);
  checkInteger(call, 'stride', stride, 1);
  check(missing === 'skip' || missing === 'mask', () => `${call}: missing must be 'skip' or 'mask', not ${show(missing)}`);
  const usable = missing === 'skip' ? knownRows(series.values, channels, rows) : undefined;
  return startsOf({ rows, length, stride, breaks: breaksIn(call, series, options), usable });
}

/** 1 for each row whose numbers are all known. */
function knownRows(values: NumberArray, channels: number, rows: number): Uint8Array {
  const known = new Uint8Array(rows).fill(1);
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) known[Math.floor(i / channels)] = 0;
  return known;
}

/**
 * The rows that come after a gap: after a step longer than `longestStep` (default 1.5 times the median step). None without times.
 *
 * @param series A series with `times`.
 */
export function rowsAfterGaps(series: Series, options: Pick<WindowsOptions, 'longestStep'> = {}): readonly number[] {
  checkOptions('rowsAfterGaps', options, { longestStep: true });
  checkSeries('rowsAfterGaps', series);
  return breaksIn('rowsAfterGaps', series, options);
}

function breaksIn(call: string, { times }: Series, { longestStep }: Pick<WindowsOptions, 'longestStep'>): readonly number[] {
  check(longestStep === undefined || times !== undefined, () => `${call}: longestStep needs the times of the series`);
  if (times === undefined || times.length < 2) return [];
  const longest = longestStep ?? 1.5 * medianStep(times);
  checkNumber(call, 'longestStep', longest, Number.MIN_VALUE);
  const breaks: number[] = [];
  for (let i = 1; i < times.length; i++) if (times[i]! - times[i - 1]! > longest) breaks.push(i);
  return breaks;
}

/** Where windows begin. After a gap, or a row that cannot be used, they begin anew. */
function startsOf({
  rows,
  length,
  stride,
  breaks,
  usable,
}: {
  readonly rows: number;
  readonly length: number;
  readonly stride: number;
  readonly breaks: readonly number[];
  readonly usable: Uint8Array | undefined;
}): Int32Array {
  const isBreak = new Set(breaks);
  const starts: number[] = [];
  let begin = 0;
  for (let row = 0; row < rows; row++) {
    if (isBreak.has(row)) begin = row;
    if (usable?.[row] === 0) begin = row + 1;
    const start = row - length + 1;
    if (start >= begin && (start - begin) % stride === 0) starts.push(start);
  }
  return Int32Array.from(starts);
}

/** Reads windows from the values of a series. */
function readerOf(
  values: NumberArray,
  { channels, length, starts }: { readonly channels: number; readonly length: number; readonly starts: Int32Array },
): IndexedDataset['rows'] {
  const size = length * channels;
  return (places) => {
    const read = new Float32Array(places.length * size);
    let mask: Uint8Array | undefined;
    places.forEach((place, i) => {
      const from = starts[place]! * channels;
      for (let j = 0; j < size; j++) {
        const value = values[from + j]!;
        const at = i * size + j;
        if (Number.isFinite(value)) read[at] = value;
        else {
          mask ??= new Uint8Array(read.length).fill(1);
          mask[at] = 0;
          // The value before, in the same channel; 0 at the beginning of a window.
          read[at] = j < channels ? 0 : read[at - channels]!;
        }
      }
    });
    return { shape: [length, channels], values: read, mask: mask ?? new Uint8Array(read.length).fill(1) };
  };
}

/**
 * One number per time from numbers per window: the mean over all windows that cover it, NaN where none does. `values` is
 * `[windows, length, channels]`, such as reconstructions or errors of the windows: `→ [times, channels]`.
 */
export function joinWindows(values: ArrayLike<number>, { starts, shape }: Pick<Windows, 'starts' | 'shape'>, times: number): Float64Array {
  const [length, channels] = shape as readonly [number, number];
  check(
    values.length === starts.length * length * channels,
    () =>
      `joinWindows: ${starts.length} windows of ${length} × ${channels} have ${starts.length * length * channels} numbers, and ${values.length} came`,
  );
  checkInteger('joinWindows', 'times', times, Math.max(1, ...starts.slice(-1).map((start) => start + length)));
  const sums = new Float64Array(times * channels);
  const counts = new Float64Array(times * channels);
  starts.forEach((start, i) => {
    for (let j = 0; j < length * channels; j++) {
      sums[start * channels + j]! += values[i * length * channels + j]!;
      counts[start * channels + j]! += 1;
    }
  });
  return sums.map((sum, i) => sum / counts[i]!);
}
