import type { DataType, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { infoOf } from './framing.js';
import type { Geometry, Image } from './framing.js';
import { valuesOf, zeros } from './zeros.js';
import { composedKernel } from './composed-kernel.js';

/*
 * Kernels that training seldom needs, as plain loops over the heap: right, not fast.
 */

type Filter = [height: number, width: number, channels: number, multiplier: number];

/** Calls `f` with the places in x, in the filter and in dy that meet in a depthwise convolution. */
function eachDepthwiseTap(x: Image, filter: Filter, geometry: Geometry, f: (x: number, filter: number, dy: number) => void): void {
  const info = infoOf(x, filter, geometry, true);
  const [batch, height, width, channels] = x;
  const [rows, columns, , multiplier] = filter;
  for (let n = 0; n < batch; n++)
    for (let p = 0; p < info.outHeight; p++)
      for (let q = 0; q < info.outWidth; q++)
        for (let i = 0; i < rows; i++) {
          const h = p * info.strideHeight + i * info.dilationHeight - info.padInfo.top;
          if (h < 0 || h >= height) continue;
          for (let j = 0; j < columns; j++) {
            const w = q * info.strideWidth + j * info.dilationWidth - info.padInfo.left;
            if (w < 0 || w >= width) continue;
            for (let c = 0; c < channels; c++)
              for (let m = 0; m < multiplier; m++) {
                const output = ((n * info.outHeight + p) * info.outWidth + q) * channels * multiplier + c * multiplier + m;
                f(((n * height + h) * width + w) * channels + c, ((i * columns + j) * channels + c) * multiplier + m, output);
              }
          }
        }
}

/** ∂/∂filter of a depthwise convolution: each tap sums x · dy wherever it was used. */
export const depthwiseBackpropFilter: KernelConfig = composedKernel<{ x: TensorInfo; dy: TensorInfo }, Geometry & { filterShape: Filter }>(
  'DepthwiseConv2dNativeBackpropFilter',
  (runner, { x, dy }, attrs) => {
    const { out, values } = zeros(runner, attrs.filterShape);
    const [dw, xs, dys] = [values(), valuesOf(runner, x), valuesOf(runner, dy)];
    eachDepthwiseTap(x.shape as Image, attrs.filterShape, attrs, (atX, atW, atY) => void (dw[atW]! += xs[atX]! * dys[atY]!));
    return out;
  },
);

/** ∂/∂input of a depthwise convolution: each pixel sums w · dy wherever it was used. */
export const depthwiseBackpropInput: KernelConfig = composedKernel<
  { dy: TensorInfo; filter: TensorInfo },
  Geometry & { inputShape: Image }
>('DepthwiseConv2dNativeBackpropInput', (runner, { dy, filter }, attrs) => {
  const { out, values } = zeros(runner, attrs.inputShape);
  const [dx, ws, dys] = [values(), valuesOf(runner, filter), valuesOf(runner, dy)];
  eachDepthwiseTap(attrs.inputShape, filter.shape as Filter, attrs, (atX, atW, atY) => void (dx[atX]! += ws[atW]! * dys[atY]!));
  return out;
});

/** Sums of the rows of x that have the same segment id: the gradient of gather. Ids outside of the segments are left out. */
export const unsortedSegmentSum: KernelConfig = composedKernel<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>(
  'UnsortedSegmentSum',
  (runner, { x, segmentIds }, { numSegments }) => {
    const shape = x.shape.slice(segmentIds.shape.length);
    const size = sizeFromShape(shape);
    const { out, values } = zeros(runner, [numSegments, ...shape]);
    const [sums, xs] = [values(), valuesOf(runner, x)];
    const ids = runner.backend.typedArrayFromHeap(segmentIds) as Int32Array;
    for (const [row, id] of ids.entries()) {
      if (id < 0 || id >= numSegments) continue;
      for (let i = 0; i < size; i++) sums[id * size + i]! += xs[row * size + i]!;
    }
    return out;
  },
);

/** What `tf.oneHot` gives a kernel. */
export interface OneHot {
  readonly depth: number;
  readonly onValue: number;
  readonly offValue: number;
  readonly dtype: DataType;
}

/** A row for each index, with `onValue` at its place. Indices outside of `depth` have a row without it. */
export const oneHot: KernelConfig = composedKernel<{ indices: TensorInfo }, OneHot>(
  'OneHot',
  ({ backend }, { indices }, { depth, onValue, offValue, dtype }) => {
    const out = backend.makeOutput([...indices.shape, depth], dtype);
    const values = backend.typedArrayFromHeap(out).fill(offValue);
    for (const [row, index] of backend.typedArrayFromHeap(indices).entries())
      if (index >= 0 && index < depth) values[row * depth + index] = onValue;
    return out;
  },
);
