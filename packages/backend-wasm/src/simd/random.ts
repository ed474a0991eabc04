import { util } from '@tensorflow/tfjs-core';
import type { CorruptionAttrs, DistributionAttrs } from '@autoencoders/core/operations';
import type { Call } from '../threads/pool.js';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** The numbers by which assembly/random.ts knows distributions and corruptions. */
const distributions: Readonly<Record<DistributionAttrs['distribution'], number>> = { uniform: 0, normal: 1, bernoulli: 2 };
const corruptions: Readonly<Record<CorruptionAttrs['corruption'], number>> = { gaussian: 1, mask: 2, saltAndPepper: 3 };

/** Core's seed as the two words of a key. */
const keyOf = (seed: number): [number, number] => [seed | 0, Math.floor(seed / 2 ** 32) | 0];

/** A probability as the word below which it holds. */
const thresholdOf = (probability: number): number => Math.ceil(probability * 2 ** 32);

/** Whether a probability holds for every word: its threshold is no word. */
const isAlways = (probability: number): boolean => thresholdOf(probability) >= 2 ** 32;

/** The two scalars of a distribution, as the function takes them. */
function scalarsOf(attrs: DistributionAttrs): readonly [a: number, b: number] {
  if (attrs.distribution === 'uniform') return [attrs.least, attrs.width];
  if (attrs.distribution === 'normal') return [attrs.mean, attrs.stddev];
  return [thresholdOf(attrs.probability), attrs.scale];
}

/** What a corruption draws, and what it does with that. */
function corruptionOf(attrs: CorruptionAttrs): { kind: number; a: number; b: number; rate?: number; least?: number; greatest?: number } {
  const kind = corruptions[attrs.corruption];
  if (attrs.corruption === 'gaussian') return { kind, a: 0, b: attrs.stddev };
  if (attrs.corruption === 'mask') return { kind, a: thresholdOf(attrs.probability), b: 1 };
  const { rate, least, greatest } = attrs;
  return { kind, a: 0, b: 2 ** -24, rate, least, greatest };
}

/** Bytes of the queue in which words wait. */
const QUEUE = 8 * 514;

/** Shares `size` random numbers out: a block of the generator gives two, and vectors hold four blocks. */
function shared(heap: Heap, size: number, call: (first: number, count: number, queue: number) => Call): void {
  const parts = ranges(size, threadsFor(heap, size), 8);
  const queues = heap.scratch(QUEUE * parts.length);
  heap.share(parts.map(([first, end], i) => call(first, end - first, queues + i * QUEUE)));
}

/** Random numbers as @autoencoders/core makes them, to the last bit, and corruptions by them. */
export const randomKernels: readonly SimdKernel[] = [
  fusedKernel('RandomNumbers', (heap, _, { shape, seed, ...attrs }) => {
    const y = heap.output(shape);
    const size = util.sizeFromShape(y.shape);
    if (size === 0) return y;
    if (attrs.distribution === 'bernoulli' && isAlways(attrs.probability)) {
      new Float32Array(heap.memory(), heap.address(y), size).fill(attrs.scale);
      return y;
    }
    const [a, b] = scalarsOf(attrs);
    shared(heap, size, (at, count, queue) => [
      'draw',
      distributions[attrs.distribution],
      at / 2,
      count,
      ...keyOf(seed),
      a,
      b,
      heap.address(y) + 4 * at,
      queue,
    ]);
    return y;
  }),
  fusedKernel('Corruption', (heap, { x }, { seed, ...attrs }) => {
    if (attrs.corruption === 'mask' && isAlways(attrs.probability)) return heap.shared(x);
    const y = heap.output(x.shape);
    const [from, to] = [heap.address(x), heap.address(y)];
    const { kind, a, b, rate = 0, least = 0, greatest = 0 } = corruptionOf(attrs);
    shared(heap, util.sizeFromShape(x.shape), (at, count, queue) => [
      'corrupt',
      kind,
      at / 2,
      count,
      ...keyOf(seed),
      a,
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
];
