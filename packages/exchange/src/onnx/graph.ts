import type { Shape } from '@autoencoders/core';
import type { Weight } from '../operation.js';
import type { Body, Constant, ValueInfo, Node } from './proto.js';

/**
 * A tensor of the graph. `shape` is that of one example, channels last, however the numbers lie: `first` says that the channels are the first
 * axis after the batch, as ONNX's convolutions have them.
 */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
  readonly first: boolean;
}

/** Builds a graph, node by node. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  /** Adds a node and gives the name of its output. `outputs` is for nodes that have several. */
  readonly node: (operator: string, inputs: readonly string[], attributes?: Node['attributes'], outputs?: number) => string;
  /** Adds a node of the operators for machine learning, ai.onnx.ml. */
  readonly mlNode: (operator: string, inputs: readonly string[], attributes?: Node['attributes']) => string;
  /** Gives a tensor another name: that of an output of the graph. */
  readonly rename: (from: string, to: string) => void;
  /** A weight, with its axes in another order if that is asked for. The same weight in the same order is in the file once. */
  readonly weight: (weight: Weight, order?: readonly number[]) => string;
  /** A number as a scalar. */
  readonly scalar: (value: number, type: NumberType) => string;
  /** Numbers of any type. The same numbers under the same name are in the file once. */
  readonly constant: (name: string, values: Constant['values'], shape: Shape) => string;
  /** Whole numbers, such as a shape. */
  readonly ints: (values: readonly number[]) => string;
  /** The part of the model that the next nodes belong to, for their names. */
  readonly at: (path: string) => void;
  /**
   * A graph within this one, for a node that runs it. `fill` gets the graph and the names of its inputs, and gives the name of its output. The
   * constants stand outside of it.
   */
  readonly body: (
    inputs: readonly ValueInfo[],
    output: Omit<ValueInfo, 'name'>,
    fill: (g: Graph, inputs: readonly string[]) => string,
  ) => Body;
}

/** The types that formulas are in. */
export type NumberType = 'float' | 'double' | 'int64';

/** Numbers as constants of a type. */
export const valuesOf = (values: ArrayLike<number>, type: NumberType): Constant['values'] =>
  type === 'float' ? Float32Array.from(values) : type === 'double' ? Float64Array.from(values) : Array.from(values, BigInt);

/** What a graph shares with those within it. */
interface Shared {
  readonly constants: Map<string, Constant>;
  readonly names: Set<string>;
}

/** The same graph, in which all paths begin with `prefix`: for a part that has several models. */
export const within = (g: Graph, prefix: string): Graph => ({
  ...g,
  weight: (weight, order) => g.weight({ ...weight, path: `${prefix}${weight.path}` }, order),
  at: (path) => g.at(`${prefix}${path}`),
  body: (inputs, output, fill) => g.body(inputs, output, (inner, names) => fill(within(inner, prefix), names)),
});

/** Gives names that nothing else has, and adds constants, each of them once. */
function namer({ constants, names }: Shared) {
  return {
    fresh(wanted: string): string {
      let name = wanted;
      for (let n = 2; names.has(name); n++) name = `${wanted}_${n}`;
      names.add(name);
      return name;
    },
    constant(wanted: string, shape: Shape, values: Constant['values']): string {
      let name = wanted;
      for (let n = 2; constants.has(name) && !isEqual(constants.get(name)!.values, values); n++) name = `${wanted}_${n}`;
      if (!constants.has(name)) constants.set(name, { name, shape, values });
      return name;
    },
  };
}

const isEqual = (a: Constant['values'], b: Constant['values']): boolean =>
  a === b || (a.constructor === b.constructor && a.length === b.length && a.every((value, i) => Object.is(value, b[i])));

/** An empty graph. */
export function graph(shared: Shared = { constants: new Map(), names: new Set() }): Graph {
  const nodes: Node[] = [];
  const { fresh, constant } = namer(shared);
  let place = '';
  const add = (operator: string, inputs: readonly string[], attributes: Node['attributes'], outputs: number, domain?: Node['domain']) => {
    const name = fresh(`${place}/${operator}`);
    const made = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
    nodes.push({ operator, name, inputs, outputs: made, attributes, domain });
    return name;
  };
  return {
    nodes,
    get constants() {
      return [...shared.constants.values()];
    },
    node: (operator, inputs, attributes = {}, outputs = 1) => add(operator, inputs, attributes, outputs),
    mlNode: (operator, inputs, attributes = {}) => add(operator, inputs, attributes, 1, 'ai.onnx.ml'),
    rename(from, to) {
      nodes.push({ operator: 'Identity', name: fresh(`output/${to}`), inputs: [from], outputs: [to], attributes: {} });
    },
    weight({ path, shape, values }, order) {
      if (!order) return constant(path, shape, values);
      const sizes = order.map((axis) => shape[axis]!);
      return constant(`${path}.${order.join('')}`, sizes, reordered(values, shape, order));
    },
    scalar: (value, type) => constant(`${type} ${value}`, [], valuesOf([value], type)),
    constant: (name, values, shape) => constant(`${place}.${name}`, shape, values),
    ints: (values) => constant(`[${values.join(', ')}]`, [values.length], values.map(BigInt)),
    at(path) {
      place = path;
    },
    body(inputs, output, fill) {
      const inner = graph(shared);
      const own = inputs.map((input) => ({ ...input, name: fresh(`${place}/${input.name}`) }));
      const names = own.map(({ name }) => name);
      return { name: `${place}/body`, inputs: own, outputs: [{ ...output, name: fill(inner, names) }], nodes: inner.nodes };
    },
  };
}

/** Numbers with their axes in another order: axis i of the result is axis `order[i]`. */
function reordered(values: Float32Array, shape: Shape, order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const sizes = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => strides[axis]!);
  const result = new Float32Array(values.length);
  const at = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++at[axis]! < sizes[axis]!) break;
      from -= steps[axis]! * sizes[axis]!;
      at[axis] = 0;
    }
  }
  return result;
}

/** The order of axes that moves the channels to the front, and the one that moves them back. The batch stays. */
export const toFirst = (rank: number): readonly number[] => [0, rank, ...Array.from({ length: rank - 1 }, (_, i) => i + 1)];
export const toLast = (rank: number): readonly number[] => [0, ...Array.from({ length: rank - 1 }, (_, i) => i + 2), 1];

/** The same tensor with its channels first, or last. Flat examples have no positions, and are both. */
export function withChannels(g: Graph, value: Value, first: boolean): Value {
  const rank = value.shape.length;
  if (value.first === first || rank === 1) return { ...value, first };
  return { ...value, first, name: g.node('Transpose', [value.name], { perm: first ? toFirst(rank) : toLast(rank) }) };
}
