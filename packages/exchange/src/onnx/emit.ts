import type { Convolution, Operation, PerAxis, Weight } from '../operation.js';
import { withChannels } from './graph.js';
import type { Graph, Value } from './graph.js';
import { emitOwn } from './own-layer.js';

/*
 * The operators of ONNX that compute what an operation computes: https://onnx.ai/onnx/operators. Only as many transpositions are written as
 * needed: channels stay first between layers that want them so.
 */

type Emitters = {
  readonly [K in Operation['kind']]: (g: Graph, x: Value, operation: Extract<Operation, { readonly kind: K }>) => Value;
};

/** Adds operations to the graph, and gives their result. */
export function emit(g: Graph, x: Value, operations: readonly Operation[]): Value {
  return operations.reduce<Value>((value, operation) => {
    g.at(operation.path);
    return (emitters[operation.kind] as (g: Graph, x: Value, operation: Operation) => Value)(g, value, operation);
  }, x);
}

/** ONNX's pads: all before, then all after. */
const padsOf = ({ before, after }: { readonly before: PerAxis; readonly after: PerAxis }): PerAxis => [...before, ...after];

/** The result of an operator that keeps the shape, in the order of axes that its input has. */
const same = (x: Value, name: string): Value => ({ ...x, name });

/** A vector of one number for each channel, in a shape that fits the order of axes. */
function channelVector(g: Graph, x: Value, { path, values }: Weight): string {
  const positions = x.shape.length - 1;
  const shape = x.first ? [values.length, ...Array<number>(positions).fill(1)] : [values.length];
  return positions === 0 || !x.first
    ? g.weight({ path, values, shape: [values.length] })
    : g.constant(path.split('.').at(-1)!, values, shape);
}

const affine = (g: Graph, x: Value, { gamma, beta }: { readonly gamma: Weight; readonly beta: Weight }): Value =>
  same(x, g.node('Add', [g.node('Mul', [x.name, channelVector(g, x, gamma)]), channelVector(g, x, beta)]));

/** A scalar constant. */
const scalar = (g: Graph, name: string, value: number): string => g.constant(name, Float32Array.of(value), []);

/** The order of the axes of a kernel in ONNX: filters, channels, positions. Both directions of a kernel have the same. */
const kernelOrder = ({ shape }: Weight): readonly number[] => {
  const axes = shape.map((_, axis) => axis);
  return [axes.at(-1)!, axes.at(-2)!, ...axes.slice(0, -2)];
};

function convolve(g: Graph, x: Value, operator: string, { kernel, bias, ...how }: Convolution, more: Record<string, PerAxis> = {}): string {
  const inputs = [withChannels(g, x, true).name, g.weight(kernel, kernelOrder(kernel)), ...(bias ? [g.weight(bias)] : [])];
  return g.node(operator, inputs, {
    strides: how.stride,
    dilations: how.dilation,
    group: how.groups,
    pads: padsOf(how.padding),
    kernel_shape: kernel.shape.slice(0, -2),
    ...more,
  });
}

/** The smallest float32. */
const LOWEST = -3.4028234663852886e38;

/** onnxruntime makes one pooling of a Pad and a pooling, and then refuses windows that are smaller than the padding. This keeps the two apart. */
function apart(g: Graph, x: Value): Value {
  const isPadded = g.nodes.some(({ operator, outputs }) => operator === 'Pad' && outputs.includes(x.name));
  return isPadded ? same(x, g.node('Max', [x.name, scalar(g, 'lowest', LOWEST)])) : x;
}

/** Normalizes each group of channels over its channels and positions. */
function normalizeGroups(g: Graph, x: Value, groups: number, epsilon: number): Value {
  const first = withChannels(g, x, true);
  const shape = [x.shape.at(-1)!, ...x.shape.slice(0, -1)];
  const rows = g.node('Reshape', [first.name, g.ints([0, groups, -1])]);
  const [ones, zeros] = [new Float32Array(groups).fill(1), new Float32Array(groups)];
  const normalized = g.node('InstanceNormalization', [rows, g.constant('ones', ones, [groups]), g.constant('zeros', zeros, [groups])], {
    epsilon: { float: epsilon },
  });
  return same(first, g.node('Reshape', [normalized, g.ints([0, ...shape])]));
}

const operators = {
  relu: 'Relu',
  leakyRelu: 'LeakyRelu',
  elu: 'Elu',
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  softplus: 'Softplus',
  softmax: 'Softmax',
} as const;

const emitters: Emitters = {
  dense(g, x, { kernel, bias, transposed, shape }) {
    const inputs = [x.name, g.weight(kernel), ...(bias ? [g.weight(bias)] : [])];
    return { name: g.node('Gemm', inputs, transposed ? { transB: 1 } : {}), shape, first: false };
  },

  dictionary(g, x, { kernel, bias, shape }) {
    const entries = g.weight(kernel);
    const squares = g.node('ReduceSumSquare', [entries], { axes: [1], keepdims: 1 });
    const lengths = g.node('Sqrt', [g.node('Max', [squares, scalar(g, 'tiny', 1e-12)])]);
    return { name: g.node('Gemm', [x.name, g.node('Div', [entries, lengths]), g.weight(bias)]), shape, first: false };
  },

  convolution: (g, x, operation) => ({ name: convolve(g, x, 'Conv', operation), shape: operation.shape, first: true }),

  transposedConvolution: (g, x, operation) => ({
    name: convolve(g, x, 'ConvTranspose', operation, { output_padding: operation.outputPadding }),
    shape: operation.shape,
    first: true,
  }),

  activation(g, x, { name, slope }) {
    if (name === 'gelu') {
      const erf = g.node('Erf', [g.node('Mul', [x.name, scalar(g, 'root', Math.SQRT1_2)])]);
      const share = g.node('Mul', [g.node('Add', [erf, scalar(g, 'one', 1)]), scalar(g, 'half', 0.5)]);
      return same(x, g.node('Mul', [x.name, share]));
    }
    if (name === 'softmax') {
      const last = withChannels(g, x, false);
      return same(last, g.node('Softmax', [last.name], { axis: -1 }));
    }
    return same(x, g.node(operators[name], [x.name], slope === undefined ? {} : { alpha: { float: slope } }));
  },

  batchNorm(g, x, { gamma, beta, mean, variance, epsilon }) {
    const first = withChannels(g, x, true);
    const inputs = [first.name, ...[gamma, beta, mean, variance].map((each) => g.weight(each))];
    return same(first, g.node('BatchNormalization', inputs, { epsilon: { float: epsilon } }));
  },

  layerNorm(g, x, { gamma, beta, epsilon }) {
    const last = withChannels(g, x, false);
    const inputs = [last.name, g.weight(gamma), g.weight(beta)];
    return same(last, g.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } }));
  },

  groupNorm: (g, x, operation) => affine(g, normalizeGroups(g, x, operation.groups, operation.epsilon), operation),

  pool(g, x, { by, size, stride, padding, shape }) {
    const attributes = { kernel_shape: size, strides: stride, pads: padsOf(padding) };
    const operator = by === 'max' ? 'MaxPool' : 'AveragePool';
    return { name: g.node(operator, [apart(g, withChannels(g, x, true)).name], attributes), shape, first: true };
  },

  upsample(g, x, { factor, interpolation, shape }) {
    const scales = g.constant('scales', Float32Array.from([1, 1, ...factor]), [factor.length + 2]);
    const how: Record<string, string> =
      interpolation === 'nearest'
        ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
        : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
    return { name: g.node('Resize', [withChannels(g, x, true).name, '', scales], how), shape, first: true };
  },

  crop(g, x, { margins, shape }) {
    const axes = margins.before.map((_, i) => i + (x.first ? 2 : 1));
    const ends = margins.before.map((before, i) => before + shape[i]!);
    return { ...x, shape, name: g.node('Slice', [x.name, g.ints(margins.before), g.ints(ends), g.ints(axes)]) };
  },

  zeroPad(g, x, { margins, shape }) {
    const around = (side: PerAxis): PerAxis => (x.first ? [0, 0, ...side] : [0, ...side, 0]);
    return { ...x, shape, name: g.node('Pad', [x.name, g.ints([...around(margins.before), ...around(margins.after)])]) };
  },

  reshape(g, x, { shape }) {
    const last = withChannels(g, x, false);
    if (String(x.shape) === String(shape)) return { ...last, shape };
    return { name: g.node('Reshape', [last.name, g.ints([0, ...shape])]), shape, first: false };
  },

  shift(g, x, { offset, sign }) {
    const last = withChannels(g, x, false);
    return same(last, g.node(sign === 1 ? 'Add' : 'Sub', [last.name, g.weight(offset)]));
  },

  residual(g, x, { operations }) {
    const inner = emit(g, x, operations);
    const { name } = withChannels(g, x, inner.first);
    return same(inner, g.node('Add', [name, inner.name]));
  },

  dropout: (_, x) => x,

  own: emitOwn,

  topK(g, x, { k }) {
    const values = g.node('TopK', [x.name, g.ints([k])], { axis: -1 }, 2);
    const nothing = g.node('Sub', [x.name, x.name]);
    return same(x, g.node('ScatterElements', [nothing, `${values}:1`, g.node('Relu', [values])], { axis: -1 }));
  },

  threshold(g, x, { threshold }) {
    const above = g.node('Greater', [x.name, g.weight(threshold)]);
    const zero = scalar(g, 'zero', 0);
    return same(x, g.node('Where', [above, g.node('Relu', [x.name]), zero]));
  },
};
