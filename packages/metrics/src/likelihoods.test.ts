import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { bernoulliLogLikelihood, gaussianLogLikelihood } from './likelihoods.js';

beforeAll(() => setBackend('cpu'));

const pass = (target: Tensor, given: Tensor) => ({ target, logits: given, output: () => given });

describe('bernoulliLogLikelihood', () => {
  test('is Σ x·ln σ(l) + (1 − x)·ln(1 − σ(l)) of each example', async () => {
    // σ(ln 3) = ¾
    const values = await bernoulliLogLikelihood(
      pass(tensor2d([1, 0, 0.5, 1], [2, 2]), tensor2d([Math.log(3), 0, Math.log(3), 0], [2, 2])),
    ).data();
    expect(values[0]).toBeCloseTo(Math.log(0.75) + Math.log(0.5), 6);
    expect(values[1]).toBeCloseTo((Math.log(0.75) + Math.log(0.25)) / 2 + Math.log(0.5), 6);
  });

  test('stays finite and right for large logits', async () => {
    const values = await bernoulliLogLikelihood(pass(tensor2d([1, 0, 1, 0], [4, 1]), tensor2d([1000, 1000, -1000, -1000], [4, 1]))).data();
    expect([...values].map((value) => value + 0)).toEqual([0, -1000, -1000, 0]);
  });

  test('sums over pixels and channels, and says where data lie', async () => {
    const images = tensor4d([0, 1, 1, 0, 1, 1, 0, 0], [1, 2, 2, 2]);
    const [value] = await bernoulliLogLikelihood(pass(images, tensor4d(new Float32Array(8), [1, 2, 2, 2]))).data();
    expect(value).toBeCloseTo(-8 * Math.LN2, 5);
    expect(bernoulliLogLikelihood.range).toEqual([0, 1]);
  });
});

describe('gaussianLogLikelihood', () => {
  test.each([1, 0.1, 3])('is Σ ln N(x; x̂, σ²) with σ = %d', async (stddev) => {
    const density = (d: number): number => -(d ** 2) / (2 * stddev ** 2) - Math.log(stddev * Math.sqrt(2 * Math.PI));
    const likelihood = gaussianLogLikelihood(stddev);
    const values = await likelihood(pass(tensor2d([1, 2, 0, 0], [2, 2]), tensor2d([1.5, 2, 0, -1], [2, 2]))).data();
    expect(values[0]).toBeCloseTo(density(-0.5) + density(0), 4);
    expect(values[1]).toBeCloseTo(density(0) + density(1), 4);
    expect(likelihood.range).toBeUndefined();
  });

  test.each([0, -1, NaN, Infinity])('refuses σ = %d', (stddev) => {
    expect(() => gaussianLogLikelihood(stddev)).toThrow(
      new InputError(`gaussianLogLikelihood: stddev must be a finite number above 0, not ${stddev}`),
    );
  });
});
