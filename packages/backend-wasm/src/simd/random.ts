import { sizeFromShape } from '#stock';
import type { DistributionAttrs } from '@autoencoders/core/operations';
import { partsOf } from './activations.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** The numbers of distributions in assembly/random.ts. */
export const distributions: Readonly<Record<DistributionAttrs['distribution'], number>> = { uniform: 0, normal: 1, bernoulli: 2 };

/** Core's seed as the two words of a key. */
export const keyOf = (seed: number): [number, number] => [seed | 0, Math.floor(seed / 2 ** 32) | 0];

/** How many words the event of a probability happens for. */
const countOf = (probability: number): number => Math.ceil(probability * 2 ** 32);

/** The scalars of numbers that are `scale` with the given probability: the last word for which they are, and the scale. */
export const bernoulliScalars = (probability: number, scale: number): readonly [a: number, b: number] =>
  countOf(probability) === 0 ? [0, 0] : [countOf(probability) - 1, scale];

/** The two scalars of a distribution, as the function takes them. */
function scalarsOf(attrs: DistributionAttrs): readonly [a: number, b: number] {
  if (attrs.distribution === 'uniform') return [attrs.least, attrs.width];
  if (attrs.distribution === 'normal') return [attrs.mean, attrs.stddev];
  return bernoulliScalars(attrs.probability, attrs.scale);
}

/** Bytes of scratch memory: the queue in which words wait, 32 words and 32 numbers. */
export const QUEUE: number = 8 * 516 + 256;

/** The random numbers of @autoencoders/core, to the last bit. */
export const randomNumbers: SimdKernel = fusedKernel('RandomNumbers', (heap, _, { shape, seed, ...attrs }) => {
  const y = heap.output(shape);
  const size = sizeFromShape(y.shape);
  if (size === 0) return y;
  const [a, b] = scalarsOf(attrs);
  const [k0, k1] = keyOf(seed);
  const kind = distributions[attrs.distribution];
  const parts = partsOf(heap, size);
  const [to, queues] = [heap.address(y), heap.scratch(QUEUE * parts.length)];
  heap.share(
    'draw',
    parts.map(({ at, n }, i) => ({ kind, first: at / 2, n, k0, k1, a, b, y: to + 4 * at, queue: queues + i * QUEUE })),
  );
  return y;
});
