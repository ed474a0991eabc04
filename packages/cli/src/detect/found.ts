import { explain, isAlarm, pValues } from '@autoencoders/anomaly';
import type { Blame, Detector } from '@autoencoders/anomaly';
import { pickRows, rowCount } from '@autoencoders/core/internal';
import type { ProgressBar } from '../progress-bar.js';
import type { Examples } from './examples.js';

/** How many columns of a row are blamed. */
export const BLAMED = 3;

/** What a detector found of some examples. */
export interface Found {
  readonly scores: Float64Array;
  readonly pValues: Float64Array;
  readonly alarms: Uint8Array;
  /** The columns to blame for each row, the worst first. None for pictures. */
  readonly blame: readonly (readonly Blame[])[];
}

/** Rows that are scored at a time. */
const ROWS = 2048;

/** Scores examples, some at a time. `known` are scores to use in the place of those of the detector, where they are not NaN. */
export async function findIn(detector: Detector, { data, rows: table }: Examples, bar: ProgressBar, known?: Float64Array): Promise<Found> {
  const count = rowCount(data);
  const scores = new Float64Array(count);
  const blame: (readonly Blame[])[] = [];
  for (let first = 0; first < count; first += ROWS) {
    const rows = pickRows(
      data,
      Int32Array.from({ length: Math.min(ROWS, count - first) }, (_, i) => first + i),
    );
    const some = await detector.score(rows, { contributions: table !== undefined });
    scores.set(some.values, first);
    for (let row = 0; row < some.values.length; row++)
      blame.push(table && some.contributions ? explain(some, row, table.encoder.columns).slice(0, BLAMED) : []);
    bar.show(Math.min(first + ROWS, count), count);
  }
  known?.forEach((score, row) => Number.isNaN(score) || (scores[row] = score));
  const alarms = Uint8Array.from(scores, (score) => (isAlarm(detector.threshold, score) ? 1 : 0));
  return { scores, pValues: pValues(detector.calibration, scores), alarms, blame };
}

/** The rows with the largest scores, the oddest first. */
export const oddest = ({ scores }: Pick<Found, 'scores'>, most: number): readonly number[] =>
  Array.from(scores.keys())
    .sort((a, b) => scores[b]! - scores[a]! || a - b)
    .slice(0, most);

/** How many alarms there are. */
export const alarmsIn = (alarms: Uint8Array): number => alarms.reduce((sum, alarm) => sum + alarm, 0);
