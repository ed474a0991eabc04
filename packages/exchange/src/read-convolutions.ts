import { inputShapeOf } from '@autoencoders/core/internal';
import type { PerAxis } from './operation.js';
import { margins, sizesAfter, sizesBefore, transposedMargins } from './padding.js';
import type { Window } from './padding.js';
import { maybe, perAxis, positions, weight } from './place.js';
import type { Computed, Part, Place, Reader } from './place.js';

export interface ConvolutionOptions {
  readonly kernelSize?: number | PerAxis;
  readonly stride?: number | PerAxis;
  readonly dilation?: number | PerAxis;
  readonly padding?: 'same' | 'valid';
  readonly groups?: number;
  readonly outputSize?: number | PerAxis;
}

export const windowOf = (place: Place, { kernelSize = 3, stride = 1, dilation = 1, padding = 'same' }: ConvolutionOptions): Window => ({
  size: perAxis(place, kernelSize),
  stride: perAxis(place, stride),
  dilation: perAxis(place, dilation),
  padding,
});

/** A convolution from its window. `groups` of a depthwise one is told by the input. */
export function convolution(place: Place, options: ConvolutionOptions, groups: number = options.groups ?? 1): Computed {
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

export const conv: Reader = (place, _filters: number, options: ConvolutionOptions = {}) => convolution(place, options);
export const convTranspose: Reader = (place, _filters: number, options: ConvolutionOptions = {}) =>
  transposedConvolution(place, options, options.outputSize === undefined ? undefined : perAxis(place, options.outputSize));

/** The other way through the kernel of an earlier layer, to the size that it was built for. */
export const tied: Reader = (place, layer: Part) => {
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
