import type { Shape } from '@autoencoders/core';
import type { Operation } from '../operation.js';
import { withChannels } from './graph.js';
import type { Graph, Value } from './graph.js';
import type { Node } from './proto.js';

/** Adds to the graph of an ONNX file. */
export interface OnnxGraph {
  /**
   * Adds a node, such as `node('Mul', [x, y])`, and gives the name of its output. An attribute is a whole number, a list of them, a string, or
   * `{ float }`. The operators: https://onnx.ai/onnx/operators.
   */
  readonly node: (operator: string, inputs: readonly string[], attributes?: Node['attributes']) => string;
  /** Adds numbers, and gives their name. Shape `[]` is a scalar. */
  readonly constant: (name: string, values: Float32Array, shape: Shape) => string;
}

/** A layer or a bottleneck that is written. */
export interface OnnxPart {
  /** The arguments of the call that made it, from its config. */
  readonly args: readonly any[];
  /** The names of its weights in the file, by their paths in the layer, such as `kernel`. */
  readonly weights: Readonly<Record<string, string>>;
  /** The shapes of one example before and after it, channels last. */
  readonly input: Shape;
  readonly output: Shape;
}

/**
 * Writes a layer of your own, or what a bottleneck of your own gives outside of training, as operators of ONNX. `x` is the name of its input,
 * `[batch, …input]`. Returns the name of its output, `[batch, …output]`.
 */
export type OnnxLayer = (graph: OnnxGraph, x: string, part: OnnxPart) => string;

/** Adds a layer of others to the graph. */
export function emitOwn(g: Graph, x: Value, { args, weights, shape, path, write }: Extract<Operation, { readonly kind: 'own' }>): Value {
  const names = Object.fromEntries(Object.entries(weights).map(([key, weight]) => [key, g.weight(weight)]));
  const part = { args, weights: names, input: x.shape, output: shape };
  const own: OnnxGraph = {
    node: (operator, inputs, attributes) => g.node(operator, inputs, attributes),
    constant: (name, values, size) => g.constant(`${path}.${name}`, values, size),
  };
  return { name: write(own, withChannels(g, x, false).name, part), shape, first: false };
}
