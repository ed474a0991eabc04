import { util } from '@tensorflow/tfjs-core';
import type { CorruptionAttrs, DistributionAttrs } from '@autoencoders/core/operations';
import { threadsFor } from './activations.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** The numbers of distributions and corruptions in assembly/random.ts. */
const distributions: Readonly<Record<DistributionAttrs['distribution'], number>> = { uniform: 0, normal: 1, bernoulli: 2 };
const corruptions: Readonly<Record<CorruptionAttrs['corruption'], number>> = { gaussian: 1, mask: 2, saltAndPepper: 3 };

/** Core's seed as the two words of a key. */
const keyOf = (seed: number): [number, number] => [seed | 0, Math.floor(seed / 2 ** 32) | 0];

/** The threshold of a probability: an event happens for words below it. */
const thresholdOf = (probability: number): number => Math.ceil(probability * 2 ** 32);

/** Whether the event happens for every word. Its threshold, 2³², is too large for a word. */
const isAlways = (probability: number): boolean => thresholdOf(probability) >= 2 ** 32;

/** The two scalars of a distribution, as the function takes them. */
function scalarsOf(attrs: DistributionAttrs): readonly [a: number, b: number] {
  if (attrs.distribution === 'uniform') return [attrs.least, attrs.width];
  if (attrs.distribution === 'normal') return [attrs.mean, attrs.stddev];
  return [thresholdOf(attrs.probability), attrs.scale];
}

/** The distribution of a corruption, and how x changes by it. */
function corruptionOf(attrs: CorruptionAttrs): Record<'how' | 'a' | 'b' | 'rate' | 'least' | 'greatest', number> {
  const base = { how: corruptions[attrs.corruption], rate: 0, least: 0, greatest: 0 };
  if (attrs.corruption === 'gaussian') return { ...base, a: 0, b: attrs.stddev };
  if (attrs.corruption === 'mask') return { ...base, a: thresholdOf(attrs.probability), b: 1 };
  const { rate, least, greatest } = attrs;
  return { ...base, a: 0, b: 2 ** -24, rate, least, greatest };
}

/** Bytes of the queue in which words wait. */
const QUEUE = 8 * 514;

/** The arguments of every call of the generator. */
interface Draw {
  /** The block of the generator to start with, and how many numbers to make. */
  readonly first: number;
  readonly n: number;
  /** The two words of the key. */
  readonly k0: number;
  readonly k1: number;
  readonly queue: number;
}

/** Parts of `size` random numbers, one for each thread, from place `at` on: a block gives two, and vectors hold four blocks. */
function drawsOf(heap: Heap, seed: number, size: number): readonly (Draw & { readonly at: number })[] {
  const parts = ranges(size, threadsFor(heap, size), 8);
  const queues = heap.scratch(QUEUE * parts.length);
  const [k0, k1] = keyOf(seed);
  return parts.map(([at, end], i) => ({ at, first: at / 2, n: end - at, k0, k1, queue: queues + i * QUEUE }));
}

/** The random numbers of @autoencoders/core, to the last bit, and corruptions by them. */
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
    const to = heap.address(y);
    const kind = distributions[attrs.distribution];
    heap.share(
      'draw',
      drawsOf(heap, seed, size).map(({ at, ...draw }) => ({ kind, ...draw, a, b, y: to + 4 * at })),
    );
    return y;
  }),
  fusedKernel('Corruption', (heap, { x }, { seed, ...attrs }) => {
    if (attrs.corruption === 'mask' && isAlways(attrs.probability)) return heap.shared(x);
    const y = heap.output(x.shape);
    const [from, to] = [heap.address(x), heap.address(y)];
    const corruption = corruptionOf(attrs);
    heap.share(
      'corrupt',
      drawsOf(heap, seed, util.sizeFromShape(x.shape)).map(({ at, ...draw }) => ({
        ...corruption,
        ...draw,
        x: from + 4 * at,
        y: to + 4 * at,
      })),
    );
    return y;
  }),
];
