import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { assertParamsValid, bytesPerElement, computeStrides, parseSliceParams, sizeFromShape } from '#stock';
import { composedKernel } from './composed-kernel.js';

/**
 * A part of x, copied run by run within the heap. tfjs's own kernel first copies all of x out of the heap, so that a
 * batch of 128 examples costs a copy of the whole dataset.
 */
export function slice(stock: KernelConfig): KernelConfig {
  return composedKernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }>('Slice', ({ backend }, { x }, attrs) => {
    if (x.dtype === 'string') return stock.kernelFunc({ inputs: { x }, attrs: { ...attrs }, backend }) as TensorInfo;
    const [begin, size] = parseSliceParams(x as never, attrs.begin, attrs.size) as [number[], number[]];
    assertParamsValid(x as never, begin, size);
    const out = backend.makeOutput(size, x.dtype);
    const { buffer, byteOffset: to } = backend.typedArrayFromHeap(out);
    const { byteOffset: from } = backend.typedArrayFromHeap(x);
    const heap = new Uint8Array(buffer);
    const bytes = bytesPerElement(x.dtype);
    // Everything from the last axis that is cut lies in one run.
    const cut = size.findLastIndex((n, axis) => n !== x.shape[axis]);
    const axis = Math.max(0, cut);
    const inner = sizeFromShape(x.shape.slice(axis + 1)) * bytes;
    const run = (size[axis] ?? 1) * inner;
    const strides = computeStrides(x.shape).map((stride) => stride * bytes);
    const outer = size.slice(0, axis);
    for (let i = 0; i < sizeFromShape(outer); i++) {
      let start = from + (begin[axis] ?? 0) * inner;
      for (let rest = i, a = axis - 1; a >= 0; rest = Math.floor(rest / outer[a]!), a--)
        start += (begin[a]! + (rest % outer[a]!)) * strides[a]!;
      heap.copyWithin(to + i * run, start, start + run);
    }
    return out;
  });
}
