import type { TensorInfo } from '@tensorflow/tfjs-core';
import { threadsFor } from './activations.js';
import { ranges } from './heap.js';
import { kernel } from './kernel.js';
import type { KernelOf } from './kernel.js';

/** Bytes of a histogram. */
const HISTOGRAM = 4 * 256;

/** 1 where a number is among the k largest of its row, 0 elsewhere. */
export const selectionKernels: Readonly<Record<string, KernelOf>> = {
  Largest: kernel<{ x: TensorInfo }, { k: number }>('Largest', (heap, { x }, { k }) => {
    const [rows, columns] = x.shape as [number, number];
    const y = heap.output(x.shape);
    const [from, to] = [heap.address(x), heap.address(y)];
    const parts = ranges(rows, threadsFor(heap, rows * columns));
    const histograms = heap.scratch(parts.length * HISTOGRAM);
    heap.share(
      parts.map(([first, end], i) => {
        const skipped = 4 * first * columns;
        return ['largest', end - first, columns, k, from + skipped, to + skipped, histograms + i * HISTOGRAM];
      }),
    );
    return y;
  }),
};
