import { tensor } from '@tensorflow/tfjs-core';
import type { Rank, ShapeMap, Tensor } from '@tensorflow/tfjs-core';
import { check, checkInteger, checkNumber, show, showShape } from './errors.js';
import type { DistributionAttrs } from './kernel-attrs.js';
import { hasKernel, run } from './operations/differentiable.js';
import { sizeOf } from './shape.js';
import type { Seeds, Shape } from './types.js';

/*
 * Random numbers are a function of a seed and a counter, so that the same seed gives the same numbers on every
 * backend, in any order and in any slice. The generator is Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror & Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC 2011), the one JAX uses. Everything after it uses only additions,
 * multiplications, divisions and square roots, which IEEE 754 rounds the same way on every machine.
 */

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const PARITY = 0x1bd11bda;

/** Threefry-2x32-20 of the counter (`c0`, `c1`) under the key (`k0`, `k1`), written to `out[at]` and `out[at + 1]`. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Uint32Array, at: number): void {
  const k2 = PARITY ^ k0 ^ k1;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let group = 0; group < 5; group++) {
    const first = (group & 1) << 2;
    for (let r = first; r < first + 4; r++) {
      const turn = ROTATIONS[r]!;
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << turn) | (x1 >>> (32 - turn))) ^ x0;
    }
    const next = (group + 1) % 3;
    const after = (group + 2) % 3;
    x0 = (x0 + (next === 0 ? k0 : next === 1 ? k1 : k2)) | 0;
    x1 = (x1 + (after === 0 ? k0 : after === 1 ? k1 : k2) + group + 1) | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
}

const low = (seed: number): number => seed | 0;
const high = (seed: number): number => Math.floor(seed / 2 ** 32) | 0;
const block = new Uint32Array(2);

/** The top bits of a counter tell what the block is for, so that no block is used twice. Random numbers have neither bit. */
const SEED = 1 << 30;
const STREAM = 1 << 31;

/** 53 bits of Threefry for a counter under `seed`. */
function derive(seed: number, counter: number, purpose: number): number {
  threefry(low(seed), high(seed), low(counter), high(counter) | purpose, block, 0);
  return block[0]! + (block[1]! >>> 11) * 2 ** 32;
}

/**
 * A supply of seeds that depends only on `seed` and `path`. Each path is an independent stream: `seeded(1, 0)`, `seeded(1, 1)`,
 * `seeded(1, 1, 5)`. Throws unless `seed` is a whole number of 0 or more.
 */
export function seeded(seed: number, ...path: readonly number[]): Seeds {
  for (const number of [seed, ...path]) checkInteger('seeded', 'a seed', number, 0);
  const root = path.reduce((stream, number) => derive(stream, number, STREAM), seed);
  let count = 0;
  return () => derive(root, count++, SEED);
}

/** `count` words of 32 random bits under `seed`: word i is half i mod 2 of Threefry's block ⌊i / 2⌋. */
export function bits(count: number, seed: number): Uint32Array {
  const words = new Uint32Array(count + (count & 1));
  const k0 = low(seed);
  const k1 = high(seed);
  for (let i = 0; i < words.length; i += 2) threefry(k0, k1, i >>> 1, 0, words, i);
  return count === words.length ? words : words.subarray(0, count);
}

/** How a word of 32 bits becomes a number: as a function, and as attributes of the kernel. Both agree to the last bit. */
interface Distribution {
  readonly value: (word: number) => number;
  readonly attrs: DistributionAttrs;
}

function filled<R extends Rank>(call: string, shape: Shape, seed: number, { value, attrs }: Distribution): Tensor<R> {
  check(
    Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0),
    () => `${call}: shape must be whole numbers of 0 or more, not ${Array.isArray(shape) ? showShape(shape) : show(shape)}`,
  );
  checkInteger(call, 'seed', seed, 0);
  if (hasKernel('RandomNumbers')) return run('RandomNumbers', {}, { shape, seed, ...attrs })[0] as Tensor<R>;
  const words = bits(sizeOf(shape), seed);
  const values = new Float32Array(words.length);
  for (let i = 0; i < words.length; i++) values[i] = value(words[i]!);
  return tensor(values, shape as ShapeMap[R]);
}

/**
 * Uniform random numbers in [least, greatest), with 24 random bits each. Default [0, 1). If `least` is not 0, rounding may give
 * `greatest`. Throws for a wrong shape or seed, and for bounds that are not finite.
 */
export function uniform<R extends Rank>(shape: Shape, seed: number, least: number = 0, greatest: number = 1): Tensor<R> {
  checkNumber('uniform', 'least', least);
  checkNumber('uniform', 'greatest', greatest);
  const width = (greatest - least) * 2 ** -24;
  const attrs = { distribution: 'uniform', least, width } as const;
  return filled<R>('uniform', shape, seed, { value: (word) => least + (word >>> 8) * width, attrs });
}

/**
 * Normal random numbers N(mean, stddev²): Φ⁻¹((word + ½) / 2³²), at most 6.34 standard deviations from the mean. Default N(0, 1).
 * Throws for a wrong shape or seed, and for a mean or a deviation that is not finite.
 */
export function normal<R extends Rank>(shape: Shape, seed: number, mean: number = 0, stddev: number = 1): Tensor<R> {
  checkNumber('normal', 'mean', mean);
  checkNumber('normal', 'stddev', stddev);
  const attrs = { distribution: 'normal', mean, stddev } as const;
  return filled<R>('normal', shape, seed, { value: (word) => mean + stddev * normalFromBits(word), attrs });
}

/**
 * `scale` (default 1) with the given probability, 0 otherwise, as float32. Throws for a wrong shape or seed, and for a probability
 * outside of [0, 1].
 */
export function bernoulli<R extends Rank>(shape: Shape, seed: number, probability: number, scale: number = 1): Tensor<R> {
  checkNumber('bernoulli', 'probability', probability, 0, 1);
  checkNumber('bernoulli', 'scale', scale);
  const threshold = probability * 2 ** 32;
  const attrs = { distribution: 'bernoulli', probability, scale } as const;
  return filled<R>('bernoulli', shape, seed, { value: (word) => (word < threshold ? scale : 0), attrs });
}

/** The numbers 0 … count − 1 in random order (Fisher & Yates, Durstenfeld's form). Throws for a wrong count or seed. */
export function permutation(count: number, seed: number): Int32Array {
  checkInteger('permutation', 'count', count, 0);
  checkInteger('permutation', 'seed', seed, 0);
  const order = new Int32Array(count);
  for (let i = 1; i < count; i++) order[i] = i;
  const words = bits(count, seed);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((words[i]! * (i + 1)) / 2 ** 32);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}

const SQRT2 = Math.SQRT2;
const LN2 = Math.LN2;
const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/**
 * The natural logarithm of a normal positive number, by arithmetic only, since `Math.log` may differ between engines:
 * x = 2ᵉ·m with m in [√½, √2), then ln m = 2·artanh(s) with s = (m − 1) / (m + 1), as an odd series to s¹⁵.
 */
function ln(x: number): number {
  float[0] = x;
  let exponent = (words[1]! >>> 20) - 1023;
  words[1] = (words[1]! & 0xfffff) | 0x3ff00000;
  let m = float[0]!;
  if (m > SQRT2) {
    m *= 0.5;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  const series = 1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + z * (1 / 15)))))));
  return exponent * LN2 + 2 * s * series;
}

/**
 * Φ⁻¹(u) at u = (word + ½) / 2³², to 1.2e-7 of its value: Wichura, "Algorithm AS 241: the percentage points of the normal
 * distribution", Applied Statistics 37, 1988, routine PPND7. Its third case begins beyond what 32 bits reach.
 */
export function normalFromBits(word: number): number {
  const u = (word + 0.5) * 2 ** -32;
  const q = u - 0.5;
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q;
    const above = ((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179;
    const below = ((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1;
    return (q * above) / below;
  }
  const r = Math.sqrt(-ln(q < 0 ? u : 1 - u)) - 1.6;
  const above = ((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777;
  const below = (0.12021132975 * r + 0.7370016425) * r + 1;
  return q < 0 ? -above / below : above / below;
}
