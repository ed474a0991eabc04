import { show } from '@autoencoders/core/internal';
import type { Series } from '@autoencoders/datasets';
import { timesText } from '../drift/drift-sentences.js';
import { ascending, medianOf } from '../statistics/order.js';
import type { SeriesDetectorParts } from './series-detector.js';
import type { StepScores } from './step-scores.js';

/** The finite values of a column. */
function knownIn({ values, channels = 1 }: Series, column: number): Float64Array {
  const known: number[] = [];
  for (let at = column; at < values.length; at += channels) if (Number.isFinite(values[at])) known.push(values[at]!);
  return Float64Array.from(known);
}

const named = (column: number, names: readonly string[] | undefined): string => (names ? show(names[column]) : String(column));

/** Names the columns of a series that do not vary. */
export const constantNotes = (series: Series, names: readonly string[] | undefined): readonly string[] =>
  Array.from({ length: series.channels ?? 1 }, (_, column) => column)
    .filter((column) => {
      const known = knownIn(series, column);
      return known.every((value) => value === known[0]);
    })
    .map((column) => `Column ${named(column, names)} never varies; another value of it counts in its own unit.`);

/** Values this many times as large, or smaller, are a sign of other units. */
const FACTOR = 8;

/** What a reader should know about a series that was scored: why it has no scores, and which columns may be in other units. */
export function detectionNotes(
  series: Series,
  { values: scores }: StepScores,
  { scorer, options, columns }: SeriesDetectorParts,
): readonly string[] {
  const steps = scores.length;
  const { scaling } = options;
  const none =
    steps < scorer.shape[0]!
      ? `a window has ${scorer.shape[0]} steps, and the series ${steps}`
      : 'gaps or missing values are in all windows';
  return [
    ...(scores.every(Number.isNaN) ? [`No step has a score: ${none}.`] : []),
    ...(scaling?.center ?? []).flatMap((center, column) => {
      const factor = factorOf(knownIn(series, column), Math.hypot(center, scaling!.scale[column]!));
      return factor === undefined
        ? []
        : [
            `Column ${named(column, columns)} may be in other units: its values are about ${timesText(factor)} those that were learned from.`,
          ];
    }),
  ];
}

/** By what the values seem to be multiplied, if half of them are far above the root mean square of those before, or all far below. */
function factorOf(known: Float64Array, before: number): number | undefined {
  if (known.length === 0) return undefined;
  const sizes = ascending(known.map(Math.abs));
  const factor = medianOf(sizes) / before;
  if (factor > FACTOR) return factor;
  return factor > 0 && sizes.at(-1)! * FACTOR < before ? factor : undefined;
}
