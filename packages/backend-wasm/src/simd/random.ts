import { util } from '@tensorflow/tfjs-core';
import type { DistributionAttrs } from '@autoencoders/core/operations';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** The numbers of distributions in assembly/random.ts. */
export const distributions: Readonly<Record<DistributionAttrs['distribution'], number>> = { uniform: 0, normal: 1, bernoulli: 2 };

/** Core's seed as the two words of a key. */
export const keyOf = (seed: number): [number, number] => [seed | 0, Math.floor(seed / 2 ** 32) | 0];

/** The threshold of a probability: an event happens for words below it. */
export const thresholdOf = (probability: number): number => Math.ceil(probability * 2 ** 32);

/** Whether the event happens for every word. Its threshold, 2³², is too large for a word. */
export const isAlways = (probability: number): boolean => thresholdOf(probability) >= 2 ** 32;

/** The two scalars of a distribution, as the function takes them. */
function scalarsOf(attrs: DistributionAttrs): readonly [a: number, b: number] {
  if (attrs.distribution === 'uniform') return [attrs.least, attrs.width];
  if (attrs.distribution === 'normal') return [attrs.mean, attrs.stddev];
  return [thresholdOf(attrs.probability), attrs.scale];
}

/** Bytes of the queue in which words wait. */
const QUEUE = 8 * 514;

/** The arguments of every call of the generator. */
export interface Draw {
  /** The block of the generator to start with, and how many numbers to make. */
  readonly first: number;
  readonly n: number;
  /** The two words of the key. */
  readonly k0: number;
  readonly k1: number;
  readonly queue: number;
}

/** Parts of `size` random numbers, one for each thread, from place `at` on: a block gives two, and vectors hold four blocks. */
export function drawsOf(heap: Heap, seed: number, size: number): readonly (Draw & { readonly at: number })[] {
  const parts = ranges(size, threadsFor(heap, size), 8);
  const queues = heap.scratch(QUEUE * parts.length);
  const [k0, k1] = keyOf(seed);
  return parts.map(([at, end], i) => ({ at, first: at / 2, n: end - at, k0, k1, queue: queues + i * QUEUE }));
}

/** The random numbers of @autoencoders/core, to the last bit. */
export const randomNumbers: SimdKernel = fusedKernel('RandomNumbers', (heap, _, { shape, seed, ...attrs }) => {
  const y = heap.output(shape);
  const size = util.sizeFromShape(y.shape);
  if (size === 0) return y;
  if (attrs.distribution === 'bernoulli' && isAlways(attrs.probability)) {
    new Float32Array(heap.memory(), heap.address(y), size).fill(attrs.scale);
    return y;
  }
  const [a, b] = scalarsOf(attrs);
  const to = heap.address(y);
  const kind = distributions[attrs.distribution];
  heap.share(
    'draw',
    drawsOf(heap, seed, size).map(({ at, ...draw }) => ({ kind, ...draw, a, b, y: to + 4 * at })),
  );
  return y;
});
