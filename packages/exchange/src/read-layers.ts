import type { Shape, Weights } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';
import type { ActivationName, Operation, PerAxis, Weight } from './operation.js';
import { margins, sizesAfter } from './padding.js';
import { maybe, ownOf, perAxis, positions, statistic, weight } from './place.js';
import type { Computed, Part, Place, Reader } from './place.js';
import { conv, convTranspose, convolution, tied, windowOf } from './read-convolutions.js';
import type { ConvolutionOptions } from './read-convolutions.js';

/** The operations of a layer, in order: one for most layers, several for a chain, none for `linear`. Throws for a layer of others. */
export function operationsOf(layer: Part, place: Place): readonly Operation[] {
  const { path } = place;
  const { name, args = [] } = layer.config ?? { name: 'a layer without a config' };
  if (name === 'linear') return [];
  if (name === 'chain') return chained(args as readonly Part[], place);
  if (name === 'separableConv2d') return separable(args, place);
  const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
  return [{ ...(read ? read(place, ...args) : ownOf(layer, place, path)), path }];
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
