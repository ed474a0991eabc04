import { check, checkOptions } from '@autoencoders/core/operations';
import { rowsAfterGaps, windows, windowStarts } from '@autoencoders/datasets';
import type { Series, Windows } from '@autoencoders/datasets';
import type { Scorer, ScoreOptions } from '../types.js';
import { resolve, SERIES_OPTIONS } from './options.js';
import type { Resolved, SeriesOptions } from './options.js';
import { scaleSeries } from '../scaling.js';
import { stepMaker } from './step-maker.js';
import type { StepMaker } from './step-maker.js';
import { runs } from './step-scores.js';
import type { StepScores } from './step-scores.js';

/** Options of `scoreSeries`. */
export interface ScoreSeriesOptions extends SeriesOptions, ScoreOptions {}

/** How many numbers of windows are in memory at a time. */
const AT_ONCE = 2 ** 19;

/**
 * Scores each time step of a series by the overlapping windows that cover it: `[steps, columns] → [steps]`. The scorer scores windows
 * `[length, columns]`. A step's score is the mean of what these windows say of it, and with `contributions` it is the sum of what each
 * column adds. A step that no window covers has the score NaN and is listed in `unscored`: near a gap, beside a missing value, or
 * when the series is shorter than a window. Windows are scored in batches, so that their memory does not grow with the series.
 *
 * Throws for a series with other columns than the scorer has, and for times that do not increase.
 */
export async function scoreSeries(scorer: Scorer, series: Series, options: ScoreSeriesOptions = {}): Promise<StepScores> {
  checkOptions('scoreSeries', options, { ...SERIES_OPTIONS, contributions: true });
  const resolved = resolve('scoreSeries', scorer, options);
  const { columns, scaling } = resolved;
  checkColumns('scoreSeries', series, columns);
  const scaled = scaling ? scaleSeries(series, scaling) : series;
  const { length, stride, missing, longestStep } = resolved;
  const windowing = { length, stride, missing, ...(longestStep !== undefined && { longestStep }) };
  const steps = series.values.length / columns;
  const made = {
    values: new Float64Array(steps).fill(NaN),
    contributions: options.contributions ? new Float64Array(steps * columns).fill(NaN) : undefined,
  };
  const maker = stepMaker('scoreSeries', resolved);
  if (windowStarts(series, windowing).length > 0) await fill(scorer, windows(scaled, windowing), { ...resolved, maker, made, series });
  return {
    values: made.values,
    contributions: maker.latest() && made.contributions,
    columns,
    unscored: runs(steps, (step) => Number.isNaN(made.values[step])),
    gaps: rowsAfterGaps(series, longestStep === undefined ? {} : { longestStep }),
    times: series.times,
  };
}

/** Throws unless a series has so many columns. */
export function checkColumns(call: string, { channels = 1, values }: Series, columns: number): void {
  check(
    channels === columns,
    () => `${call}: the scorer was made for ${columns} columns, and the series has ${channels}; give it all columns, in the same order`,
  );
  check(
    Number.isInteger(values.length / columns),
    () => `${call}: the ${values.length} values of the series do not divide into rows of ${columns} columns`,
  );
}

interface Filling extends Resolved {
  readonly maker: StepMaker;
  readonly made: { readonly values: Float64Array; readonly contributions: Float64Array | undefined };
  readonly series: Series;
}

/** Scores all windows in batches, and writes the scores of their steps. */
async function fill(scorer: Scorer, data: Windows, { maker, made, series, length, columns, delay, missing }: Filling): Promise<void> {
  let next = 0;
  const takeBefore = (until: number): void => {
    for (; next < until; next++) {
      const score = maker.take(next);
      if (Number.isNaN(score) || !isKnown(series.values, next, columns)) continue;
      made.values[next] = score;
      made.contributions?.set(maker.latest() ?? [], next * columns);
    }
  };
  const batch = Math.max(1, Math.floor(AT_ONCE / (length * columns)));
  for (let first = 0; first < data.count; first += batch) {
    const places = Int32Array.from({ length: Math.min(batch, data.count - first) }, (_, i) => first + i);
    const { shape, values, mask } = await data.rows(places);
    const scores = await scorer.score({ shape, values, ...(missing === 'mask' && { mask }) }, { contributions: true });
    places.forEach((place, i) => {
      const end = data.starts[place]! + length - 1;
      takeBefore(end - delay);
      maker.add(end, scores, i);
    });
  }
  takeBefore(made.values.length);
}

/** Whether a row has any value. */
export function isKnown(values: ArrayLike<number>, row: number, columns: number): boolean {
  for (let at = row * columns; at < (row + 1) * columns; at++) if (Number.isFinite(values[at])) return true;
  return false;
}
