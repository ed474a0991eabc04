import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { bytesPerElement, sizeFromShape } from '#stock';
import { check } from '@autoencoders/core/operations';
import { composedKernel } from './composed-kernel.js';

/** Throws at an index that is not one of the rows. */
export function checkPlaces(indices: Int32Array, rows: number): void {
  for (const place of indices) check(place >= 0 && place < rows, () => `GatherV2: the index value ${place} is not in [0, ${rows - 1}]`);
}

/**
 * Rows of x by index, each copied at once within the heap. tfjs's own kernel computes the index of every number. Along other axes,
 * tfjs's kernel is used.
 */
export function gather(stock: KernelConfig): KernelConfig {
  return composedKernel<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims: number }>(
    'GatherV2',
    ({ backend }, inputs, attrs) => {
      const { x, indices } = inputs;
      const whole = attrs.axis === 0 && attrs.batchDims === 0 && indices.dtype === 'int32';
      if (!whole) return stock.kernelFunc({ inputs: { ...inputs }, attrs: { ...attrs }, backend }) as TensorInfo;
      const [rows = 0, ...shape] = x.shape;
      // Before there is an output, which would be left behind.
      checkPlaces(backend.typedArrayFromHeap(indices) as Int32Array, rows);
      const out = backend.makeOutput([...indices.shape, ...shape], x.dtype);
      const row = sizeFromShape(shape) * bytesPerElement(x.dtype);
      const { buffer, byteOffset: to } = backend.typedArrayFromHeap(out);
      const { byteOffset: from } = backend.typedArrayFromHeap(x);
      const heap = new Uint8Array(buffer);
      for (const [i, place] of (backend.typedArrayFromHeap(indices) as Int32Array).entries())
        heap.copyWithin(to + i * row, from + place * row, from + (place + 1) * row);
      return out;
    },
  );
}
