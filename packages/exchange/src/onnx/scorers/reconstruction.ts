import { sizeOf } from '@autoencoders/core/internal';
import type { FeatureLayout } from '@autoencoders/tables';
import { arithmetic } from '../arithmetic.js';
import type { Graph } from '../graph.js';
import { reconstructed } from '../model-graph.js';
import { elementErrors, summed } from './contributions.js';
import { netOf } from './net-state.js';
import type { ScorerGraph, ScorerState } from './scorer.js';

/** Σ over probes of weights · errors, of what a net restores. */
export async function reconstructionGraph(call: string, state: ScorerState): Promise<ScorerGraph> {
  const operations = await netOf(call, state, (name) => name === 'fill' || name.startsWith('probes.'));
  const { layout, probes } = state.config as { readonly layout?: FeatureLayout | null; readonly probes: number };
  return (g, examples) => {
    const { x, shape } = examples;
    const m = arithmetic(g, 'float');
    const row = rowOf(g, state);
    const errors = Array.from({ length: probes }, (_, i) => {
      g.at(`probes.${i}`);
      const [shown, noise] = [row(`probes.${i}.shown`), row(`probes.${i}.noise`)];
      const noisy = noise ? m.add(x, noise) : x;
      const seen = shown ? m.add(row('fill')!, m.mul(m.sub(noisy, row('fill')!), shown)) : noisy;
      const { name } = reconstructed(g, { name: seen, shape, first: false }, operations);
      g.at(`probes.${i}`);
      return m.mul(elementErrors(g, name, x, layout ?? undefined), row(`probes.${i}.weights`)!);
    });
    return summed(g, errors.reduce(m.add as (a: string, b: string) => string), examples);
  };
}

/** Arrays of the state of a scorer as constants `[1, …shape]`. */
export const rowOf =
  (g: Graph, { arrays }: ScorerState) =>
  (path: string): string | undefined => {
    const array = arrays[path];
    return array && g.weight({ path, shape: [1, ...array.shape], values: array.values });
  };

/** A number for each example, `[batch, 1]`, as even shares for the numbers of its shape. */
export const evenly = (g: Graph, each: string, shape: readonly number[]): string => {
  const share = g.node('Mul', [each, g.scalar(1 / sizeOf(shape), 'float')]);
  return shape.length === 1 ? share : g.node('Reshape', [share, g.ints([-1, ...shape.map(() => 1)])]);
};
