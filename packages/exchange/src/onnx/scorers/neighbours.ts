import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import type { ScorerState } from './scorer.js';

/** Rows, and which of their numbers are known: `[batch, width]`, float64. Hidden numbers are 0. */
export interface KnownRows {
  readonly x: string;
  readonly known: string;
  readonly width: number;
}

/** How the nearest usual rows make a score. */
export interface Search {
  readonly k: number;
  readonly distance: 'kth' | 'mean' | 'squared';
}

/** The nearest usual rows, float64. */
interface Neighbours {
  /** Their places among the usual rows, `[batch, neighbours]`. */
  readonly places: string;
  /** (xᵢ − yᵢ)² of known numbers, `[batch, neighbours, width]`, and their sum. */
  readonly squares: string;
  readonly all: string;
  /** What each adds to the score, `[batch, neighbours, 1]`. */
  readonly share: string;
}

/** Rows of the state of a scorer, `[rows, width]`, in 64 bits. */
export function storedRows(g: Graph, { arrays }: ScorerState, path: string, width: number): string {
  const { values } = arrays[path]!;
  return arithmetic(g, 'double').cast(g.weight({ path, shape: [values.length / width, width], values }), 'double');
}

/** Adds up numbers of all neighbours, `[batch, neighbours, n] → [batch, n]`. */
export const overNeighbours = (g: Graph, x: string): string => g.node('ReduceSum', [x, g.ints([1])], { keepdims: 0 });

/** Numbers of rows beside those of neighbours, `[batch, n] → [batch, 1, n]`. */
export const besideNeighbours = (g: Graph, x: string): string => g.node('Unsqueeze', [x, g.ints([1])]);

/**
 * The nearest usual rows over the known numbers, with distances scaled up by the share that they are. All distances are computed in 64 bits as
 * |x|² − 2x·y + |y|², and those of the k nearest from the differences.
 */
export function neighbours(g: Graph, { x, known, width }: KnownRows, usual: string, { k, distance }: Search): Neighbours {
  const m = arithmetic(g, 'double');
  const join = (a: string, b: string): string => g.node('Concat', [a, b], { axis: 1 });
  const others = g.node('Transpose', [join(m.square(usual), m.mul(usual, -2))], { perm: [1, 0] });
  // |y|² − 2x·y in one product, so that there is one matrix of all pairs.
  const shifted = m.matMul(join(known, x), others);
  const found = g.node('TopK', [shifted, g.ints([k])], { axis: -1, largest: 0 }, 2);
  const places = distance === 'kth' ? g.node('Slice', [`${found}:1`, g.ints([k - 1]), g.ints([k]), g.ints([1])]) : `${found}:1`;
  const isKnown = besideNeighbours(g, known);
  const squares = m.square(m.mul(m.sub(besideNeighbours(g, x), g.node('Gather', [usual, places])), isKnown));
  const all = m.sum(squares);
  const squared = m.mul(all, m.div(width, m.max(m.sum(isKnown), 1)));
  return { places, squares, all, share: m.div(distance === 'squared' ? squared : m.sqrt(squared), distance === 'kth' ? 1 : k) };
}
