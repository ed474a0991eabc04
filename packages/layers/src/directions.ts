import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { convolve, convolveTransposed } from '@autoencoders/core/operations';
import type { FusedActivation } from '@autoencoders/core/operations';
import { convolvedSize, transposedSize } from './geometry.js';
import type { Geometry } from './geometry.js';
import type { Pair } from './space.js';

/** The last two axes of a kernel. */
export type Ends = readonly [number, number];

/** One of the two ways through a kernel. */
export interface Direction {
  readonly apply: (x: Tensor4D, kernel: Tensor4D, bias: Tensor1D, how: How) => Tensor4D;
  /** The size of images that then results. `wanted` is used if it is possible. */
  readonly size: (size: Pair, g: Geometry, wanted?: Pair) => Pair;
  /** How many pixels feed one, on average and away from the edges. */
  readonly taps: (g: Geometry) => number;
  /** The last two axes of the kernel. */
  readonly ends: (channels: number, filters: number, groups: number) => Ends;
  /** The channels that they stand for. */
  readonly channels: (ends: Ends, groups: number) => { readonly inputs: number; readonly outputs: number };
}

/** How images go through a kernel. `size` is that of the result. */
interface How extends Geometry {
  readonly groups: number;
  readonly size: Pair;
  readonly activation?: FusedActivation;
}

/** A convolution. */
export const down: Direction = {
  apply: convolve,
  size: convolvedSize,
  taps: ({ kernelSize: [height, width] }) => height * width,
  ends: (channels, filters, groups) => [channels / groups, filters],
  channels: ([inputs, outputs], groups) => ({ inputs: inputs * groups, outputs }),
};

/** A transposed convolution. */
export const up: Direction = {
  apply: (x, kernel, bias, { size, ...how }) => convolveTransposed(x, kernel, bias, [x.shape[0], ...size, bias.size], how),
  size: transposedSize,
  // Each pixel feeds as many others as the kernel has, of which there are stride times as many along each axis.
  taps: ({ kernelSize, stride }) => (kernelSize[0] / stride[0]) * (kernelSize[1] / stride[1]),
  ends: (channels, filters, groups) => [filters / groups, channels],
  channels: ([outputs, inputs], groups) => ({ inputs, outputs: outputs * groups }),
};
