import { permutation } from '@autoencoders/core';
import type { ArrayDataset, Shape } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { nearestRows } from '@autoencoders/metrics/internal';
import type { GivenRows, NearestRows } from '@autoencoders/metrics/internal';
import type { Method, Scorer, ScoreOptions, Scores, ScorerState } from '../types.js';
import { pickFloats, scoredRows, usualRows } from './rows.js';
import type { Rows } from './rows.js';
import { arrayOf, shapeOf, wholeOf } from './state.js';

/** Options of `nearestNeighbours`. */
export interface NearestNeighboursOptions {
  /** How many neighbours. Default 5. */
  readonly k?: number | undefined;
  /**
   * The score: the distance to the `k`-th neighbour, the mean of the distances to all `k`, or the mean of
   * their squares, to add up with other squares. Default `'kth'`. */
  readonly distance?: 'kth' | 'mean' | 'squared' | undefined;
  /** At most this many usual examples are kept, chosen by the seed. Default: all. */
  readonly maxRows?: number | undefined;
}

/** How the nearest usual examples make a score. */
export interface Neighbours {
  readonly shape: Shape;
  readonly k: number;
  readonly distance: 'kth' | 'mean' | 'squared';
  /** The usual examples, `[rows, …shape]`. */
  readonly rows: Float32Array;
}

const KIND = 'nearestNeighbours';

/**
 * Distance to the nearest usual examples. The score is the Euclidean distance d to the `k`-th of them, or the mean of the `k` distances. A
 * number of the example adds (xᵢ − yᵢ)² / d, where y is the neighbour. Distances are computed in blocks and compared in float64, so that
 * scores are the same on every backend. A hidden cell is left out, and the squared distance of the others is scaled up by the share that
 * they are. Throws when there are fewer than `k` usual examples. Ramaswamy, Rastogi & Shim, "Efficient algorithms for mining outliers from
 * large data sets", 2000; Angiulli & Pizzuti, "Fast outlier detection in high dimensional spaces", 2002.
 */
export function nearestNeighbours(options: NearestNeighboursOptions = {}): Method {
  checkOptions(KIND, options, { k: true, distance: true, maxRows: true });
  const { k = 5, distance = 'kth', maxRows } = options;
  checkInteger(KIND, 'k', k, 1);
  check(['kth', 'mean', 'squared'].includes(distance), `${KIND}: distance must be 'kth', 'mean' or 'squared', not ${String(distance)}`);
  if (maxRows !== undefined) checkInteger(KIND, 'maxRows', maxRows, k);
  return {
    kind: KIND,
    fit: async (usual, { seed = 0 } = {}) => {
      const { count, width, values } = usualRows(KIND, usual, k);
      const rows =
        maxRows === undefined || count <= maxRows
          ? values
          : pickFloats(values, width, permutation(count, seed).subarray(0, maxRows).sort());
      return neighbourScorer({ shape: usual.shape, k, distance, rows });
    },
  };
}

/** The scorer of a state. */
export function openNearestNeighbours(state: ScorerState): Scorer {
  const shape = shapeOf(state);
  const rows = arrayOf(state, 'rows', [-1, ...shape]);
  const k = wholeOf(state, 'k', 1, rows.length / sizeOf(shape));
  const { distance } = state.config as { readonly distance: Neighbours['distance'] };
  check(
    ['kth', 'mean', 'squared'].includes(distance),
    `openScorer: distance of ${KIND} must be 'kth', 'mean' or 'squared', not ${String(distance)}`,
  );
  return neighbourScorer({ shape, k, distance, rows });
}

function neighbourScorer(neighbours: Neighbours): Scorer {
  const { shape, k, distance, rows } = neighbours;
  const search = nearestRows(rows, sizeOf(shape), k);
  const dispose = (): void => undefined;
  return {
    kind: KIND,
    shape,
    score: (examples, options) => score(neighbours, search, examples, options),
    state: async () => ({
      kind: KIND,
      config: { shape, k, distance },
      arrays: { rows: { shape: [rows.length / sizeOf(shape), ...shape], values: rows } },
    }),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

async function score(
  neighbours: Neighbours,
  search: NearestRows,
  examples: ArrayDataset,
  { contributions = false }: ScoreOptions = {},
): Promise<Scores> {
  const { shape, rows: usual } = neighbours;
  const width = sizeOf(shape);
  const rows = scoredRows(KIND, shape, examples, new Float32Array(width));
  const values = new Float64Array(rows.count);
  const parts = contributions ? new Float64Array(rows.values.length) : undefined;
  await eachNeighbour(rows, search, neighbours, (row, place, share) => {
    values[row]! += share;
    if (parts) addShares(parts, rows, row, usual.subarray(place * width, (place + 1) * width), share);
  });
  return { values, contributions: parts };
}

/** Gives what each of the nearest usual examples adds to the score of each row to `use`. */
export const eachNeighbour = (
  rows: GivenRows,
  search: NearestRows,
  { k, distance }: Pick<Neighbours, 'k' | 'distance'>,
  use: (row: number, place: number, share: number) => void,
): Promise<void> =>
  search(rows, (row, place, squared, rank) => {
    if (distance === 'kth' && rank < k - 1) return;
    use(row, place, distance === 'squared' ? squared / k : Math.sqrt(squared) / (distance === 'kth' ? 1 : k));
  });

/** Adds `share` to the contributions of a row, divided among its numbers in proportion to their squared differences to `neighbour`. */
function addShares(parts: Float64Array, { values, width, mask }: Rows, row: number, neighbour: Float32Array, share: number): void {
  const at = row * width;
  const squares = Float64Array.from(neighbour, (value, i) => (mask && mask[at + i] === 0 ? 0 : (values[at + i]! - value) ** 2));
  const all = squares.reduce((sum, square) => sum + square, 0);
  if (all > 0) for (let i = 0; i < width; i++) parts[at + i]! += (squares[i]! / all) * share;
}
