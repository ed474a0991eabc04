import '@tensorflow/tfjs-backend-cpu';
import { add, grad, mul, ones, setBackend, sum, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { valueAndGradients } from '../gradients.js';
import { batchNormalization, groupNormalization, layerNormalization, normalizeByStatistics } from './normalization.js';

beforeAll(() => setBackend('cpu'));

const vector = (n: number): Tensor1D => ones<Rank.R1>([n]);
const x = (): Tensor2D =>
  tensor2d([
    [1, 10],
    [3, 50],
  ]);

/** Numbers to five digits. */
function expectClose(f: () => Tensor, expected: readonly number[]): void {
  const found = tidy(() => [...f().dataSync<'float32'>()]);
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 5);
}

const layerOf = (given: Tensor2D): Float32Array =>
  tidy(() => layerNormalization(given, vector(4), vector(4), 0.5).dataSync<'float32'>().slice());

test('columns: γ·(x − μ) / √(σ² + ε) + β, with μ and σ²', () => {
  // Means 2 and 30, variances 1 and 400.
  expectClose(() => batchNormalization(x(), tensor1d([2, 1]), tensor1d([0, 5]), 0).y, [-2, 4, 2, 6]);
  expectClose(() => batchNormalization(x(), vector(2), vector(2), 0).mean, [2, 30]);
  expectClose(() => batchNormalization(x(), vector(2), vector(2), 0).variance, [1, 400]);
  expectClose(() => batchNormalization(x(), vector(2), tensor1d([0, 0]), 3).y, [-0.5, -20 / Math.sqrt(403), 0.5, 20 / Math.sqrt(403)]);
});

test('rows: γ·(x − μ) / √(σ² + ε) + β', () => {
  expectClose(() => layerNormalization(x(), tensor1d([2, 1]), tensor1d([0, 5]), 0), [-2, 6, -2, 6]);
});

test('groups of columns: γ·(x − μ) / √(σ² + ε) + β', () => {
  const wide = (): Tensor2D => tensor2d([[1, 3, 10, 50]]);
  expectClose(() => groupNormalization(wide(), tensor1d([1, 1, 2, 1]), tensor1d([0, 0, 0, 5]), 2, 0), [-1, 1, -2, 6]);
  // One group is the whole row.
  expectClose(() => groupNormalization(wide(), vector(4), vector(4), 1, 0.5), [...layerOf(wide())]);
});

test('with statistics that are given', () => {
  expectClose(() => normalizeByStatistics(x(), tensor1d([1, 10]), tensor1d([4, 100]), tensor1d([1, 2]), tensor1d([0, 1]), 0), [0, 1, 1, 9]);
});

test('the statistics are constants to gradients', () => {
  expect(valueAndGradients).toBeTypeOf('function'); // importing it registers the gradients
  const f = (given: Tensor): Tensor => {
    const { mean, variance } = batchNormalization(given as Tensor2D, vector(2), vector(2), 0);
    return sum(mul(given, add(mean, variance)));
  };
  expectClose(() => grad(f)(x()), [3, 430, 3, 430]);
});

test('throws when γ or β do not fit', () => {
  expect(() => tidy(() => batchNormalization(x(), vector(3), vector(2), 0).y)).toThrow(
    'batchNormalization: γ [3] and β [2] do not fit [2, 2]',
  );
  expect(() => tidy(() => groupNormalization(x(), vector(2), vector(2), 3, 0))).toThrow(
    'groupNormalization: 3 groups do not divide 2 channels',
  );
  expect(() => tidy(() => layerNormalization(x(), vector(2), vector(1), 0))).toThrow(
    'layerNormalization: γ [2] and β [1] do not fit [2, 2]',
  );
});
