import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { reduced } from '../kernels/reductions.js';
import type { ReductionAttrs } from '../kernels/reductions.js';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** `Sum` or `Mean` of float32. Other types use the previous kernel. */
const reduction = (name: 'Sum' | 'Mean'): SimdKernel =>
  simdKernel<{ x: TensorInfo }, ReductionAttrs>(name, (heap, { x }, attrs, stock) =>
    x.dtype === 'float32' ? reduced(byFunctions(heap), x, attrs, name === 'Mean') : stock(),
  );

const byFunctions = (heap: Heap): Parameters<typeof reduced>[0] => ({
  output: heap.output,
  free: heap.free,
  pass(x, sums, { outer, n, inner }, scale) {
    const [from, to] = [heap.address(x), heap.address(sums)];
    // Blocks of sixteen columns are summed as they would be without parts.
    const parts = ranges(inner, threadsFor(heap, outer * n * inner), 16);
    heap.share(
      'sumMiddle',
      parts.map(([first, end]) => ({ outer, n, inner, columns: end - first, x: from + 4 * first, sums: to + 4 * first, scale })),
    );
  },
});

/** `Sum` and `Mean` over any axes; `Softmax` over the last. */
export const reductionKernels: readonly SimdKernel[] = [
  reduction('Sum'),
  reduction('Mean'),
  simdKernel<{ logits: TensorInfo }, { dim: number }>('Softmax', (heap, { logits }, { dim }, stock) => {
    const size = sizeFromShape(logits.shape);
    const last = logits.shape.length - 1;
    if (logits.dtype !== 'float32' || size === 0 || last < 0 || (dim !== last && dim !== -1)) return stock();
    const out = heap.output(logits.shape);
    const columns = logits.shape[last]!;
    heap.call('softmax', { rows: size / columns, columns, x: heap.address(logits), y: heap.address(out) });
    return out;
  }),
];
