import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import type { Examples } from '../scorers/scorer.js';
import { placesNear, range, runningSum, withZeroRow } from './series-rows.js';
import type { SeriesRows } from './series-rows.js';

/** All overlapping windows of a series. */
export interface Windows {
  readonly examples: Examples;
  /** How many there are, a scalar; at least 1. */
  readonly count: string;
  /** 1 for each window that counts, `[windows]`, float64: one that crosses no gap, and has no missing value unless they are masked. */
  readonly usable: string;
}

/**
 * The windows `[steps, columns]` of a series. A series that is shorter than a window has one that does not count and repeats its last row:
 * onnxruntime crashes where nothing is to be scored.
 */
export function windowsOf(g: Graph, rows: SeriesRows, [length, columns]: readonly [number, number], missing: 'skip' | 'mask'): Windows {
  g.at('windows');
  const n = arithmetic(g, 'int64');
  const count = n.max(1, n.sub(rows.count, length - 1));
  const starts = range(g, count);
  const steps = Array.from({ length }, (_, i) => i);
  const last = n.sub(rows.count, 1);
  const at = n.min(last, n.add(g.node('Unsqueeze', [starts, g.ints([1])]), n.row('steps', steps)));
  const of = (x: string): string => g.node('Gather', [x, at]);
  const ends = n.add(starts, length - 1);
  const isInside = n.less(ends, rows.count);
  const usable = n.and(isInside, isUsable(g, rows, starts, n.min(last, ends), missing));
  const shape = [length, columns];
  const found = { count, usable: n.cast(usable, 'double') };
  if (missing === 'skip') {
    const x = of(rows.values);
    return { examples: { x, mask: g.node('Expand', [g.scalar(1, 'float'), g.node('Shape', [x])]), shape }, ...found };
  }
  const { values, age } = lastKnown(g, rows, length);
  const isWithin = n.lessOrEqual(of(age), g.constant('place', steps.map(BigInt), [length, 1]));
  return { examples: { x: arithmetic(g, 'float').where(isWithin, of(values), 0), mask: of(rows.known), shape }, ...found };
}

/** Whether windows cross no gap, and have no missing values unless these are masked. */
function isUsable(g: Graph, { known, gaps }: SeriesRows, starts: string, ends: string, missing: 'skip' | 'mask'): string {
  const m = arithmetic(g, 'double');
  const gather = (x: string, places: string): string => g.node('Gather', [x, places]);
  const isWhole = gaps ? m.equal(gather(gaps, starts), gather(gaps, ends)) : m.lessOrEqual(starts, ends);
  if (missing === 'mask') return isWhole;
  const holes = m.cast(m.less(g.node('ReduceMin', [m.cast(known, 'double')], { axes: [1], keepdims: 0 }), 1), 'double');
  const isComplete = m.equal(gather(runningSum(g, holes), ends), gather(runningSum(g, holes, true), starts));
  return m.and(isWhole, isComplete);
}

/** The last known value up to each step, `[time, columns]`, and how many steps ago that was: `length` where it is longer ago. */
function lastKnown(
  g: Graph,
  { values, known, places, count }: SeriesRows,
  length: number,
): { readonly values: string; readonly age: string } {
  const n = arithmetic(g, 'int64');
  const { at } = placesNear(
    g,
    places,
    Array.from({ length }, (_, i) => -i),
    count,
  );
  const before = g.node('Gather', [withZeroRow(g, known, 2), at]);
  const any = g.node('ReduceMax', [before], { axes: [1], keepdims: 0 });
  const age = n.where(n.cast(any, 'bool'), g.node('ArgMax', [before], { axis: 1, keepdims: 0 }), length);
  const row = n.max(0, n.sub(g.node('Unsqueeze', [places, g.ints([1])]), age));
  return { values: g.node('GatherElements', [values, row], { axis: 0 }), age };
}
