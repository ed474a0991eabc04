import '@tensorflow/tfjs-backend-cpu';
import { grad, ones, setBackend, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { valueAndGradients } from '../gradients.js';
import { addGaussianNoise, maskAtRandom, addSaltAndPepper } from './corruption.js';

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
