import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import { partsOf } from './activations.js';
import { simdKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

interface Pair {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
}

const sizeOf = ({ shape }: TensorInfo): number => sizeFromShape(shape);

/** For float32 of the same shape, or with one number on either side. Other shapes and types use the previous kernel. */
const extreme = (kernelName: string, name: 'maximum' | 'minimum'): SimdKernel =>
  simdKernel<Pair, object>(kernelName, (heap, { a, b }, _, stock) => {
    const [larger, other] = sizeOf(a) >= sizeOf(b) ? [a, b] : [b, a];
    const fits = sizeOf(other) === 1 ? other.shape.length <= larger.shape.length : String(a.shape) === String(b.shape);
    if (a.dtype !== 'float32' || b.dtype !== 'float32' || !fits || sizeOf(larger) === 0) return stock();
    const y = heap.output(larger.shape);
    const step = (x: TensorInfo): number => (sizeOf(x) === 1 ? 0 : 1);
    heap.call(name, { n: sizeOf(y), a: heap.address(a), aStep: step(a), b: heap.address(b), bStep: step(b), y: heap.address(y) });
    return y;
  });

/** `Maximum`, `Minimum` and `ClipByValue`, with NaN wherever an input is NaN. */
export const extremeKernels: readonly SimdKernel[] = [
  extreme('Maximum', 'maximum'),
  extreme('Minimum', 'minimum'),
  simdKernel<{ x: TensorInfo }, { clipValueMin: number; clipValueMax: number }>('ClipByValue', (heap, { x }, attrs, stock) => {
    if (x.dtype !== 'float32') return stock();
    const y = heap.output(x.shape);
    const [from, to] = [heap.address(x), heap.address(y)];
    const { clipValueMin: least, clipValueMax: greatest } = attrs;
    const calls = partsOf(heap, sizeOf(x)).map(({ at, n }) => ({ n, x: from + 4 * at, y: to + 4 * at, least, greatest }));
    heap.share('clip', calls);
    return y;
  }),
];
