import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

interface Pair {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

const sizeOf = ({ shape }: TensorInfo): number => util.sizeFromShape(shape);

/** Of float32 in one shape, or with one number on either side; other shapes and types go to the kernel before. */
const extreme = (name: 'Maximum' | 'Minimum'): SimdKernel =>
  simdKernel<Pair, object>(name, (heap, { a, b }, _, stock) => {
    const [larger, other] = sizeOf(a) >= sizeOf(b) ? [a, b] : [b, a];
    const fits = sizeOf(other) === 1 ? other.shape.length <= larger.shape.length : String(a.shape) === String(b.shape);
    if (a.dtype !== 'float32' || b.dtype !== 'float32' || !fits || sizeOf(larger) === 0) return stock();
    const y = heap.output(larger.shape);
    const step = (x: TensorInfo): number => (sizeOf(x) === 1 ? 0 : 1);
    heap.call(name.toLowerCase(), sizeOf(y), heap.address(a), step(a), heap.address(b), step(b), heap.address(y));
    return y;
  });

/** `Maximum`, `Minimum` and `ClipByValue`, with NaN wherever an input is NaN. */
export const extremeKernels: readonly SimdKernel[] = [
  extreme('Maximum'),
  extreme('Minimum'),
  simdKernel<{ x: TensorInfo }, { clipValueMin: number; clipValueMax: number }>('ClipByValue', (heap, { x }, attrs, stock) => {
    if (x.dtype !== 'float32') return stock();
    const y = heap.output(x.shape);
    heap.call('clip', sizeOf(x), heap.address(x), heap.address(y), attrs.clipValueMin, attrs.clipValueMax);
    return y;
  }),
];
