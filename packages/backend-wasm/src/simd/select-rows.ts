import { sizeFromShape } from '#stock';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** Rows of one tensor or of another, each copied at once within the heap. */
export const selectRows: SimdKernel = fusedKernel('SelectRows', (heap, { a, b }, { condition }) => {
  const y = heap.output(a.shape);
  const row = (4 * sizeFromShape(a.shape)) / condition.length;
  const [fromA, fromB, to] = [a, b, y].map(heap.address) as [number, number, number];
  const memory = new Uint8Array(heap.memory());
  for (const [i, takesA] of condition.entries()) {
    const start = (takesA ? fromA : fromB) + i * row;
    memory.copyWithin(to + i * row, start, start + row);
  }
  return y;
});
