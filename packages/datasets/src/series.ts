import { check, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { isNumberArray, show } from '@autoencoders/core/internal';
import type { NumberArray } from '@autoencoders/core';

/** A time series in memory: one or more channels, measured at the same times. */
export interface Series {
  readonly name?: string | undefined;
  /** `[times, channels]`, row by row. NaN is a missing value. */
  readonly values: NumberArray;
  /** How many numbers there are at each time. Default 1. */
  readonly channels?: number;
  /** When each row was measured, in any unit, in increasing order. Default: at equal steps. */
  readonly times?: ArrayLike<number> | undefined;
}

/** How many channels and rows a series has. Throws for one whose parts do not fit each other. */
export function checkSeries(call: string, { values, channels = 1, times }: Series): { readonly channels: number; readonly rows: number } {
  check(isNumberArray(values), () => `${call}: the values of the series must be an array of numbers, not ${show(values)}`);
  checkInteger(call, 'channels', channels, 1);
  const rows = values.length / channels;
  check(Number.isInteger(rows), () => `${call}: the ${values.length} values of the series do not divide into rows of ${channels} channels`);
  check(times === undefined || times.length === rows, () => `${call}: the series has ${rows} rows and ${times!.length} times`);
  const wrong = Array.from(times ?? []).findIndex((time, i) => i > 0 && !(time > times![i - 1]!));
  check(
    wrong < 0,
    () => `${call}: times must increase, but time ${wrong} is ${times![wrong]} after ${times![wrong - 1]}; sort the series by time first`,
  );
  return { channels, rows };
}

/** The median of the steps from one time to the next: the upper one of two. NaN of fewer than two times. */
export function medianStep(times: ArrayLike<number>): number {
  const steps = Float64Array.from({ length: Math.max(0, times.length - 1) }, (_, i) => times[i + 1]! - times[i]!).sort();
  return steps[Math.floor(steps.length / 2)] ?? NaN;
}

/** Options of `resample`. */
export interface ResampleOptions {
  /** The time from one row to the next, in the unit of `times`. Default: the median step. */
  readonly every?: number;
  /** Rows are interpolated between measurements that are at most this far apart; others are missing (NaN). Default 1.5 times `every`. */
  readonly longestStep?: number;
}

/** A series at equal steps from one with irregular ones, by linear interpolation between the neighbours in time. It needs `times`. */
export function resample(series: Series, options: ResampleOptions = {}): Series & { readonly times: Float64Array } {
  checkOptions('resample', options, { every: true, longestStep: true });
  const { channels, rows } = checkSeries('resample', series);
  const { values, times } = series;
  check(times !== undefined && rows > 1, () => 'resample: the series must have times, and two rows at least');
  const every = options.every ?? medianStep(times);
  checkNumber('resample', 'every', every, Number.MIN_VALUE);
  const longest = options.longestStep ?? 1.5 * every;
  checkNumber('resample', 'longestStep', longest, Number.MIN_VALUE);
  const count = Math.floor((times[rows - 1]! - times[0]!) / every + 1e-9) + 1;
  check(count <= 1e8, () => `resample: a step of ${every} makes ${count} rows; take a longer one`);
  const at = Float64Array.from({ length: count }, (_, i) => times[0]! + i * every);
  const resampled = new Float64Array(count * channels);
  let right = 1;
  for (let i = 0; i < count; i++) {
    while (right < rows - 1 && times[right]! < at[i]!) right += 1;
    const [t0, t1] = [times[right - 1]!, times[right]!];
    const share = Math.min(1, Math.max(0, (at[i]! - t0) / (t1 - t0)));
    for (let c = 0; c < channels; c++) {
      const [a, b] = [values[(right - 1) * channels + c]!, values[right * channels + c]!];
      resampled[i * channels + c] = share === 0 ? a : share === 1 ? b : t1 - t0 > longest ? NaN : a + (b - a) * share;
    }
  }
  return { name: series.name, channels, values: resampled, times: at };
}
