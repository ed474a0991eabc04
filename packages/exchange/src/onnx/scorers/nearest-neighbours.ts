import { sizeOf } from '@autoencoders/core/internal';
import { arithmetic } from '../arithmetic.js';
import { flatten } from './flatten.js';
import type { ScorerGraph, ScorerState } from './scorer.js';

interface Config {
  readonly k: number;
  readonly distance: 'kth' | 'mean' | 'squared';
}

/**
 * The distance to the nearest usual examples, over the known numbers, scaled up by the share that they are. All distances are computed in 64 bits as
 * |x|² − 2x·y + |y|², and those of the k nearest from the differences.
 */
export const nearestNeighboursGraph =
  (state: ScorerState): ScorerGraph =>
  (g, examples) => {
    const { k, distance } = state.config as Config;
    const m = arithmetic(g, 'double');
    const width = sizeOf(examples.shape);
    const flat = flatten(g, examples);
    const usual = m.cast(
      g.weight({ path: 'rows', shape: [state.arrays.rows!.values.length / width, width], values: state.arrays.rows!.values }),
      'double',
    );
    const [x, known] = [m.mul(m.cast(flat.x, 'double'), m.cast(flat.mask, 'double')), m.cast(flat.mask, 'double')];
    const transposed = (y: string): string => g.node('Transpose', [y], { perm: [1, 0] });
    const shifted = m.add(m.matMul(known, transposed(m.square(usual))), m.matMul(x, m.mul(transposed(usual), -2)));
    const found = g.node('TopK', [shifted, g.ints([k])], { axis: -1, largest: 0 }, 2);
    const places = distance === 'kth' ? g.node('Slice', [`${found}:1`, g.ints([k - 1]), g.ints([k]), g.ints([1])]) : `${found}:1`;
    const last = g.ints([2]);
    const apart = g.node('Unsqueeze', [x, g.ints([1])]);
    const knownToo = g.node('Unsqueeze', [known, g.ints([1])]);
    // [batch, neighbours, width]
    const squares = m.square(m.mul(m.sub(apart, g.node('Gather', [usual, places])), knownToo));
    const all = g.node('ReduceSum', [squares, last], { keepdims: 1 });
    const scale = m.div(width, m.max(g.node('ReduceSum', [knownToo, last], { keepdims: 1 }), 1));
    const squared = m.mul(all, scale);
    const neighbours = distance === 'kth' ? 1 : k;
    const share = m.div(distance === 'squared' ? squared : m.sqrt(squared), neighbours);
    const total = (y: string): string => g.node('ReduceSum', [y, g.ints([1])], { keepdims: 0 });
    return {
      score: total(share),
      contributions: () => m.cast(total(m.mul(m.div(squares, m.where(m.lessOrEqual(all, 0), 1, all)), share)), 'float'),
    };
  };
