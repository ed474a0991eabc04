import type { Tensor3D } from '@tensorflow/tfjs-core';
import { checkOptions } from '@autoencoders/core/operations';
import { OPTIONS, withFilters } from './convolution.js';
import type { ConvolutionOptions, ConvolutionWeights } from './convolution.js';
import { down, up } from './directions.js';
import { series } from './space.js';
import type { Tieable } from './tied.js';

/** Options of `conv1d`. */
export interface Conv1dOptions extends ConvolutionOptions<number> {
  /** Distance between the taps of the kernel. Default 1. Above 1, the stride must be 1. */
  readonly dilation?: number;
}

/** Options of `conv1dTranspose`. */
export interface Conv1dTransposeOptions extends ConvolutionOptions<number> {
  /** Length of the output: any that `conv1d` with the same options takes to the length of the input. Default as `conv2dTranspose`. */
  readonly outputSize?: number;
}

/**
 * Convolution of series: `[batch, time, c] → [batch, ⌈time / stride⌉, filters]` with padding `same`. With `valid`, the length is
 * ⌈(time − (kernelSize − 1)·dilation) / stride⌉. It is `conv2d` for images of height 1, on the same backend kernel; the kernel is
 * `[kernelSize, c / groups, filters]`. Throws as `conv2d` does.
 */
export function conv1d(filters: number, options: Conv1dOptions = {}): Tieable<Tensor3D, Tensor3D, ConvolutionWeights<Tensor3D>> {
  checkOptions('conv1d', options, { ...OPTIONS, dilation: true });
  return withFilters('conv1d', filters, options, series, [down, up]);
}

/**
 * Transposed convolution of series: `[batch, time, c] → [batch, time·stride, filters]` with padding `same`. With `valid`, the length is
 * (time − 1)·stride + kernelSize. `outputSize` chooses another length. The kernel is `[kernelSize, filters / groups, c]`. Throws as
 * `conv2dTranspose` does.
 */
export function conv1dTranspose(
  filters: number,
  options: Conv1dTransposeOptions = {},
): Tieable<Tensor3D, Tensor3D, ConvolutionWeights<Tensor3D>> {
  checkOptions('conv1dTranspose', options, { ...OPTIONS, outputSize: true });
  return withFilters('conv1dTranspose', filters, options, series, [up, down]);
}
