import type { BottleneckOperations, ModelOperations } from '../operation.js';
import { emit } from './emit.js';
import { withChannels } from './graph.js';
import type { Graph, Value } from './graph.js';

/** The mean and the log-variance of a Gaussian bottleneck, of what the encoder gives. */
export function posterior(
  g: Graph,
  encoded: Value,
  { mean, logVar, logVarRange }: Extract<BottleneckOperations, { readonly kind: 'gaussian' }>,
): { readonly mean: Value; readonly logVar: Value } {
  return { mean: emit(g, encoded, mean.operations), logVar: clipped(g, emit(g, encoded, logVar.operations), logVarRange) };
}

/** A tensor within bounds. */
function clipped(g: Graph, value: Value, range: readonly [number, number] | undefined): Value {
  if (!range) return value;
  const [least, greatest] = range.map((bound) => g.scalar(bound, 'float'));
  return { ...value, name: g.node('Clip', [value.name, least!, greatest!]) };
}

/** mean + exp(logVar / 2)·noise. */
export function drawn(g: Graph, mean: Value, logVar: Value, noise = 'noise'): Value {
  const deviation = g.node('Exp', [g.node('Mul', [logVar.name, g.scalar(0.5, 'float')])]);
  return { ...mean, name: g.node('Add', [mean.name, g.node('Mul', [deviation, noise])]) };
}

/** What the decoder makes of codes, channels last. */
export const decoded = (g: Graph, codes: Value, { decoder }: ModelOperations): Value =>
  withChannels(g, emit(g, codes, decoder.operations), false);

/** The codes of examples. A Gaussian bottleneck gives its mean. */
export const codesOf = (g: Graph, x: Value, { encoder, bottleneck }: ModelOperations): Value =>
  emit(g, emit(g, x, encoder.operations), (bottleneck.kind === 'plain' ? bottleneck.codes : bottleneck.mean).operations);

/** What a model makes of examples, channels last. */
export const reconstructed = (g: Graph, x: Value, operations: ModelOperations): Value => decoded(g, codesOf(g, x, operations), operations);
