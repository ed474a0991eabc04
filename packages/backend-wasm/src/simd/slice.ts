import type { TensorInfo } from '@tensorflow/tfjs-core';
import { parseSliceParams, sizeFromShape } from '#stock';
import { partsOf, threadsFor } from './activations.js';
import { simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** Many rows of x one after the other, copied by all threads. */
export const sliceKernel: SimdKernel = simdKernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }>(
  'Slice',
  (heap, { x }, attrs, stock) => {
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return stock();
    const [begin, size] = parseSliceParams(x as never, attrs.begin, attrs.size) as [number[], number[]];
    const count = sizeFromShape(size);
    const isWhole = (n: number, axis: number): boolean => (axis > 0 ? n === x.shape[axis] : begin[0]! + n <= x.shape[0]!);
    if (threadsFor(heap, count) < 2 || !size.every(isWhole)) return stock();
    const y = heap.output(size, x.dtype);
    const [from, to] = [heap.address(x) + 4 * begin[0]! * sizeFromShape(size.slice(1)), heap.address(y)];
    heap.share(
      'activate',
      partsOf(heap, count).map(({ at, n }) => ({ kind: 0, n, x: from + 4 * at, y: to + 4 * at, slope: 0 })),
    );
    return y;
  },
);
