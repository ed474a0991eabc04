import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import type { Series } from '@autoencoders/datasets';
import { fitScaling, scaleSeries } from '../scaling.js';

/** Options of `windowFor`. */
export interface WindowForOptions {
  /** The shortest window that is wished. Default 150. */
  readonly min?: number | undefined;
  /** The longest window that is wished. Default 300. */
  readonly max?: number | undefined;
  /** The longest window that is possible. Default: a quarter of the series. */
  readonly most?: number | undefined;
}

/** How many steps a window has, and why. */
export interface WindowChoice {
  readonly length: number;
  /** The period of the series in steps, if it has one. */
  readonly period?: number | undefined;
  /** One or two sentences for a report. */
  readonly why: string;
}

/** The longest period that is looked for, in steps. */
const LAGS = 400;

/** A period is at least this, as neighbours are alike in any smooth series. */
const LEAST_PERIOD = 3;

/** How many rows are enough to find a period. */
const ROWS = 20_000;

/**
 * How long windows of a series are best: whole periods, so that every window sees all phases. The period is the lag of the highest
 * peak of the autocorrelation (of all columns together) from 3 to 400 steps, if that is above chance; Paparrizos et al. 2022 choose
 * windows so. The window is the smallest multiple of it that is at least `min`, or `max` if that is longer; without a period, `min`.
 */
export function windowFor(series: Series, options: WindowForOptions = {}): WindowChoice {
  checkOptions('windowFor', options, { min: true, max: true, most: true });
  const { channels = 1, values } = series;
  const all = Math.floor(values.length / channels);
  const { min = 150, max = Math.max(300, min), most = Math.max(1, all >> 2) } = options;
  checkInteger('windowFor', 'min', min, 1);
  checkInteger('windowFor', 'max', max, min);
  checkInteger('windowFor', 'most', most, 1);
  check(all > 0, 'windowFor: the series has no rows');
  const rows = Math.min(ROWS, all);
  const part = { ...series, values: values.slice(0, rows * channels) };
  const peak = highestPeak(autocorrelation(scaleSeries(part, fitScaling(part)).values, channels, Math.min(LAGS, rows >> 1)));
  // Of random numbers, one correlation in a thousand is higher.
  const period = peak && peak.correlation > 3.1 / Math.sqrt(rows) ? peak : undefined;
  const [length, why] = period ? whole(period, min, max) : [min, `The series has no clear period. A window has ${min} steps.`];
  const short = `${why} But there are few steps: a window has ${most}.`;
  return { length: Math.min(length, most), period: period?.lag, why: length > most ? short : why };
}

function whole({ lag, correlation }: Peak, min: number, max: number): [number, string] {
  const times = Math.ceil(min / lag);
  const found = `The series repeats every ${lag} steps (autocorrelation ${correlation.toFixed(2)}).`;
  if (times * lag > max) return [max, `${found} A window has ${max} steps, the most that is allowed.`];
  return [times * lag, `${found} A window has ${times === 1 ? 'one period' : `${times} periods, ${times * lag} steps`}.`];
}

/** The autocorrelation at the lags from 0 on, the mean over the columns. A missing value counts as the mean of its column. */
function autocorrelation(values: Float64Array, columns: number, lags: number): Float64Array {
  const known = values.map((value) => (Number.isFinite(value) ? value : 0));
  return Float64Array.from({ length: lags + 1 }, (_, lag) => {
    let sum = 0;
    for (let at = lag * columns; at < known.length; at++) sum += known[at]! * known[at - lag * columns]!;
    return sum / known.length;
  });
}

interface Peak {
  readonly lag: number;
  readonly correlation: number;
}

/** The highest peak from `LEAST_PERIOD` on: a lag that is higher than all within a quarter of it. Multiples of a period have peaks as high as its own: the first of such is taken. */
function highestPeak(correlations: Float64Array): Peak | undefined {
  const peaks: Peak[] = [];
  for (let lag = LEAST_PERIOD; lag < correlations.length - 1; lag++) {
    const correlation = correlations[lag]!;
    // Noise makes small peaks beside the true one.
    const near = Math.max(1, lag >> 2);
    const around = correlations.subarray(lag - near, lag + near + 1);
    if (around.every((other, i) => i === near || other < correlation)) peaks.push({ lag, correlation });
  }
  const highest = peaks.reduce((best, { correlation }) => Math.max(best, correlation), -Infinity);
  return peaks.find(({ correlation }) => correlation >= highest - 0.05 * Math.abs(highest));
}
