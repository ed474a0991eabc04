import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';

/** How the windows of a series become scores of its steps, as `SeriesOptions` of @autoencoders/anomaly. */
export interface SeriesOptions {
  readonly per?: 'window' | 'step' | undefined;
  readonly combine?: 'mean' | 'median' | undefined;
  readonly delay?: number | undefined;
  readonly stride?: number | undefined;
  readonly missing?: 'skip' | 'mask' | undefined;
  readonly longestStep?: number | undefined;
  readonly scaling?: { readonly center: readonly number[]; readonly scale: readonly number[] } | undefined;
}

/** The rows of a series in the graph. */
export interface SeriesRows {
  /** How many there are: a scalar, and in a list. */
  readonly count: string;
  readonly counts: string;
  /** The number of each row, `[time]`, int64. */
  readonly places: string;
  /** Scaled values, 0 where missing, and 1 for each known value: `[time, columns]`, float32. */
  readonly values: string;
  readonly known: string;
  /** How many gaps in time come before each row, `[time]`, float64. Undefined where the detector knows no times. */
  readonly gaps: string | undefined;
}

/** The rows of the inputs `x` and `times`. A value that is not finite is missing. */
export function seriesRows(g: Graph, { scaling, longestStep }: SeriesOptions): SeriesRows {
  g.at('series');
  const m = arithmetic(g, 'double');
  const isKnown = m.less(m.abs('x'), Infinity);
  const scaled = scaling ? m.div(m.sub('x', m.row('center', scaling.center)), m.row('scale', scaling.scale)) : 'x';
  const counts = g.node('Shape', ['x'], { start: 0, end: 1 });
  const count = g.node('Squeeze', [counts]);
  return {
    count,
    counts,
    places: range(g, count),
    values: m.cast(m.where(isKnown, scaled, 0), 'float'),
    known: m.cast(isKnown, 'float'),
    gaps: longestStep === undefined ? undefined : gapsBefore(g, longestStep),
  };
}

function gapsBefore(g: Graph, longestStep: number): string {
  const m = arithmetic(g, 'double');
  const part = (from: number, to: number): string => g.node('Slice', ['times', g.ints([from]), g.ints([to]), g.ints([0])]);
  const isGap = m.less(longestStep, m.sub(part(1, 2 ** 31 - 1), part(0, -1)));
  return runningSum(g, g.node('Pad', [m.cast(isGap, 'double'), g.ints([1, 0])]));
}

/** 0, 1, … before a scalar of int64. */
export const range = (g: Graph, end: string): string => g.node('Range', [g.scalar(0, 'int64'), end, g.scalar(1, 'int64')]);

/** Sums up to each place, or up to the place before it. */
export const runningSum = (g: Graph, x: string, exclusive: boolean = false): string =>
  g.node('CumSum', [x, g.scalar(0, 'int64')], exclusive ? { exclusive: 1 } : {});

/** One more row at the end, of zeros. `rank` is the number of axes. */
export const withZeroRow = (g: Graph, x: string, rank: number): string =>
  g.node('Pad', [x, g.ints([...Array<number>(rank).fill(0), 1, ...Array<number>(rank - 1).fill(0)])]);

/**
 * The places near each row, `[time, offsets]`: its own place + the offset. A place before 0, or from `count` on, becomes `count`: the place of
 * the row of zeros.
 */
export function placesNear(
  g: Graph,
  places: string,
  offsets: readonly number[],
  count: string,
): { readonly at: string; readonly exists: string } {
  const m = arithmetic(g, 'int64');
  const at = m.add(g.node('Unsqueeze', [places, g.ints([1])]), m.row(`offsets ${offsets[0]} to ${offsets.at(-1)}`, offsets));
  const exists = m.and(m.lessOrEqual(0, at), m.less(at, count));
  return { at: m.where(exists, at, count), exists };
}
