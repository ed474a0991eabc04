import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import type { ActivationAttrs } from './activations.js';
import { frameOf, walk } from './convolution-walk.js';
import type { Framed, Info } from './convolution-walk.js';
import type { Heap } from './simd-heap.js';

/** Where the runs of a filter start in a framed image. Without dilation, one row of the filter is one run, since its taps lie side by side. */
function offsetsOf({ filterHeight, filterWidth, inChannels, dilationHeight, dilationWidth }: Info, { columns }: Framed): number[] {
  if (dilationWidth === 1) return Array.from({ length: filterHeight }, (_, row) => row * dilationHeight * columns * inChannels);
  return Array.from({ length: filterHeight * filterWidth }, (_, tap) => {
    const [row, column] = [Math.floor(tap / filterWidth), tap % filterWidth];
    return (row * dilationHeight * columns + column * dilationWidth) * inChannels;
  });
}

/** Conv2D: x by the filter, with a bias and an activation if they are given. */
export function convolved(
  heap: Heap,
  x: TensorInfo,
  filter: TensorInfo,
  info: Info,
  bias?: TensorInfo,
  activation: ActivationAttrs = { activation: 'linear' },
): TensorInfo {
  const y = heap.output(info.outShape);
  if (sizeFromShape(info.outShape) === 0) return y;
  if (heap.gemm?.takesConvolution(info)) {
    heap.gemm.forward(heap, x, filter, info, y, { bias, activation });
    return y;
  }
  const { filterHeight, filterWidth, inChannels, outChannels, outHeight, outWidth } = info;
  const frame = frameOf(info);
  const offsets = offsetsOf(info, frame);
  const taps = filterHeight * filterWidth * inChannels;
  const from = heap.address(filter);
  walk(heap, {
    count: info.batchSize,
    x: heap.address(x),
    image: info.inHeight * info.inWidth * inChannels,
    frame,
    down: info.strideHeight,
    across: info.strideWidth,
    offsets,
    run: taps / offsets.length,
    filters: outChannels,
    outRows: outHeight,
    outColumns: outWidth,
    y: heap.address(y),
    yRow: outWidth * outChannels,
    yPlace: outChannels,
    yImage: outHeight * outWidth * outChannels,
    pack: (to) => void heap.call('packColumns', { k: taps, n: outChannels, from, rowStride: outChannels, columnStride: 1, to }),
    bias: bias ? heap.address(bias) : 0,
    activation,
  });
  return y;
}
