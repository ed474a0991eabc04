import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** Bytes of a histogram. */
const HISTOGRAM = 4 * 256;

/** 1 where a number is among the k largest of its row, 0 elsewhere. */
export const selectionKernels: readonly SimdKernel[] = [
  fusedKernel('TopKMask', (heap, { x }, { k }) => {
    const [rows, columns] = x.shape as [number, number];
    const y = heap.output(x.shape);
    const [from, to] = [heap.address(x), heap.address(y)];
    const parts = ranges(rows, threadsFor(heap, rows * columns));
    const histograms = heap.scratch(parts.length * HISTOGRAM);
    heap.share(
      'topKMask',
      parts.map(([first, end], i) => {
        const skipped = 4 * first * columns;
        return { rows: end - first, columns, k, x: from + skipped, y: to + skipped, counts: histograms + i * HISTOGRAM };
      }),
    );
    return y;
  }),
];
