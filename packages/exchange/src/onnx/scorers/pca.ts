import { arithmetic } from '../arithmetic.js';
import { flatten } from './flatten.js';
import type { ScorerGraph, ScorerState } from './scorer.js';
import { rowOf } from './reconstruction.js';

/** c·p with c = x − mean and p = scale·c + ((c·Vᵀ)·gains)·V. A hidden number has c = 0. */
export const pcaGraph =
  (state: ScorerState): ScorerGraph =>
  (g, examples) => {
    const m = arithmetic(g, 'float');
    const { x, mask } = flatten(g, examples);
    const { components } = state.arrays;
    const directions = g.weight({ path: 'components', shape: components!.shape, values: components!.values });
    const row = rowOf(g, state);
    const centred = m.mul(m.sub(x, row('mean')!), mask);
    const codes = m.mul(g.node('Gemm', [centred, directions], { transB: 1 }), row('gains')!);
    const { scale } = state.config as { readonly scale: number };
    const contributions = m.mul(centred, m.add(m.mul(centred, scale), m.matMul(codes, directions)));
    return { score: m.sum(m.cast(contributions, 'double')), contributions: () => contributions };
  };
