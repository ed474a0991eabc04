import type { TensorInfo } from '@tensorflow/tfjs-core';
import { sizeFromShape } from '#stock';
import type { CorruptionAttrs, Strengths } from '@autoencoders/core/operations';
import { threadsFor } from './activations.js';
import { bernoulliScalars, distributions, keyOf, partsOf, QUEUE } from './random.js';
import type { Part } from './random.js';
import { ranges } from './simd-heap.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** Ways in which random numbers change x, by number in assembly/random.ts. */
const [ADD, MULTIPLY, EXTREMES] = [1, 2, 3];

/** What the function for a corruption takes: the distribution, how x changes by it, and the extremes. */
function kindOf(attrs: CorruptionAttrs): Record<'kind' | 'how' | 'least' | 'greatest', number> {
  const { uniform, normal, bernoulli } = distributions;
  const [least, greatest] = attrs.corruption === 'saltAndPepper' ? [attrs.least, attrs.greatest] : [0, 0];
  const kind = { gaussian: normal, speckle: normal, mask: bernoulli, uniform, saltAndPepper: uniform, swap: 0, poisson: 0 };
  const how = { gaussian: ADD, uniform: ADD, speckle: MULTIPLY, mask: MULTIPLY, saltAndPepper: EXTREMES, swap: 0, poisson: 0 };
  return { kind: kind[attrs.corruption], how: how[attrs.corruption]!, least, greatest };
}

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
}

function examplesParts(heap: Heap, size: number, strengths: Strengths): readonly ExamplesPart[] {
  if (typeof strengths === 'number') return partsOf(heap, size).map((part) => ({ ...part, rows: 1, example: 0 }));
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
  const table = [strengths].flat().flatMap((strength) => numbersOf(attrs, strength as number));
  const width = 8 * numbersOf(attrs, 0).length;
  const start = heap.scratch(8 * table.length + QUEUE * parts.length);
  new Float64Array(heap.memory(), start, table.length).set(table);
  const [from, to] = [heap.address(x), heap.address(y)];
  const [k0, k1] = keyOf(attrs.seed);
  const calls = parts.map(({ at, example, ...part }, i) => ({
    ...part,
    k0,
    k1,
    at,
    own: start + width * example,
    queue: start + 8 * table.length + QUEUE * i,
    x: from + 4 * at,
    y: to + 4 * at,
  }));
  if (attrs.corruption === 'swap') {
    const [batch = 1] = x.shape;
    const whole = { x: from, y: to, batch, columns: size / batch };
    heap.share(
      'swap',
      calls.map((call) => ({ ...call, ...whole, thresholds: call.own, place: call.at })),
    );
  } else if (attrs.corruption === 'poisson')
    heap.share(
      'poisson',
      calls.map((call) => ({ ...call, peaks: call.own, words: call.queue })),
    );
  else {
    const kind = kindOf(attrs);
    heap.share(
      'corrupt',
      calls.map((call) => ({ ...call, ...kind, numbers: call.own })),
    );
  }
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
