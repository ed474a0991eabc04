import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';
import type { Heap } from './simd-heap.js';

/** Whether a tensor is the number 1. */
const isOne = (heap: Heap, info: TensorInfo): boolean =>
  info.dtype === 'float32' && sizeFromShape(info.shape) === 1 && new Float32Array(heap.memory(), heap.address(info), 1)[0] === 1;

/** A product with 1 shares the data of its other factor. Every backward pass starts with one: the gradient of a loss to itself is 1. */
export const identityKernels: readonly SimdKernel[] = [
  simdKernel<{ a: TensorInfo; b: TensorInfo }, object>('Multiply', (heap, { a, b }, _, stock) => {
    for (const [x, factor] of [
      [a, b],
      [b, a],
    ] as const)
      if (x.dtype === 'float32' && heap.isFixed(factor) && isOne(heap, factor) && factor.shape.length <= x.shape.length)
        return heap.shared(x);
    return stock();
  }),
];
