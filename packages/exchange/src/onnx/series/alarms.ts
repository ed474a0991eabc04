import { arithmetic } from '../arithmetic.js';
import type { Arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import { alarmsAbove } from '../threshold.js';
import { placesNear, runningSum, withZeroRow } from './series-rows.js';
import type { SeriesRows } from './series-rows.js';

/** How steps above the threshold become alarms, as `flagsOf` of @autoencoders/anomaly. */
export interface AlarmRule {
  readonly minLength?: number | undefined;
  readonly vote?: { readonly of: number; readonly atLeast: number } | undefined;
}

/** Looks at steps near each step: `[time] → [time, offsets]`. It gives 0 where there is no step, or where a gap or a step without a score lies between. */
type Look = (x: string, offsets: readonly number[]) => string;

/** Which steps are part of an alarm, `[time]`, bool. */
export function alarms(g: Graph, rows: SeriesRows, score: string, threshold: number, { minLength = 1, vote }: AlarmRule): string {
  g.at('alarms');
  const m = arithmetic(g, 'double');
  const above = m.cast(m.less(alarmsAbove(threshold), score), 'double');
  const look = looker(g, m, rows, score);
  const voted = vote ? byVote(g, m, look, above, vote) : above;
  return m.cast(minLength > 1 ? longRuns(g, m, look, voted, minLength) : voted, 'bool');
}

function looker(g: Graph, m: Arithmetic, { places, count, gaps }: SeriesRows, score: string): Look {
  const without = runningSum(g, m.cast(m.isNaN(score), 'double'));
  // Steps without a score are never above, so that steps of one run have the same counts before them.
  const run = gaps ? m.add(gaps, without) : without;
  return (x, offsets) => {
    const { at } = placesNear(g, places, offsets, count);
    const near = (y: string): string => g.node('Gather', [withZeroRow(g, y, 1), at]);
    const together = m.cast(m.equal(near(run), g.node('Unsqueeze', [run, g.ints([1])])), 'double');
    return m.mul(near(x), together);
  };
}

const back = (steps: number): readonly number[] => Array.from({ length: steps }, (_, i) => -i);
const ahead = (steps: number): readonly number[] => Array.from({ length: steps }, (_, i) => i);
const sumOf = (g: Graph, x: string): string => g.node('ReduceSum', [x, g.ints([1])], { keepdims: 0 });
const any = (g: Graph, x: string): string => g.node('ReduceMax', [x], { axes: [1], keepdims: 0 });

/** Steps in runs of at least so many. */
function longRuns(g: Graph, m: Arithmetic, look: Look, flagged: string, minLength: number): string {
  const isEnd = m.cast(m.equal(sumOf(g, look(flagged, back(minLength))), minLength), 'double');
  return any(g, look(isEnd, ahead(minLength)));
}

/** Steps from the first to the last of `atLeast` that are above, of `of` in a row. */
function byVote(
  g: Graph,
  m: Arithmetic,
  look: Look,
  above: string,
  { of, atLeast }: { readonly of: number; readonly atLeast: number },
): string {
  const before = look(above, back(of));
  const isVote = m.mul(above, m.cast(m.lessOrEqual(atLeast, sumOf(g, before)), 'double'));
  // How many steps a vote reaches back, itself included; 0 for none.
  const found = g.node('CumSum', [before, g.scalar(1, 'int64')]);
  const reach = m.mul(isVote, m.add(sumOf(g, m.cast(m.less(found, atLeast), 'double')), 1));
  const reached = m.less(m.row('ahead', ahead(of)), look(reach, ahead(of)));
  return any(g, m.cast(reached, 'double'));
}
