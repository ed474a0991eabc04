import '@tensorflow/tfjs-backend-cpu';
import { fill, grad, ones, setBackend, sum, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { valueAndGradients } from '../gradients.js';
import { InputError } from '../errors.js';
import {
  addGaussianNoise,
  addPoissonNoise,
  addSaltAndPepper,
  addSpeckleNoise,
  addUniformNoise,
  maskAtRandom,
  swapAtRandom,
} from './corruption.js';
import { otherRow } from './corruption-draws.js';
import { poissonFromBits } from './poisson.js';

beforeAll(() => setBackend('cpu'));

const numbers = (f: () => Tensor): number[] => tidy(() => [...f().dataSync<'float32'>()]);
const shareOf = (values: readonly number[], value: number): number => values.filter((x) => x === value).length / values.length;
const COUNT = 20_000;
const one = (): Tensor => ones([COUNT]);

test('addGaussianNoise: x + N(0, stddev²)', () => {
  const noise = numbers(() => addGaussianNoise(one(), 1, 0.5)).map((x) => x - 1);
  expect(noise.reduce((a, b) => a + b) / COUNT).toBeCloseTo(0, 1);
  expect(Math.sqrt(noise.reduce((a, b) => a + b * b) / COUNT)).toBeCloseTo(0.5, 1);
});

test('maskAtRandom: x with the probability, 0 otherwise', () => {
  const found = numbers(() => maskAtRandom(one(), 1, 0.7));
  expect(shareOf(found, 1)).toBeCloseTo(0.7, 1);
  expect(shareOf(found, 0) + shareOf(found, 1)).toBe(1);
  expect(
    shareOf(
      numbers(() => maskAtRandom(one(), 1, 1)),
      1,
    ),
  ).toBe(1);
  expect(
    shareOf(
      numbers(() => maskAtRandom(one(), 1, 0)),
      0,
    ),
  ).toBe(1);
});

test('addSaltAndPepper: half of the rate each, x otherwise', () => {
  const found = numbers(() => addSaltAndPepper(one(), 1, 0.4, -2, 3));
  expect([-2, 3, 1].map((value) => Math.round(shareOf(found, value) * 10))).toEqual([2, 2, 6]);
});

test('gradients go where the number stayed', () => {
  expect(valueAndGradients).toBeTypeOf('function'); // importing it registers the gradients
  const kept = numbers(() => maskAtRandom(one(), 1, 0.7));
  expect(numbers(() => grad((x) => sum(maskAtRandom(x, 1, 0.7)))(one()))).toEqual(kept);
  const stayed = numbers(() => addSaltAndPepper(one(), 1, 0.4, 0, 0));
  expect(numbers(() => grad((x) => sum(addSaltAndPepper(x, 1, 0.4, -2, 3)))(one()))).toEqual(stayed);
});

test('addUniformNoise: x + u in [−limit, limit)', () => {
  const noise = numbers(() => addUniformNoise(one(), 1, 0.5)).map((x) => x - 1);
  expect(Math.min(...noise)).toBeCloseTo(-0.5, 2);
  expect(Math.max(...noise)).toBeCloseTo(0.5, 2);
  expect(noise.reduce((a, b) => a + b) / COUNT).toBeCloseTo(0, 2);
});

test('addSpeckleNoise: x·(1 + N(0, stddev²))', () => {
  const noise = numbers(() => addSpeckleNoise(fill([COUNT], 3), 1, 0.5)).map((x) => x / 3 - 1);
  const plain = numbers(() => addGaussianNoise(zeros([COUNT]), 1, 0.5));
  for (const [i, x] of noise.entries()) expect(x).toBeCloseTo(plain[i]!, 5);
});

test('swapAtRandom: numbers of the same column, from other rows', () => {
  const x = () =>
    tensor(
      Array.from({ length: 5 * 2000 }, (_, i) => i),
      [5, 2000],
    );
  const found = numbers(() => swapAtRandom(x(), 1, 0.4));
  expect(found.every((value, i) => value % 2000 === i % 2000)).toBe(true);
  expect(found.filter((value, i) => value !== i).length / found.length).toBeCloseTo(0.4, 1);
  expect(numbers(() => swapAtRandom(x(), 1, 1)).every((value, i) => value !== i)).toBe(true);
  expect(numbers(() => swapAtRandom(x(), 1, 0))).toEqual(numbers(x));
});

test('each other row is taken by the same share of words', () => {
  const counts = [0, 0, 0, 0, 0];
  for (let word = 0; word < 2 ** 30; word += 2 ** 18 + 1) counts[otherRow(word, 0.25, 3, 5)]! += 1;
  expect(counts[3]).toBe(0);
  for (const row of [0, 1, 2, 4]) expect(counts[row]! / 4096).toBeCloseTo(0.25, 2);
});

/** The shares of Poisson numbers for words at equal distances, beside P(k) = e^(−mean)·meanᵏ / k!. */
test.each([0.01, 0.5, 3, 9.999, 10, 30, 255])('poissonFromBits has the probabilities of Poisson, of mean %d', (mean) => {
  const counts: number[] = [];
  const words = 2 ** 20;
  for (let i = 0; i < words; i++) {
    const k = poissonFromBits(i * 2 ** 12 + 2 ** 11, mean);
    counts[k] = (counts[k] ?? 0) + 1;
  }
  let logP = -mean;
  for (let k = 0; k < mean + 10 * Math.sqrt(mean) + 5; k++) {
    if (k > 0) logP += Math.log(mean / k);
    expect(Math.abs((counts[k] ?? 0) / words - Math.exp(logP))).toBeLessThan(4e-5);
  }
});

test('poissonFromBits: 0 for a mean below 0, and what is not finite stays', () => {
  expect([0, -1, NaN, Infinity].map((mean) => poissonFromBits(2 ** 31, mean))).toEqual([0, 0, NaN, Infinity]);
  for (const mean of [1e-300, 1, 9.99, 10, 1e300])
    for (const word of [0, 2 ** 32 - 1]) expect(poissonFromBits(word, mean)).toBeGreaterThanOrEqual(0);
});

test('a strength for each example', () => {
  const x = (): Tensor => ones([3, 5000]);
  const rows = (found: number[]): number[][] => [0, 1, 2].map((row) => found.slice(row * 5000, (row + 1) * 5000));
  const shares = rows(numbers(() => maskAtRandom(x(), 1, [1, 0.5, 0]))).map((row) => shareOf(row, 1));
  expect(shares[0]).toBe(1);
  expect(shares[1]).toBeCloseTo(0.5, 1);
  expect(shares[2]).toBe(0);
  const [none, some, most] = rows(numbers(() => addGaussianNoise(x(), 1, [0, 0.1, 10])));
  expect(new Set(none)).toEqual(new Set([1]));
  expect(Math.max(...some!)).toBeLessThan(2);
  expect(Math.max(...most!)).toBeGreaterThan(20);
});

test.each([
  ['maskAtRandom: probability has 2 numbers; it must have one for each of the 3 examples', () => maskAtRandom(ones([3, 2]), 1, [1, 0])],
  ['maskAtRandom: each probability must be a finite number from 0 to 1, not 2', () => maskAtRandom(ones([2, 2]), 1, [1, 2])],
  ['addGaussianNoise: stddev must be a finite number, not NaN', () => addGaussianNoise(ones([2]), 1, NaN)],
  ['swapAtRandom: x must have 2 rows or more, its shape is [1, 5]', () => swapAtRandom(ones([1, 5]), 1, 0.5)],
  ['addPoissonNoise: peak must be above 0, not 0', () => addPoissonNoise(ones([2]), 1, 0)],
])('says “%s”', (message, f) => expect(() => tidy(f)).toThrow(new InputError(message)));
