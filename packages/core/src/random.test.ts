import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { InputError } from './errors.js';
import { bernoulli, bits, normal, permutation, normalFromBits, seeded, threefry, uniform } from './random.js';

beforeAll(() => setBackend('cpu'));

const valuesOf = (x: Tensor): number[] => {
  const values = [...x.dataSync<'float32'>()];
  x.dispose();
  return values;
};

const averageOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const moment = (values: readonly number[], power: number): number => averageOf(values.map((value) => value ** power));

/** erf(z) = 2/√π · Σ (−1)ⁿ z²ⁿ⁺¹ / (n!·(2n + 1)), to full precision for |z| < 3. */
function erf(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 1; n < 100; n++) {
    term *= (-z * z) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** erfc(z) for z ≥ 1 by its continued fraction, e^(−z²) / √π · 1 / (z + ½ / (z + 1 / (z + 3⁄2 / (z + …)))). */
function erfc(z: number): number {
  let rest = z;
  for (let n = 200; n > 0; n--) rest = z + n / 2 / rest;
  return Math.exp(-z * z) / (rest * Math.sqrt(Math.PI));
}

const phi = (x: number): number => {
  const z = Math.abs(x) / Math.SQRT2;
  const upper = z < 2 ? (1 - erf(z)) / 2 : erfc(z) / 2;
  return x < 0 ? upper : 1 - upper;
};

/** Φ⁻¹((word + ½) / 2³²) by Newton's method: on erf in the middle, on ln erfc in the tails, so that no digits cancel. */
function quantile(word: number): number {
  const x = 2 * ((word + 0.5) / 2 ** 32) - 1;
  const tail = 2 * ((x < 0 ? word + 0.5 : 2 ** 32 - word - 0.5) / 2 ** 32);
  let z = Math.abs(x) < 0.9 ? Math.abs(x) : Math.sqrt(-Math.log(tail));
  for (let i = 0; i < 50; i++) {
    const slope = (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z);
    z -= Math.abs(x) < 0.9 ? (erf(z) - Math.abs(x)) / slope : (Math.log(tail / erfc(z)) * erfc(z)) / slope;
  }
  return Math.SQRT2 * z * Math.sign(x);
}

/** The largest distance between the share of `values` up to a point and the share that `cdf` promises there. */
function distance(values: readonly number[], cdf: (x: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  return Math.max(...sorted.map((x, i) => Math.max((i + 1) / n - cdf(x), cdf(x) - i / n)));
}

/** What the distance stays below with a probability of 0.999 (Kolmogorov). */
const limit = (n: number): number => 1.95 / Math.sqrt(n);

describe('threefry', () => {
  // kat_vectors of Random123, threefry2x32 with 20 rounds.
  test.each([
    { key: [0, 0], counter: [0, 0], block: [0x6b200159, 0x99ba4efe] },
    { key: [0xffffffff, 0xffffffff], counter: [0xffffffff, 0xffffffff], block: [0x1cb996fc, 0xbb002be7] },
    { key: [0x13198a2e, 0x03707344], counter: [0x243f6a88, 0x85a308d3], block: [0xc4923a9c, 0x483df7a0] },
  ])('gives the known answer for key $key and counter $counter', ({ key, counter, block }) => {
    const out = new Uint32Array(4);
    threefry(key[0]!, key[1]!, counter[0]!, counter[1]!, out, 1);
    expect([...out]).toEqual([0, ...block, 0]);
  });
});

describe('bits', () => {
  test('are Threefry’s blocks in order, the seed being the key', () => {
    const seed = 0x03707344 * 2 ** 21 + 5;
    const key = [seed % 2 ** 32, Math.floor(seed / 2 ** 32)] as const;
    const expected = new Uint32Array(6);
    for (const block of [0, 1, 2]) threefry(...key, block, 0, expected, 2 * block);
    expect(bits(6, seed)).toEqual(expected);
    expect(bits(2, 0)).toEqual(Uint32Array.of(0x6b200159, 0x99ba4efe));
  });

  test.each([0, 1, 5, 8])('a supply of %i words is the beginning of a longer one', (count) => {
    expect(bits(count, 7)).toHaveLength(count);
    expect([...bits(count, 7)]).toEqual([...bits(20, 7).subarray(0, count)]);
  });

  test('differ between seeds that differ in one bit, low or high, or in sign', () => {
    const seeds = [0, 1, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER];
    expect(new Set(seeds.map((seed) => String(bits(4, seed)))).size).toBe(seeds.length);
  });

  test('have every bit set in half of the words', () => {
    const words = bits(20_000, 3);
    for (let bit = 0; bit < 32; bit++) {
      const share = words.reduce((sum, word) => sum + ((word >>> bit) & 1), 0) / words.length;
      expect(Math.abs(share - 0.5), `bit ${bit}`).toBeLessThan(3.9 * Math.sqrt(0.25 / words.length)); // p = 1e-4
    }
  });
});

describe('seeded', () => {
  const take = (count: number, seeds: () => number): number[] => Array.from({ length: count }, seeds);

  test('the same seed and path give the same stream', () => {
    expect(take(10, seeded(1, 2, 3))).toEqual(take(10, seeded(1, 2, 3)));
  });

  test('different seeds and paths give different streams', () => {
    const streams = [seeded(0), seeded(1), seeded(1, 0), seeded(1, 1), seeded(1, 1, 0), seeded(1, 1, 5), seeded(1, 5, 1), seeded(2, 1)];
    expect(new Set(streams.flatMap((stream) => take(100, stream))).size).toBe(100 * streams.length);
  });

  test('seeds are whole numbers below 2⁵³ and use all 53 bits', () => {
    const seeds = take(2000, seeded(4));
    expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
    for (const bit of [0, 31, 32, 52]) {
      const share = averageOf(seeds.map((seed) => Math.floor(seed / 2 ** bit) % 2));
      expect(Math.abs(share - 0.5), `bit ${bit}`).toBeLessThan(0.05);
    }
  });
});

describe('uniform', () => {
  const n = 20_000;

  test.each([1, 2, 3])('numbers under seed %i follow the uniform distribution', (seed) => {
    const values = valuesOf(uniform([n], seed));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(distance(values, (x) => x)).toBeLessThan(limit(n));
    expect(moment(values, 1)).toBeCloseTo(1 / 2, 2);
    expect(moment(values, 2)).toBeCloseTo(1 / 3, 2);
  });

  test('bounds shift and stretch the same numbers', () => {
    const plain = valuesOf(uniform([100], 5));
    const moved = valuesOf(uniform([100], 5, -2, 6));
    moved.forEach((value, i) => expect(value).toBeCloseTo(8 * plain[i]! - 2, 5));
  });

  test('neighbours are not correlated', () => {
    const values = valuesOf(uniform([n], 6, -1, 1));
    for (const lag of [1, 2, 3]) {
      const products = values.slice(lag).map((value, i) => value * values[i]!);
      expect(Math.abs(averageOf(products)), `lag ${lag}`).toBeLessThan(3.9 / 3 / Math.sqrt(n)); // the variance of a product is 1/9
    }
  });
});

describe('normal', () => {
  const n = 20_000;

  test.each([1, 2, 3])('numbers under seed %i follow Φ', (seed) => {
    const values = valuesOf(normal([n], seed));
    expect(distance(values, phi)).toBeLessThan(limit(n));
    // E x = 0, E x² = 1, E x³ = 0, E x⁴ = 3, with standard errors √(1/n), √(2/n), √(15/n), √(96/n)
    expect(Math.abs(moment(values, 1))).toBeLessThan(3.9 * Math.sqrt(1 / n));
    expect(Math.abs(moment(values, 2) - 1)).toBeLessThan(3.9 * Math.sqrt(2 / n));
    expect(Math.abs(moment(values, 3))).toBeLessThan(3.9 * Math.sqrt(15 / n));
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(3.9 * Math.sqrt(96 / n));
  });

  test('as many lie beyond 2, 3 and 4 standard deviations as should', () => {
    const count = 400_000;
    const values = valuesOf(normal([count], 9));
    for (const bound of [2, 3, 4]) {
      const expected = count * 2 * phi(-bound);
      const found = values.filter((value) => Math.abs(value) > bound).length;
      expect(Math.abs(found - expected), `beyond ${bound}`).toBeLessThan(3.9 * Math.sqrt(expected));
    }
  });

  test('mean and standard deviation shift and stretch the same numbers', () => {
    const plain = valuesOf(normal([100], 5));
    const moved = valuesOf(normal([100], 5, 10, 3));
    moved.forEach((value, i) => expect(value).toBeCloseTo(10 + 3 * plain[i]!, 5));
  });

  test('each number is the quantile of its word', () => {
    const words = bits(1000, 12);
    valuesOf(normal([1000], 12)).forEach((value, i) => expect(value).toBe(Math.fround(normalFromBits(words[i]!))));
  });
});

describe('probit', () => {
  const spread = Array.from({ length: 4001 }, (_, i) => Math.min(2 ** 32 - 1, Math.round((i / 4000) * 2 ** 32)));
  const lowTail = Array.from({ length: 300 }, (_, i) => Math.round(2 ** (i / 10)));

  test.each([
    { where: 'over the whole range', words: spread },
    { where: 'in the lower tail', words: [0, 1, 2, 3, ...lowTail] },
    { where: 'in the upper tail', words: [0, 1, 2, 3, ...lowTail].map((word) => 2 ** 32 - 1 - word) },
    { where: 'around the middle', words: [-1000, -10, -1, 0, 1, 10, 1000].map((offset) => 2 ** 31 + offset) },
  ])('is the inverse of Φ to 3e-7 of its value $where', ({ words }) => {
    for (const word of words) {
      const exact = quantile(word);
      expect(Math.abs(normalFromBits(word) / exact - 1), `word ${word}, quantile ${exact}`).toBeLessThan(3e-7);
    }
  });

  test('is odd, rises, and ends at ±6.34', () => {
    for (const word of lowTail) expect(normalFromBits(2 ** 32 - 1 - word)).toBe(-normalFromBits(word));
    for (let i = 1; i < spread.length; i++) expect(normalFromBits(spread[i]!)).toBeGreaterThan(normalFromBits(spread[i - 1]!));
    expect(normalFromBits(2 ** 32 - 1)).toBeCloseTo(6.338, 3);
  });
});

describe('bernoulli', () => {
  test.each([0.05, 0.5, 0.9])('gives ones at a rate of %d and zeros otherwise', (probability) => {
    const n = 20_000;
    const values = valuesOf(bernoulli([n], 11, probability));
    expect(new Set(values)).toEqual(new Set([0, 1]));
    expect(Math.abs(averageOf(values) - probability)).toBeLessThan(3.9 * Math.sqrt((probability * (1 - probability)) / n));
  });

  test.each([0, 1])('gives nothing else with probability %i', (probability) => {
    expect(new Set(valuesOf(bernoulli([1000], 1, probability)))).toEqual(new Set([probability]));
  });
});

test.each([
  ['uniform', uniform],
  ['normal', normal],
  ['bernoulli', (shape: readonly number[], seed: number) => bernoulli(shape, seed, 0.5)],
])('%s gives float32 of any shape, the same for the same seed, and leaves nothing else behind', (_, random) => {
  const before = memory().numTensors;
  for (const shape of [[], [3], [2, 3], [2, 3, 4], [0]]) {
    const x = random(shape, 1);
    expect(x.shape).toEqual(shape);
    expect(x.dtype).toBe('float32');
    x.dispose();
  }
  expect(valuesOf(random([50], 2))).toEqual(valuesOf(random([50], 2)));
  expect(valuesOf(random([50], 2))).not.toEqual(valuesOf(random([50], 3)));
  expect(valuesOf(random([5, 10], 2))).toEqual(valuesOf(random([50], 2)));
  expect(memory().numTensors).toBe(before);
});

test('what a seed gives is a promise to everyone who noted one down', () => {
  expect([0, 1].map(seeded(1))).toEqual([7831615867992877, 4695673258587567]);
  expect([0, 1].map(seeded(1, 2, 3))).toEqual([4236399449446873, 8894644200232478]);
  expect(valuesOf(uniform([4], 1))).toEqual([0.70394366979599, 0.5895256400108337, 0.05771493911743164, 0.17780917882919312]);
  expect(valuesOf(normal([4], 1))).toEqual([0.53577721118927, 0.22632499039173126, -1.5742486715316772, -0.9237462282180786]);
  expect([...permutation(8, 1)]).toEqual([2, 1, 5, 4, 0, 3, 7, 6]);
});

describe('permutation', () => {
  test.each([0, 1, 2, 3, 10, 1000])('of %i holds every number once', (count) => {
    expect(permutation(count, 8).toSorted()).toEqual(Int32Array.from({ length: count }, (_, i) => i));
  });

  test('is decided by the seed', () => {
    expect(permutation(50, 1)).toEqual(permutation(50, 1));
    expect(permutation(50, 1)).not.toEqual(permutation(50, 2));
  });

  test('all orders are equally likely', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 12_000; seed++) {
      const order = permutation(4, seed).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
    expect(chiSquare).toBeLessThan(49.7); // 23 degrees of freedom, p = 0.001
  });
});

test.each<[message: string, draw: () => unknown]>([
  ['uniform: least must be a finite number, not NaN', () => uniform([4], 1, NaN)],
  ['uniform: greatest must be a finite number, not Infinity', () => uniform([4], 1, 0, Infinity)],
  ['uniform: shape must be whole numbers of 0 or more, not [NaN]', () => uniform([NaN], 1)],
  ['uniform: shape must be whole numbers of 0 or more, not 4', () => uniform(4 as never, 1)],
  ['uniform: seed must be a whole number of 0 or more, not 1.5', () => uniform([4], 1.5)],
  ['normal: shape must be whole numbers of 0 or more, not [2.5]', () => normal([2.5], 1)],
  ['normal: shape must be whole numbers of 0 or more, not [-1]', () => normal([-1], 1)],
  ['normal: stddev must be a finite number, not NaN', () => normal([4], 1, 0, NaN)],
  ['normal: mean must be a finite number, not -Infinity', () => normal([4], 1, -Infinity)],
  ['bernoulli: probability must be a finite number from 0 to 1, not NaN', () => bernoulli([4], 1, NaN)],
  ['bernoulli: probability must be a finite number from 0 to 1, not 2', () => bernoulli([4], 1, 2)],
  ['permutation: count must be a whole number of 0 or more, not NaN', () => permutation(NaN, 1)],
  ['permutation: seed must be a whole number of 0 or more, not -1', () => permutation(4, -1)],
  ['seeded: a seed must be a whole number of 0 or more, not 0.5', () => seeded(1, 0.5)],
])('says “%s”', (message, draw) => {
  expect(draw).toThrow(new InputError(message));
});
