import { sizeOf } from '@autoencoders/core/internal';
import { arithmetic } from '../arithmetic.js';
import { flatten } from './flatten.js';
import { neighbours, overNeighbours, storedRows } from './neighbours.js';
import type { Search } from './neighbours.js';
import type { ScorerGraph, ScorerState } from './scorer.js';

/** The distance to the nearest usual examples. A number adds (xᵢ − yᵢ)² in proportion. */
export const nearestNeighboursGraph =
  (state: ScorerState): ScorerGraph =>
  (g, examples) => {
    const m = arithmetic(g, 'double');
    const width = sizeOf(examples.shape);
    const flat = flatten(g, examples);
    const known = m.cast(flat.mask, 'double');
    const usual = storedRows(g, state, 'rows', width);
    const { squares, all, share } = neighbours(
      g,
      { x: m.mul(m.cast(flat.x, 'double'), known), known, width },
      usual,
      state.config as Search,
    );
    return {
      score: overNeighbours(g, share),
      contributions: () => m.cast(overNeighbours(g, m.mul(m.div(squares, m.where(m.lessOrEqual(all, 0), 1, all)), share)), 'float'),
    };
  };
