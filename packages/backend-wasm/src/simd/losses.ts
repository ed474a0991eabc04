import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import type { PointwiseLoss } from '@autoencoders/core/operations';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** The numbers of pointwise losses in assembly/losses.ts. */
const numbers: Readonly<Record<PointwiseLoss, number>> = { squared: 0, absolute: 1, huber: 2, logistic: 3 };

/** A scalar: the sum of the float64 that each part writes at its own address. */
function collected(heap: Heap, parts: number, run: (result: (part: number) => number) => void, more = 0): TensorInfo {
  const value = heap.output([]);
  const results = Math.ceil((heap.scratch(8 * parts + 8 + more) as number) / 8) * 8;
  new Float64Array(heap.memory(), results, parts).fill(0);
  run((part) => results + 8 * part);
  const total = new Float64Array(heap.memory(), results, parts).reduce((a, b) => a + b, 0);
  new Float32Array(heap.memory(), heap.address(value), 1)[0] = total;
  return value;
}

/** Losses with their gradients: [value, gradient to the first input, gradient to the second where there is one]. */
export const lossKernels: readonly SimdKernel[] = [
  fusedKernel('PointwiseLoss', (heap, { prediction, target }, { loss, scale, delta }) => {
    const gradient = heap.output(prediction.shape);
    const [p, t, to] = [heap.address(prediction), heap.address(target), heap.address(gradient)];
    const size = sizeFromShape(prediction.shape);
    const parts = ranges(size, threadsFor(heap, size), 4);
    const value = collected(heap, parts.length, (result) =>
      heap.share(
        'pointwiseLoss',
        parts.map(([first, end], i) => ({
          kind: numbers[loss],
          n: end - first,
          prediction: p + 4 * first,
          target: t + 4 * first,
          gradient: to + 4 * first,
          scale,
          delta,
          result: result(i),
        })),
      ),
    );
    return [value, gradient];
  }),
  fusedKernel('GaussianKl', (heap, { mean, logVar }, { scale }) => {
    const [dMean, dLogVar] = [heap.output(mean.shape), heap.output(logVar.shape)];
    const value = collected(heap, 1, (result) =>
      heap.call('gaussianKl', {
        n: sizeFromShape(mean.shape),
        mean: heap.address(mean),
        logVar: heap.address(logVar),
        dMean: heap.address(dMean),
        dLogVar: heap.address(dLogVar),
        scale,
        result: result(0),
      }),
    );
    return [value, dMean, dLogVar];
  }),
  fusedKernel('SparsityKl', (heap, { codes }, { rho }) => {
    const [rows = 0, columns = 0] = codes.shape;
    const gradient = heap.output(codes.shape);
    const entropy = rho * Math.log(rho) + (1 - rho) * Math.log(1 - rho);
    const value = collected(
      heap,
      1,
      (result) =>
        heap.call('sparsityKl', {
          rows,
          columns,
          codes: heap.address(codes),
          gradient: heap.address(gradient),
          rho,
          entropy,
          result: result(0),
          slopes: result(1),
        }),
      4 * columns,
    );
    return [value, gradient];
  }),
];
