import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Call } from '../threads/pool.js';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { simdKernel } from './simd-kernel.js';
import type { KernelOf } from './simd-kernel.js';

/** The numbers by which assembly/random.ts knows distributions, and what becomes of a number that is corrupted. */
const distributions = { uniform: 0, normal: 1, bernoulli: 2 } as const;
const corruptions = { add: 1, multiply: 2, extremes: 3 } as const;

/** Core's seed as the two words of a key. */
const keyOf = (seed: number): [number, number] => [seed | 0, Math.floor(seed / 2 ** 32) | 0];

/** A probability as the word below which it holds; 2³², which is no word, where it always does. */
const thresholdOf = (probability: number): number => Math.ceil(probability * 2 ** 32);

/** Bytes of the queue in which words wait. */
const QUEUE = 8 * 514;

/** Shares `size` random numbers out: a block of the generator gives two, and vectors hold four blocks. */
function shared(heap: Heap, size: number, call: (first: number, count: number, queue: number) => Call): void {
  const parts = ranges(size, threadsFor(heap, size), 8);
  const queues = heap.scratch(QUEUE * parts.length);
  heap.share(parts.map(([first, end], i) => call(first, end - first, queues + i * QUEUE)));
}

/** Random numbers as @autoencoders/core makes them, to the last bit, and corruptions by them. */
export const randomKernels: Readonly<Record<string, KernelOf>> = {
  /** a + b·z, z uniform (in steps, b being the width of one) or normal; or b with probability a and 0 otherwise. */
  RandomNumbers: simdKernel<object, { shape: number[]; seed: number; distribution: keyof typeof distributions; a: number; b: number }>(
    'RandomNumbers',
    (heap, _, { shape, seed, distribution, a, b }) => {
      const y = heap.output(shape);
      const size = util.sizeFromShape(shape);
      if (size === 0) return y;
      if (distribution === 'bernoulli' && thresholdOf(a) >= 2 ** 32) {
        new Float32Array(heap.memory(), heap.address(y), size).fill(b);
        return y;
      }
      const first = distribution === 'bernoulli' ? thresholdOf(a) : a;
      shared(heap, size, (at, count, queue) => [
        'draw',
        distributions[distribution],
        at / 2,
        count,
        ...keyOf(seed),
        first,
        b,
        heap.address(y) + 4 * at,
        queue,
      ]);
      return y;
    },
  ),
  /** x + (a + b·z) with z normal; x times b with probability a, and times 0 otherwise; or, of a share `rate`, half `least`, half `greatest`. */
  Corruption: simdKernel<
    { x: TensorInfo },
    { seed: number; how: keyof typeof corruptions; a: number; b: number; rate?: number; least?: number; greatest?: number }
  >('Corruption', (heap, { x }, { seed, how, a, b, rate = 0, least = 0, greatest = 0 }) => {
    const y = heap.output(x.shape);
    const [from, to] = [heap.address(x), heap.address(y)];
    const first = how === 'multiply' ? thresholdOf(a) : a;
    shared(heap, util.sizeFromShape(x.shape), (at, count, queue) => [
      'corrupt',
      corruptions[how],
      at / 2,
      count,
      ...keyOf(seed),
      first,
      b,
      from + 4 * at,
      to + 4 * at,
      rate,
      least,
      greatest,
      queue,
    ]);
    return y;
  }),
};
