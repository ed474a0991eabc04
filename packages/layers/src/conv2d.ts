import type { Tensor4D } from '@tensorflow/tfjs-core';
import { chain, configOf } from '@autoencoders/core';
import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { OPTIONS, convolution, withFilters } from './convolution.js';
import type { ConvolutionOptions, ConvolutionWeights } from './convolution.js';
import { down, up } from './directions.js';
import { geometryOf } from './geometry.js';
import { images } from './space.js';
import type { Size } from './space.js';
import type { Tieable } from './tied.js';

/** Options of `conv2d`. */
export interface Conv2dOptions extends ConvolutionOptions {
  /** Distance between the taps of the kernel. Default 1. Above 1, the stride must be 1. */
  readonly dilation?: Size;
}

/** Options of `conv2dTranspose`. */
export interface Conv2dTransposeOptions extends ConvolutionOptions {
  /**
   * Height and width of the output: any size that `conv2d` with the same options takes to the size of the input. With stride 2, both 7 and
   * 8 become 4, so 4 may become 7 or 8. Default: the largest such size with padding `same`, the smallest with `valid`.
   */
  readonly outputSize?: Size;
}

/** Options of `depthwiseConv2d`. */
export interface DepthwiseConv2dOptions extends Omit<Conv2dOptions, 'groups'> {
  /** How many filters each channel has. Default 1. */
  readonly depthMultiplier?: number;
}

/**
 * Convolution (cross-correlation) with a bias: `[batch, h, w, c] → [batch, ⌈h / stride⌉, ⌈w / stride⌉, filters]` with padding `same`. With
 * `valid`, the height is ⌈(h − (kernelSize − 1)·dilation) / stride⌉. Throws when the input is not an image, or is smaller than the kernel,
 * which spans (kernelSize − 1)·dilation + 1 pixels, and when `groups` does not divide the channels and the filters.
 */
export function conv2d(filters: number, options: Conv2dOptions = {}): Tieable<Tensor4D, Tensor4D, ConvolutionWeights> {
  checkOptions('conv2d', options, { ...OPTIONS, dilation: true });
  return withFilters('conv2d', filters, options, images, [down, up]);
}

/**
 * Transposed convolution (the gradient of `conv2d` with respect to its input) with a bias: `[batch, h, w, c] → [batch, h·stride, w·stride,
 * filters]` with padding `same`. With `valid`, the height is (h − 1)·stride + kernelSize. `outputSize` chooses another size. The fan-in for
 * the initial kernel is kernelHeight·kernelWidth·c / (stride down · stride across): on average, so many inputs feed one output. With it,
 * `heUniform` keeps the variance of the input at every stride. Keras and PyTorch use kernelSize²·filters, the fan-in of the convolution.
 * Throws when the input is not an image, when `outputSize` does not fit it, and when `groups` does not divide the channels and the filters.
 * Dumoulin & Visin 2016, chapter 4; He et al. 2015, section 2.2.
 */
export function conv2dTranspose(filters: number, options: Conv2dTransposeOptions = {}): Tieable<Tensor4D, Tensor4D, ConvolutionWeights> {
  checkOptions(
    'conv2dTranspose',
    options,
    { ...OPTIONS, outputSize: true },
    { outputPadding: 'outputSize is the size of the output itself' },
  );
  return withFilters('conv2dTranspose', filters, options, images, [up, down]);
}

/**
 * Depthwise convolution: every channel is convolved with `depthMultiplier` filters of its own, `[batch, h, w, c] → [batch, ⌈h / stride⌉,
 * ⌈w / stride⌉, c·depthMultiplier]` with padding `same`. The same as `conv2d` with as many groups as channels. The kernel is
 * `[height, width, 1, c·depthMultiplier]`, with the filters of a channel side by side. Chollet 2017.
 */
export function depthwiseConv2d(options: DepthwiseConv2dOptions = {}): Tieable<Tensor4D, Tensor4D, ConvolutionWeights> {
  const { groups: _, ...known } = { ...OPTIONS, dilation: true, depthMultiplier: true } as const;
  checkOptions('depthwiseConv2d', options, known);
  const { depthMultiplier = 1 } = options;
  checkInteger('depthwiseConv2d', 'depthMultiplier', depthMultiplier, 1);
  return convolution({
    call: 'depthwiseConv2d',
    space: images,
    directions: [down, up],
    geometry: geometryOf('depthwiseConv2d', images, options),
    options,
    ends: (channels) => [1, channels * depthMultiplier],
    groups: ([, outputs]) => outputs / depthMultiplier,
    config: configOf('depthwiseConv2d', options),
  });
}

/**
 * A depthwise convolution without a bias, then a convolution of single pixels: `[batch, h, w, c] → [batch, ⌈h / stride⌉, ⌈w / stride⌉,
 * filters]` with padding `same`. With m = depthMultiplier, it has kernelSize²·c·m + c·m·filters weights instead of kernelSize²·c·filters.
 * `kernelInitializer` is for both. Chollet 2017.
 */
export function separableConv2d(filters: number, options: DepthwiseConv2dOptions = {}): Layer<Tensor4D> {
  checkInteger('separableConv2d', 'filters', filters, 1);
  const { useBias, ...rest } = options;
  const { kernelInitializer } = options;
  const pixels = conv2d(filters, {
    kernelSize: 1,
    ...(useBias !== undefined && { useBias }),
    ...(kernelInitializer !== undefined && { kernelInitializer }),
  });
  const layers = chain(depthwiseConv2d({ ...rest, useBias: false }), pixels);
  return { ...layers, config: configOf('separableConv2d', filters, options) };
}
