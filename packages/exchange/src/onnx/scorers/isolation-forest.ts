import { sizeOf } from '@autoencoders/core/internal';
import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import { ELEMENT_TYPES } from '../proto.js';
import { flatten } from './flatten.js';
import type { ScorerGraph, ScorerState } from './scorer.js';
import { treeEnsemble } from './tree-ensemble.js';
import { walkedDeviations, walkedGains } from './tree-walk.js';
import { meanDepth, treesOf } from './trees.js';
import type { TreeArrays, Trees } from './trees.js';

/** 2^(−depth / usual depth), with the mean depth over the trees. A split that shortens the path adds to its number. */
export function isolationForestGraph({ config, arrays }: ScorerState): ScorerGraph {
  const trees = treesOf(Object.fromEntries(Object.entries(arrays).map(([name, { values }]) => [name, values])) as unknown as TreeArrays);
  const usual = meanDepth((config as { readonly sampleSize: number }).sampleSize);
  return (g, examples) => {
    const rows = { ...flatten(g, examples), width: sizeOf(examples.shape) };
    const d = arithmetic(g, 'double');
    const all = examples.allPartial ? walkedDeviations(g, trees, rows) : deviations(g, trees, rows);
    g.at('paths');
    const deviation = d.div(d.cast(all, 'double'), trees.roots.length);
    const score = d.exp(d.mul(d.add(deviation, trees.expected), -Math.LN2 / usual));
    return {
      score,
      contributions() {
        const own = walkedGains(g, trees, rows);
        g.at('paths');
        const m = arithmetic(g, 'float');
        const base = 2 ** (-trees.expected / usual);
        // All gains add up to minus the deviation.
        const flat = d.less(d.abs(deviation), 1e-9);
        const slope = d.where(flat, (base * Math.LN2) / usual, d.div(d.sub(base, score), d.where(flat, 1, deviation)));
        const even = m.div(rows.mask, m.max(m.sum(rows.mask), 1));
        const parts = m.mul(own, m.cast(d.div(slope, trees.roots.length), 'float'));
        return m.add(m.mul(even, base), m.mul(parts, rows.mask));
      },
    };
  };
}

/** An ensemble of trees takes all rows, and those with hidden numbers go down the trees again. */
function deviations(g: Graph, trees: Trees, { x, mask, width }: Parameters<typeof walkedGains>[2]): string {
  g.at('trees');
  const m = arithmetic(g, 'float');
  const complete = treeEnsemble(g, trees, x);
  const isPartial = m.less(g.node('ReduceMin', [mask], { axes: [1], keepdims: 0 }), 1);
  const partial = g.node('Reshape', [g.node('NonZero', [isPartial]), g.ints([-1])]);
  const output = { shape: [1], about: 'how much deeper than expected the leaves are' };
  const unchanged = g.body([], output, (inner) => inner.node('Identity', [complete]));
  const walked = g.body([], output, (inner) => {
    inner.at('walk');
    const [some, known] = [x, mask].map((each) => inner.node('Gather', [each, partial]));
    const found = walkedDeviations(inner, trees, { x: some!, mask: known!, width });
    return inner.node('ScatterElements', [complete, inner.node('Unsqueeze', [partial, inner.ints([1])]), found]);
  });
  return g.node('If', [g.node('Cast', [g.node('Size', [partial])], { to: ELEMENT_TYPES.bool })], {
    then_branch: { body: walked },
    else_branch: { body: unchanged },
  });
}
