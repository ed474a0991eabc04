import { util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { CorruptionAttrs, Strength } from '@autoencoders/core/operations';
import { distributions, drawsOf, isAlways, keyOf, thresholdOf } from './random.js';
import type { Draw } from './random.js';
import type { Heap } from './simd-heap.js';
import { fusedKernel } from './simd-kernel.js';
import type { SimdKernel } from './simd-kernel.js';

/** Ways in which random numbers change x, by number in assembly/random.ts. */
const [ADD, MULTIPLY, EXTREMES] = [1, 2, 3];

type ByDraws = Exclude<CorruptionAttrs, { readonly corruption: 'swap' | 'poisson' }>;

/** The distribution of the random numbers for one strength, and how x changes by them. */
function changeOf(attrs: ByDraws, strength: number): Record<'kind' | 'how' | 'a' | 'b' | 'rate' | 'least' | 'greatest', number> {
  const { uniform, normal, bernoulli } = distributions;
  const base = { rate: 0, least: 0, greatest: 0 };
  if (attrs.corruption === 'gaussian') return { ...base, kind: normal, how: ADD, a: 0, b: strength };
  if (attrs.corruption === 'speckle') return { ...base, kind: normal, how: MULTIPLY, a: 1, b: strength };
  if (attrs.corruption === 'uniform') return { ...base, kind: uniform, how: ADD, a: -strength, b: strength * 2 ** -23 };
  if (attrs.corruption === 'mask') {
    const change = isAlways(strength) ? { kind: uniform, a: 1, b: 0 } : { kind: bernoulli, a: thresholdOf(strength), b: 1 };
    return { ...base, how: MULTIPLY, ...change };
  }
  const { least, greatest } = attrs;
  return { kind: uniform, how: EXTREMES, a: 0, b: 2 ** -24, rate: strength, least, greatest };
}

function strengthOf(attrs: CorruptionAttrs): Strength {
  if (attrs.corruption === 'mask') return attrs.probability;
  if (attrs.corruption === 'uniform') return attrs.width;
  if (attrs.corruption === 'poisson') return attrs.peak;
  return 'rate' in attrs ? attrs.rate : attrs.stddev;
}

/** A part of a batch whose numbers have one strength. */
interface Part extends Draw {
  readonly at: number;
  readonly strength: number;
}

/** Parts for all threads, or one part for each example if each has its own strength. */
function partsOf(heap: Heap, seed: number, size: number, strength: Strength): readonly Part[] {
  if (size === 0) return [];
  if (typeof strength === 'number') return drawsOf(heap, seed, size).map((draw) => ({ ...draw, strength }));
  const n = size / strength.length;
  const room = 8 * Math.min(n + 18, 514);
  const queues = heap.scratch(room * strength.length);
  const [k0, k1] = keyOf(seed);
  return strength.map((own, row) => ({
    at: row * n,
    first: row * Math.ceil(n / 2),
    n,
    k0,
    k1,
    queue: queues + row * room,
    strength: own,
  }));
}

/** Whether x stays as it is. */
function isNothing(attrs: CorruptionAttrs): boolean {
  if (attrs.corruption === 'mask') return typeof attrs.probability === 'number' && isAlways(attrs.probability);
  return attrs.corruption === 'swap' && attrs.rate === 0;
}

/** Corruptions by the random numbers of @autoencoders/core, to the last bit. */
export const corruption: SimdKernel = fusedKernel('Corruption', (heap, { x }, { seed, ...attrs }) => {
  if (isNothing(attrs)) return heap.shared(x);
  const y = heap.output(x.shape);
  const parts = partsOf(heap, seed, util.sizeFromShape(x.shape), strengthOf(attrs));
  corruptParts(heap, attrs, parts, x, y);
  return y;
});

function corruptParts(heap: Heap, attrs: CorruptionAttrs, parts: readonly Part[], x: TensorInfo, y: TensorInfo): void {
  const [from, to] = [heap.address(x), heap.address(y)];
  if (attrs.corruption === 'swap') {
    const [rows = 1] = x.shape;
    const columns = util.sizeFromShape(x.shape) / rows;
    const calls = parts.map(({ at, strength, queue, ...draw }) => ({
      ...draw,
      threshold: strength * 2 ** 32,
      x: from,
      y: to,
      place: at,
      rows,
      columns,
      words: queue,
    }));
    return heap.share('swap', calls);
  }
  const places = (at: number) => ({ x: from + 4 * at, y: to + 4 * at });
  if (attrs.corruption === 'poisson') {
    const calls = parts.map(({ at, strength, queue, ...draw }) => ({ ...draw, peak: strength, ...places(at), words: queue }));
    return heap.share('poisson', calls);
  }
  const calls = parts.map(({ at, strength, ...draw }) => ({ ...changeOf(attrs, strength), ...draw, ...places(at) }));
  return heap.share('corrupt', calls);
}
