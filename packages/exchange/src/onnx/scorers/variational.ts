import { sizeOf } from '@autoencoders/core/internal';
import type { BottleneckOperations, ModelOperations } from '../../operation.js';
import { arithmetic } from '../arithmetic.js';
import { emit } from '../emit.js';
import type { Graph, Value } from '../graph.js';
import { decoded, drawn, posterior } from '../model-graph.js';
import { summed } from './contributions.js';
import { netOf } from './net-state.js';
import { evenly } from './reconstruction.js';
import type { Examples, ScorerGraph, ScorerState } from './scorer.js';

/** The negative ELBO at the mean code, or the importance-sampled −ln p(x), of a variational autoencoder. */
export async function variationalGraph(call: string, state: ScorerState): Promise<ScorerGraph> {
  const operations = await netOf(call, state, (name) => name === 'variances' || name === 'draws');
  const { variances, draws } = state.arrays as Readonly<Record<'variances' | 'draws', ScorerState['arrays'][string]>>;
  const bottleneck = operations.bottleneck as Extract<BottleneckOperations, { readonly kind: 'gaussian' }>;
  return (g, examples) => {
    const { x, shape } = examples;
    const encoded = emit(g, { name: x, shape, first: false }, operations.encoder.operations);
    const { mean, logVar } = posterior(g, encoded, bottleneck);
    const nll = negativeLogLikelihood(g, examples, variances.values);
    const parts = { mean, logVar, nll, operations };
    const found = draws.values.length > 0 ? sampled(g, examples, parts, draws.values) : elbo(g, examples, parts);
    return summed(g, found, examples);
  };
}

interface Parts {
  readonly mean: Value;
  readonly logVar: Value;
  readonly nll: (output: Value) => string;
  readonly operations: ModelOperations;
}

/** (x − x̂)² / 2σ² + ½ ln 2πσ² of each number. */
function negativeLogLikelihood(g: Graph, { x, shape }: Examples, variances: Float32Array): Parts['nll'] {
  const constant = (path: string, of: (v: number) => number): string =>
    g.weight({ path, shape: [1, ...shape], values: Float32Array.from(variances, of) });
  const precisions = constant('precisions', (v) => 1 / (2 * v));
  const constants = constant('constants', (v) => 0.5 * Math.log(2 * Math.PI * v));
  return ({ name }) => {
    g.at('likelihood');
    const m = arithmetic(g, 'float');
    return m.add(m.mul(m.square(m.sub(x, name)), precisions), constants);
  };
}

/** Contributions to the negative ELBO: the terms of each number, and even shares of ½ Σ (μ² + σ² − ln σ² − 1). */
function elbo(g: Graph, { shape }: Examples, { mean, logVar, nll, operations }: Parts): string {
  const own = nll(decoded(g, mean, operations));
  g.at('divergence');
  const m = arithmetic(g, 'float');
  const terms = m.sub(m.add(m.square(mean.name), m.exp(logVar.name)), m.add(logVar.name, 1));
  return m.add(own, evenly(g, m.mul(m.sum(terms), 0.5), shape));
}

/** Contributions to −ln (1/K) Σ p(x|z) p(z) / q(z|x): the terms of each draw by its share, and the rest in even shares. */
function sampled(g: Graph, { shape }: Examples, { mean, logVar, nll, operations }: Parts, draws: Float32Array): string {
  const m = arithmetic(g, 'float');
  const size = mean.shape[0]!;
  const count = draws.length / size;
  const perExample = (x: string): string => m.sum(g.node('Reshape', [x, g.ints([-1, sizeOf(shape)])]));
  const terms = Array.from({ length: count }, (_, k) => {
    const draw = g.weight({ path: `draws.${k}`, shape: [1, size], values: draws.slice(k * size, (k + 1) * size) });
    const codes = drawn(g, mean, logVar, draw);
    const parts = nll(decoded(g, codes, operations));
    const ratio = m.mul(m.sum(m.sub(m.add(m.square(draw), logVar.name), m.square(codes.name))), 0.5);
    return { parts, logWeight: m.sub(ratio, perExample(parts)) };
  });
  g.at('likelihood');
  const logWeights = g.node(
    'Concat',
    terms.map(({ logWeight }) => logWeight),
    { axis: 1 },
  );
  const largest = g.node('ReduceMax', [logWeights], { axes: [-1], keepdims: 1 });
  const total = m.sum(m.exp(m.sub(logWeights, largest)));
  const score = m.sub(Math.log(count), m.add(m.log(total), largest));
  const spread = (each: string): string => (shape.length === 1 ? each : g.node('Reshape', [each, g.ints([-1, ...shape.map(() => 1)])]));
  const own = terms
    .map(({ parts, logWeight }) => m.mul(parts, spread(m.div(m.exp(m.sub(logWeight, largest)), total))))
    .reduce(m.add as (a: string, b: string) => string);
  return m.add(own, evenly(g, m.sub(score, perExample(own)), shape));
}
