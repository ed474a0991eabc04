import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import { placesNear, withZeroRow } from './series-rows.js';
import type { SeriesOptions, SeriesRows } from './series-rows.js';
import type { Windows } from './windows.js';

/** Scores of steps, `[time]`, and what each column adds, `[time, columns]`, float64. NaN where no window covers a step. */
export interface StepScores {
  readonly score: string;
  readonly contributions: string;
}

/** What windows say of each step that they cover, combined: as `scoreSeries` of @autoencoders/anomaly. `contributions` are those of windows. */
export function stepScores(
  g: Graph,
  rows: SeriesRows,
  { examples, count, usable }: Windows,
  contributions: string,
  options: SeriesOptions,
): StepScores {
  g.at('steps');
  const [length, columns] = examples.shape as readonly [number, number];
  const { per = 'window', combine = 'mean', delay = length - 1 } = options;
  const m = arithmetic(g, 'double');
  const n = arithmetic(g, 'int64');
  // Window j of a step begins length − 1 − j steps before it.
  const offsets = Array.from({ length: delay + 1 }, (_, j) => j - length + 1);
  const { at, exists } = placesNear(g, rows.places, offsets, count);
  const each = m.cast(contributions, 'double');
  const table =
    per === 'window'
      ? g.node('ReduceSum', [g.node('Reshape', [each, g.ints([-1, length, columns])]), g.ints([1])], { keepdims: 0 })
      : g.node('Reshape', [each, g.ints([-1, columns])]);
  const step = n.where(
    exists,
    n.row(
      'within',
      offsets.map((offset) => -offset),
    ),
    0,
  );
  const said = g.node('Gather', [withZeroRow(g, table, 2), per === 'window' ? at : n.add(n.mul(at, length), step)]);
  const counts = g.node('Unsqueeze', [g.node('Gather', [withZeroRow(g, usable, 1), at]), g.ints([2])]);
  const isKnown = m.cast(g.node('ReduceMax', [rows.known], { axes: [1], keepdims: 1 }), 'bool');
  const covered = g.node('ReduceSum', [counts, g.ints([1])], { keepdims: 0 });
  const hasScore = m.and(isKnown, m.less(0, covered));
  const combined = (combine === 'mean' ? meanOf : medianOf)(g, said, m.cast(counts, 'bool'), covered, columns);
  const found = m.where(hasScore, combined, NaN);
  return { score: g.node('ReduceSum', [found, g.ints([1])], { keepdims: 0 }), contributions: found };
}

/** The mean over the second axis of those that count: `[time, windows, columns] → [time, columns]`. `covered` is how many do, `[time, 1]`. */
function meanOf(g: Graph, said: string, counts: string, covered: string): string {
  const m = arithmetic(g, 'double');
  return m.div(g.node('ReduceSum', [m.where(counts, said, 0), g.ints([1])], { keepdims: 0 }), m.max(1, covered));
}

/** The median in the same way. */
function medianOf(g: Graph, said: string, counts: string, covered: string, columns: number): string {
  const m = arithmetic(g, 'double');
  const n = arithmetic(g, 'int64');
  const one = g.node('Slice', [g.node('Shape', [said]), g.ints([1]), g.ints([2])]);
  const sorted = g.node('TopK', [m.where(counts, said, Infinity), one], { axis: 1, largest: 0 }, 2);
  const whole = n.cast(covered, 'int64');
  const at = (place: string): string => {
    const columnwise = n.add(g.node('Unsqueeze', [place, g.ints([1])]), g.constant('columns', Array<bigint>(columns).fill(0n), [columns]));
    return g.node('Squeeze', [g.node('GatherElements', [sorted, columnwise], { axis: 1 }), g.ints([1])]);
  };
  const lower = n.max(0, n.div(n.sub(whole, 1), 2));
  const upper = n.div(whole, 2);
  // Where all count and their number is even, both middles exist; where none counts, the first place does.
  return m.mul(m.add(at(lower), at(upper)), 0.5);
}
