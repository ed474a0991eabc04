import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import type { CorruptionAttrs, Strengths } from '@autoencoders/core/operations';
import { partsOf, threadsFor } from './activations.js';
import type { Part } from './activations.js';
import { bernoulliScalars, distributions, keyOf, QUEUE } from './random.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** Ways in which random numbers change x, by number in assembly/random.ts. */
const [ADD, MULTIPLY, EXTREMES] = [1, 2, 3] as const;

/** For each corruption by the function `corrupt`: the distribution, and how x changes by it. The others have functions of their names. */
const kinds: { readonly [name in CorruptionAttrs['corruption']]?: readonly [kind: number, how: number] } = {
  gaussian: [distributions.normal, ADD],
  speckle: [distributions.normal, MULTIPLY],
  mask: [distributions.bernoulli, MULTIPLY],
  uniform: [distributions.uniform, ADD],
  saltAndPepper: [distributions.uniform, EXTREMES],
};

/** The numbers that the function takes for a strength: of `corrupt`, a and b of the distribution and the rate of extremes. */
function numbersOf({ corruption }: CorruptionAttrs, strength: number): readonly number[] {
  if (corruption === 'gaussian') return [0, strength, 0];
  if (corruption === 'speckle') return [1, strength, 0];
  if (corruption === 'uniform') return [-strength, strength * 2 ** -23, 0];
  if (corruption === 'mask') return [...bernoulliScalars(strength, 1), 0];
  if (corruption === 'saltAndPepper') return [0, 2 ** -24, strength];
  return [corruption === 'swap' ? strength * 2 ** 32 : strength];
}

function strengthsOf(attrs: CorruptionAttrs): Strengths {
  if (attrs.corruption === 'mask') return attrs.probability;
  if (attrs.corruption === 'uniform') return attrs.limit;
  if (attrs.corruption === 'poisson') return attrs.peak;
  return 'rate' in attrs ? attrs.rate : attrs.stddev;
}

/** A part of a batch: some examples with strengths of their own from `example` on, or numbers that share one strength. */
interface ExamplesPart extends Part {
  readonly rows: number;
  readonly example: number;
  /** The block of the generator that it starts with. */
  readonly first: number;
}

function examplesParts(heap: Heap, size: number, strengths: Strengths): readonly ExamplesPart[] {
  if (typeof strengths === 'number') return partsOf(heap, size).map((part) => ({ ...part, first: part.at / 2, rows: 1, example: 0 }));
  const n = size / strengths.length;
  return ranges(strengths.length, threadsFor(heap, size)).map(([example, end]) => ({
    at: example * n,
    first: example * Math.ceil(n / 2),
    n,
    rows: end - example,
    example,
  }));
}

function corrupt(heap: Heap, attrs: CorruptionAttrs & { readonly seed: number }, x: TensorInfo, y: TensorInfo): void {
  const size = sizeFromShape(x.shape);
  const strengths = strengthsOf(attrs);
  const parts = examplesParts(heap, size, strengths);
  const table = typeof strengths === 'number' ? numbersOf(attrs, strengths) : strengths.flatMap((strength) => numbersOf(attrs, strength));
  const width = 8 * numbersOf(attrs, 0).length;
  const start = heap.scratch(8 * table.length + QUEUE * parts.length);
  new Float64Array(heap.memory(), start, table.length).set(table);
  const [from, to] = [heap.address(x), heap.address(y)];
  const [k0, k1] = keyOf(attrs.seed);
  const [kind, how] = kinds[attrs.corruption] ?? [0, 0];
  const [least, greatest] = attrs.corruption === 'saltAndPepper' ? [attrs.least, attrs.greatest] : [0, 0];
  const [batch = 1] = x.shape;
  const columns = size / batch;
  // What any of the three functions takes, as one object: to copy objects takes as long as a small kernel.
  const calls = parts.map(({ rows, first, n, at, example }, i) => {
    const own = start + width * example;
    const queue = start + 8 * table.length + QUEUE * i;
    // Swaps look at the whole batch.
    const skipped = attrs.corruption === 'swap' ? 0 : 4 * at;
    const numbers = { kind, how, least, greatest, rows, first, n, k0, k1, x: from + skipped, y: to + skipped, place: at, batch, columns };
    return Object.assign(numbers, { numbers: own, thresholds: own, peaks: own, queue, words: queue });
  });
  heap.share(attrs.corruption in kinds ? 'corrupt' : (attrs.corruption as 'swap' | 'poisson'), calls);
}

/** Whether x stays as it is. */
function isNothing(attrs: CorruptionAttrs): boolean {
  return (attrs.corruption === 'mask' && attrs.probability === 1) || (attrs.corruption === 'swap' && attrs.rate === 0);
}

/** Corruptions by the random numbers of @autoencoders/core, to the last bit. */
export const corruption: SimdKernel = fusedKernel('Corruption', (heap, { x }, attrs) => {
  if (isNothing(attrs)) return heap.shared(x);
  const y = heap.output(x.shape);
  if (sizeFromShape(x.shape) > 0) corrupt(heap, attrs, x, y);
  return y;
});
