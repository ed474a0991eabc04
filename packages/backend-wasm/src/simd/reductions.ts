import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernel } from './kernel.js';
import type { KernelOf } from './kernel.js';

/** `Sum` over leading axes, over trailing ones, or over all; `Softmax` over the last. */
export const reductionKernels: Readonly<Record<string, KernelOf>> = {
  Sum: kernel<{ x: TensorInfo }, { axis: number | number[]; keepDims: boolean }>('Sum', (heap, { x }, { axis, keepDims }, stock) => {
    const rank = x.shape.length;
    const axes = util.parseAxisParam(axis, x.shape).toSorted((a, b) => a - b);
    const size = util.sizeFromShape(x.shape);
    const leading = axes.every((a, i) => a === i);
    const trailing = axes.every((a, i) => a === rank - axes.length + i);
    const ours = x.dtype === 'float32' && (leading || trailing);
    // tfjs leaves the sums of nothing as they were in the heap.
    if (!ours && size > 0) return stock();
    const kept = keepDims ? x.shape.map((n, i) => (axes.includes(i) ? 1 : n)) : x.shape.filter((_, i) => !axes.includes(i));
    const out = heap.output(kept, x.dtype);
    const count = util.sizeFromShape(kept);
    if (size === 0) {
      new Float32Array(heap.memory(), heap.address(out), count).fill(0);
      return out;
    }
    if (trailing) heap.call('sumColumns', count, size / count, heap.address(x), heap.address(out));
    else heap.call('sumRows', size / count, count, heap.address(x), heap.address(out));
    return out;
  }),
  Softmax: kernel<{ logits: TensorInfo }, { dim: number }>('Softmax', (heap, { logits }, { dim }, stock) => {
    const size = util.sizeFromShape(logits.shape);
    const last = logits.shape.length - 1;
    if (logits.dtype !== 'float32' || size === 0 || (dim !== last && dim !== -1)) return stock();
    const out = heap.output(logits.shape);
    const columns = logits.shape[last]!;
    heap.call('softmax', size / columns, columns, heap.address(logits), heap.address(out));
    return out;
  }),
};
