import { sizeOf } from '@autoencoders/core/internal';
import type { FeatureLayout } from '@autoencoders/tables';
import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import type { Examples, Scored } from './scorer.js';

/** A score from what each number adds to it, `[batch, …shape]`, float32. Hidden numbers add nothing. */
export function summed(g: Graph, contributions: string, { mask, shape }: Examples): Scored {
  const m = arithmetic(g, 'double');
  const flat = g.node('Reshape', [m.mul(contributions, mask), g.ints([-1, sizeOf(shape)])]);
  return { score: m.sum(m.cast(flat, 'double')), contributions: () => flat };
}

/** (x − x̂)² of each number; with a layout, the terms of `mixedLoss`, as in @autoencoders/anomaly. */
export function elementErrors(g: Graph, logits: string, target: string, layout: FeatureLayout | undefined): string {
  const m = arithmetic(g, 'float');
  if (!layout) return m.square(m.sub(target, logits));
  const { numbers, yesNo, categories } = layout;
  const parts = [
    { weights: numbers, levels: 1, errors: (l: string, x: string) => m.square(m.sub(x, l)) },
    { weights: yesNo, levels: 1, errors: (l: string, x: string) => g.node('Softplus', [m.neg(m.mul(x, l))]) },
    ...categories.map(({ levels, weights }) => ({
      weights,
      levels,
      errors(l: string, x: string) {
        const logShares = g.node('LogSoftmax', [g.node('Reshape', [l, g.ints([0, weights.length, levels])])], { axis: -1 });
        return m.neg(m.mul(x, g.node('Reshape', [logShares, g.ints([0, weights.length * levels])])));
      },
    })),
  ].filter(({ weights }) => weights.length > 0);
  let start = 0;
  const errors = parts.map(({ weights, levels, errors: of }, i) => {
    const end = start + weights.length * levels;
    const part = (x: string): string => (parts.length === 1 ? x : g.node('Slice', [x, g.ints([start]), g.ints([end]), g.ints([1])]));
    const each = weights.flatMap((weight) => Array<number>(levels).fill(weight));
    const found = m.mul(of(part(logits), part(target)), m.row(`layout.${i}`, each));
    start = end;
    return found;
  });
  return errors.length === 1 ? errors[0]! : g.node('Concat', errors, { axis: 1 });
}
