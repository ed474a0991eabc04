import type { TensorInfo } from '@tensorflow/tfjs-core';
import { bytesPerElement, sizeFromShape } from '#stock';
import { check } from '@autoencoders/core/operations';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import { simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** Rows of x by index: numbers of 32 bits, along the first axis. tfjs's own kernel computes the index of every number. */
export const gatherKernel: SimdKernel = simdKernel<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims: number }>(
  'GatherV2',
  (heap, { x, indices }, { axis, batchDims }, stock) => {
    if (axis !== 0 || batchDims !== 0 || indices.dtype !== 'int32' || bytesPerElement(x.dtype) !== 4) return stock();
    const [rows = 0, ...shape] = x.shape;
    const [count, size] = [sizeFromShape(indices.shape), sizeFromShape(shape)];
    // Before there is an output, which would be left behind.
    for (const place of new Int32Array(heap.memory(), heap.address(indices), count))
      check(place >= 0 && place < rows, () => `GatherV2: the index value ${place} is not in [0, ${rows - 1}]`);
    const y = heap.output([...indices.shape, ...shape], x.dtype);
    const [places, from, to] = [heap.address(indices), heap.address(x), heap.address(y)];
    const calls = ranges(count, threadsFor(heap, count * size)).map(([first, end]) => ({
      count: end - first,
      indices: places + 4 * first,
      size,
      x: from,
      y: to + 4 * first * size,
    }));
    heap.share('gather', calls);
    return y;
  },
);
