import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import type { Config, Shape, Weights } from '@autoencoders/core';
import { inputShapeOf, sizeOf } from '@autoencoders/core/internal';
import type { ActivationName, Computation, Operation, PerAxis, Weight } from './operation.js';
import { margins, sizesAfter, sizesBefore, transposedMargins } from './padding.js';
import type { Window } from './padding.js';

/** What has a config: a layer, an activation, a bottleneck. */
export interface Part {
  readonly config?: Config | undefined;
}

/** A layer in its place. */
export interface Place {
  /** The call of the user, for messages. */
  readonly call: string;
  readonly path: string;
  /** The shape of one example before the layer. */
  readonly shape: Shape;
  readonly weights: Weights;
  /** The numbers of a tensor. */
  readonly weightOf: (tensor: Tensor) => Weight;
}

/** What a layer computes, and the shape after it. */
type Computed = Computation & { readonly shape: Shape };
type Reader = (place: Place, ...args: readonly any[]) => Computed;

/** The operations of a layer, in order: one for most layers, several for a chain, none for `linear`. Throws for a layer of others. */
export function operationsOf(layer: Part, place: Place): readonly Operation[] {
  const { call, path } = place;
  const { name, args = [] } = layer.config ?? { name: 'a layer without a config' };
  if (name === 'linear') return [];
  if (name === 'chain') return chained(args as readonly Part[], place);
  if (name === 'separableConv2d') return separable(args, place);
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (!read) throw new InputError(`${call}: ${path} is ${name}, which has no counterpart outside of these packages`);
  return [{ ...read(place, ...args), path }];
}

/** The shape after operations. */
export const shapeAfter = (shape: Shape, operations: readonly Operation[]): Shape => operations.at(-1)?.shape ?? shape;

function chained(layers: readonly Part[], place: Place): readonly Operation[] {
  const operations: Operation[] = [];
  for (const [i, layer] of layers.entries())
    operations.push(
      ...operationsOf(layer, {
        ...place,
        path: `${place.path}.${i}`,
        weights: (place.weights as Readonly<Record<number, Weights>>)[i]!,
        shape: shapeAfter(place.shape, operations),
      }),
    );
  return operations;
}

function separable([filters, options = {}]: readonly any[], place: Place): readonly Operation[] {
  const { useBias: _, ...rest } = options;
  const of = (name: string, ...args: readonly unknown[]): Part => ({ config: { name, args } });
  return chained([of('depthwiseConv2d', { ...rest, useBias: false }), of('conv2d', filters, { kernelSize: 1 })], place);
}

/** The weight of this name in a place, if it has one. */
const maybe = ({ weights, weightOf }: Place, name: string): Weight | undefined => {
  const tensor = (weights as Readonly<Record<string, Tensor>>)[name];
  return tensor && weightOf(tensor);
};
const weight = (place: Place, name: string): Weight => maybe(place, name)!;
const statistic = (place: Place, name: string): Weight =>
  place.weightOf((place.weights as { readonly statistics: Readonly<Record<string, Tensor>> }).statistics[name]!);

/** The sizes of the axes of positions: all but the channels. */
const positions = (shape: Shape): PerAxis => shape.slice(0, -1);
/** One number for each axis of positions. */
const perAxis = ({ shape }: Place, size: number | PerAxis): PerAxis =>
  Array.isArray(size) ? (size as PerAxis) : Array<number>(shape.length - 1).fill(size as number);

interface ConvolutionOptions {
  readonly kernelSize?: number | PerAxis;
  readonly stride?: number | PerAxis;
  readonly dilation?: number | PerAxis;
  readonly padding?: 'same' | 'valid';
  readonly groups?: number;
  readonly outputSize?: number | PerAxis;
}

const windowOf = (place: Place, { kernelSize = 3, stride = 1, dilation = 1, padding = 'same' }: ConvolutionOptions): Window => ({
  size: perAxis(place, kernelSize),
  stride: perAxis(place, stride),
  dilation: perAxis(place, dilation),
  padding,
});

/** A convolution from its window. `groups` of a depthwise one is told by the input. */
function convolution(place: Place, options: ConvolutionOptions, groups = options.groups ?? 1): Computed {
  const window = windowOf(place, options);
  const kernel = weight(place, 'kernel');
  const sizes = positions(place.shape);
  return {
    kind: 'convolution',
    kernel,
    bias: maybe(place, 'bias'),
    stride: window.stride,
    dilation: window.dilation,
    groups,
    padding: margins(sizes, window),
    shape: [...sizesAfter(sizes, window), kernel.shape.at(-1)!],
  };
}

function transposedConvolution(
  place: Place,
  options: ConvolutionOptions,
  wanted: PerAxis | undefined,
  groups = options.groups ?? 1,
): Computed {
  const window = windowOf(place, options);
  const kernel = weight(place, 'kernel');
  const sizes = positions(place.shape);
  const output = sizesBefore(sizes, window, wanted);
  return {
    kind: 'transposedConvolution',
    kernel,
    bias: maybe(place, 'bias'),
    stride: window.stride,
    dilation: window.dilation,
    groups,
    ...transposedMargins(sizes, output, window),
    shape: [...output, kernel.shape.at(-2)! * groups],
  };
}

const conv: Reader = (place, _filters: number, options: ConvolutionOptions = {}) => convolution(place, options);
const convTranspose: Reader = (place, _filters: number, options: ConvolutionOptions = {}) =>
  transposedConvolution(place, options, options.outputSize === undefined ? undefined : perAxis(place, options.outputSize));

/** The other way through the kernel of an earlier layer, to the size that it was built for. */
const tied: Reader = (place, layer: Part) => {
  const { name, args = [] } = layer.config!;
  const wanted = positions(inputShapeOf(place.weights) ?? []);
  if (name === 'dense') {
    const kernel = weight(place, 'kernel');
    return { kind: 'dense', kernel, bias: maybe(place, 'bias'), transposed: true, shape: [kernel.shape[0]!] };
  }
  if (name === 'depthwiseConv2d') {
    const [options = {}] = args as readonly any[];
    const groups = place.shape.at(-1)! / (options.depthMultiplier ?? 1);
    return transposedConvolution(place, options, wanted, groups);
  }
  const options = (args[1] ?? {}) as ConvolutionOptions;
  return name.endsWith('Transpose') ? convolution(place, options) : transposedConvolution(place, options, wanted);
};

const pool =
  (by: 'max' | 'average'): Reader =>
  (place, size: number | PerAxis = 2, options: ConvolutionOptions = {}) => {
    const window = windowOf(place, { padding: 'valid', stride: size, ...options, kernelSize: size });
    const sizes = positions(place.shape);
    const shape = [...sizesAfter(sizes, window), place.shape.at(-1)!];
    return { kind: 'pool', by, size: window.size, stride: window.stride, padding: margins(sizes, window), shape };
  };

const upsample: Reader = (place, by: number | PerAxis = 2, { interpolation = 'nearest' } = {}) => {
  const factor = perAxis(place, by);
  const shape = [...positions(place.shape).map((n, i) => n * factor[i]!), place.shape.at(-1)!];
  return { kind: 'upsample', factor, interpolation: interpolation === 'nearest' ? 'nearest' : 'linear', shape };
};

const crop: Reader = (place, size: number | PerAxis) => {
  const wanted = perAxis(place, size);
  const extra = positions(place.shape).map((n, i) => n - wanted[i]!);
  const cut = { before: extra.map((n) => Math.floor(n / 2)), after: extra.map((n) => Math.ceil(n / 2)) };
  return { kind: 'crop', margins: cut, shape: [...wanted, place.shape.at(-1)!] };
};

const padded = ({ shape }: Place, ends: readonly (number | PerAxis)[]): Computed => {
  const [before, after] = [0, 1].map((side) => ends.map((end) => (Array.isArray(end) ? (end as PerAxis)[side]! : (end as number))));
  const sizes = positions(shape).map((n, i) => n + before![i]! + after![i]!);
  return { kind: 'zeroPad', margins: { before: before!, after: after! }, shape: [...sizes, shape.at(-1)!] };
};

const affine = (place: Place): { readonly gamma: Weight; readonly beta: Weight; readonly shape: Shape } => ({
  gamma: weight(place, 'gamma'),
  beta: weight(place, 'beta'),
  shape: place.shape,
});

const activation =
  (name: ActivationName): Reader =>
  ({ shape }) => ({ kind: 'activation', name, shape });

const shift =
  (sign: 1 | -1): Reader =>
  (place) => ({ kind: 'shift', offset: statistic(place, 'mean'), sign, shape: place.shape });

/** What each layer computes, by the name in its config. */
const readers: Readonly<Record<string, Reader>> = {
  dense(place) {
    const kernel = weight(place, 'kernel');
    return { kind: 'dense', kernel, bias: maybe(place, 'bias'), transposed: false, shape: [kernel.shape[1]!] };
  },
  dictionary(place, features: number) {
    return { kind: 'dictionary', kernel: weight(place, 'kernel'), bias: weight(place, 'bias'), shape: [features] };
  },
  conv1d: conv,
  conv2d: conv,
  conv1dTranspose: convTranspose,
  conv2dTranspose: convTranspose,
  depthwiseConv2d: (place, options: ConvolutionOptions = {}) => convolution(place, options, place.shape.at(-1)!),
  tied,
  maxPool1d: pool('max'),
  maxPool2d: pool('max'),
  averagePool1d: pool('average'),
  averagePool2d: pool('average'),
  upsample1d: upsample,
  upsample2d: upsample,
  crop1d: crop,
  crop2d: crop,
  zeroPad1d: (place, padding: number | PerAxis) => padded(place, [padding]),
  zeroPad2d: (place, padding: number | readonly (number | PerAxis)[]) =>
    padded(place, Array.isArray(padding) ? padding : [padding as number, padding as number]),
  flatten: ({ shape }) => ({ kind: 'reshape', shape: [sizeOf(shape)] }),
  reshape: (_, to: Shape) => ({ kind: 'reshape', shape: to }),
  batchNorm: (place, { epsilon = 1e-5 } = {}) => ({
    kind: 'batchNorm',
    ...affine(place),
    mean: statistic(place, 'mean'),
    variance: statistic(place, 'variance'),
    epsilon,
  }),
  layerNorm: (place, { epsilon = 1e-5 } = {}) => ({ kind: 'layerNorm', ...affine(place), epsilon }),
  groupNorm: (place, groups: number, { epsilon = 1e-5 } = {}) => ({ kind: 'groupNorm', ...affine(place), epsilon, groups }),
  instanceNorm: (place, { epsilon = 1e-5 } = {}) => ({ kind: 'groupNorm', ...affine(place), epsilon, groups: place.shape.at(-1)! }),
  center: shift(-1),
  uncenter: shift(1),
  residual(place, layer: Part) {
    const operations = operationsOf(layer, place);
    return { kind: 'residual', operations, shape: place.shape };
  },
  dropout: ({ shape }, rate: number) => ({ kind: 'dropout', rate, shape }),
  relu: activation('relu'),
  elu: activation('elu'),
  gelu: activation('gelu'),
  tanh: activation('tanh'),
  sigmoid: activation('sigmoid'),
  softplus: activation('softplus'),
  softmax: activation('softmax'),
  leakyRelu: ({ shape }, slope = 0.2) => ({ kind: 'activation', name: 'leakyRelu', slope, shape }),
};
