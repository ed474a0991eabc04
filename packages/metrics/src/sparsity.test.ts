import '@tensorflow/tfjs-backend-cpu';
import { mul, neg, relu, setBackend, sub, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wave } from '../test/wave.js';
import { activationDensity, deadShare, hoyerSparsity, lifetimeSparsity, meanActivation, populationSparsity } from './sparsity.js';

beforeAll(() => setBackend('cpu'));

// a unit that always fires, one that sometimes does, one that never does
const codes = (): Tensor2D => tensor2d([0.5, 0, 0, 0.5, 3, 0, 0.5, 0, 0, 0.5, -1, 0], [4, 3]);

test('meanActivation is the mean of each unit', async () => {
  expect(await meanActivation(codes())).toEqual(Float32Array.of(0.5, 0.5, 0));
});

test('activationDensity is the share of examples for which each unit fires', async () => {
  expect(await activationDensity(codes())).toEqual(Float32Array.of(1, 0.5, 0));
  expect(await activationDensity(codes(), { threshold: 0.5 })).toEqual(Float32Array.of(0, 0.5, 0));
  expect(await activationDensity(codes(), { threshold: 2 })).toEqual(Float32Array.of(0, 0.25, 0));
});

test('deadShare is the share of units that never fire', async () => {
  expect(await deadShare(codes())).toBe(1 / 3);
  expect(await deadShare(codes(), { threshold: 1 })).toBe(2 / 3);
  expect(await deadShare(neg(codes()))).toBe(1 / 3);
});

// how many of n numbers are 1, the others 0: √n, ‖z‖₁ = m, ‖z‖₂ = √m
describe.each([1, 2, 3, 4])('of a code with %d of 4 units at the same activation', (m) => {
  const code = (): Tensor2D =>
    tensor2d(
      [0, 1, 2, 3].map((i) => (i < m ? -0.3 : 0)),
      [1, 4],
    );

  test('hoyerSparsity is (√4 − √m) / (√4 − 1)', async () => {
    expect((await hoyerSparsity(code()))[0]).toBeCloseTo((2 - Math.sqrt(m)) / (2 - 1), 6);
  });

  test('populationSparsity is (1 − m / 4) / (1 − 1 / 4)', async () => {
    expect((await populationSparsity(code()))[0]).toBeCloseTo((1 - m / 4) / (3 / 4), 6);
  });

  test('lifetimeSparsity is the same of a unit over 4 examples', async () => {
    const unit = tensor2d(code().arraySync()[0]!, [4, 1]);
    expect((await lifetimeSparsity(unit))[0]).toBeCloseTo((1 - m / 4) / (3 / 4), 6);
  });
});

test('the three have the values that numpy gives, and 1 where all is 0', async () => {
  // z = np.maximum(wave(6, 5) - .5, 0); z[:,2] = 0; (np.sqrt(5) - abs(z).sum(1) / np.sqrt((z**2).sum(1))) / (np.sqrt(5) - 1);
  // (1 - z.mean(1)**2 / (z**2).mean(1)) / (1 - 1/5); (1 - z.mean(0)**2 / (z**2).mean(0)) / (1 - 1/6)
  const all: Tensor2D = relu(sub(wave(6, 5), 0.5));
  const z: Tensor2D = mul(all, tensor1d([1, 1, 0, 1, 1]));
  const close = (found: Float32Array, expected: readonly number[]): void =>
    expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
  close(await hoyerSparsity(z), [0.47717, 0.665553, 0.744319, 1, 1, 1]);
  close(await populationSparsity(z), [0.572462, 0.750576, 0.81701, 1, 1, 1]);
  close(await lifetimeSparsity(z), [0.677148, 1, 1, 0.803574, 0.877599]);
  close(await activationDensity(z), [0.5, 1 / 6, 0, 1 / 3, 1 / 3]);
});

test.each([
  ['hoyerSparsity', hoyerSparsity, [3, 1], 'latents'],
  ['populationSparsity', populationSparsity, [3, 1], 'units'],
  ['lifetimeSparsity', lifetimeSparsity, [1, 3], 'examples'],
] as const)('%s refuses a single one', async (name, call, shape, axis) => {
  await expect(call(tensor2d([1, 2, 3], [...shape]))).rejects.toThrow(
    new InputError(`${name}: at least two ${axis} are needed, the codes are [${shape.join(', ')}]`),
  );
});

test.each([-1, NaN])('a threshold of %d is refused', async (threshold) => {
  for (const [name, call] of Object.entries({ activationDensity, deadShare })) {
    await expect(call(codes(), { threshold })).rejects.toThrow(
      new InputError(`${name}: threshold must be a finite number of 0 or more, not ${threshold}`),
    );
  }
});
