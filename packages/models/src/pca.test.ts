import '@tensorflow/tfjs-backend-cpu';
import { fill, matMul, mean, reshape, squaredDifference, sub, sum, tensor2d, tidy, transpose, zeros } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { InputError, normal } from '@autoencoders/core';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { expectClose, numbers } from '../test/helpers.js';
import { pca } from './pca.js';

/*
 * Six points at (1, 2, 3) ± sᵢ·vᵢ with orthonormal vᵢ: their mean is (1, 2, 3), and their covariance is Σᵢ (2 sᵢ² / 6)·vᵢvᵢᵀ, so that
 * the vᵢ are the eigenvectors and sᵢ² / 3 the eigenvalues.
 */
const directions = [
  [0.6, 0.8, 0],
  [-0.8, 0.6, 0],
  [0, 0, 1],
] as const;
const lengths = [1, 3, 2];
const known = tensor2d(
  directions.flatMap((v, i) => [1, -1].map((sign) => v.map((component, d) => d + 1 + sign * lengths[i]! * component))),
);
const digits = digitsLike(200);
afterAll(() => [known, digits].forEach((t) => t.dispose()));

describe('known eigenvectors', () => {
  test('come by falling variance, their largest entries positive', async () => {
    using found = await pca(known, 3);
    expectClose(found.mean, [1, 2, 3]);
    expectClose(found.components, [0.8, -0.6, 0, 0, 0, 1, 0.6, 0.8, 0]);
    expectClose(found.variances, [9 / 3, 4 / 3, 1 / 3]);
    expectClose(found.explainedVarianceRatio, [9 / 14, 4 / 14, 1 / 14]);
  });

  test('code points by their places along the components', async () => {
    using found = await pca(known, 2);
    tidy(() => {
      const codes = found.encode(
        tensor2d([
          [1, 2, 3],
          [1.8, 1.4, 3],
          [1, 2, 5],
        ]),
      );
      expectClose(codes, [0, 0, 1, 0, 0, 2]);
      expectClose(found.decode(codes), [1, 2, 3, 1.8, 1.4, 3, 1, 2, 5]);
    });
  });

  test('all of them give the data back, fewer leave the rest out', async () => {
    using all = await pca(known, 3);
    using one = await pca(known, 1);
    tidy(() => {
      expectClose(all.reconstruct(known), numbers(known.clone()));
      expectClose(one.reconstruct(tensor2d([[1.6, 2.8, 3]])), [1, 2, 3]);
    });
  });
});

describe('on data', () => {
  test('components are orthonormal rows', async () => {
    using found = await pca(digits, 10);
    expect([found.mean.shape, found.components.shape, found.variances.length]).toEqual([[64], [10, 64], 10]);
    tidy(() => {
      const product = matMul(found.components, found.components, false, true).arraySync() as number[][];
      product.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(i === j ? 1 : 0, 5)));
    });
  });

  test('codes are uncorrelated, with the variances of their components', async () => {
    using found = await pca(digits, 4);
    tidy(() => {
      const codes = found.encode(digits);
      const covariance = matMul(transpose(codes), codes).arraySync() as number[][];
      covariance.forEach((row, i) => row.forEach((value, j) => expect(value / 200).toBeCloseTo(i === j ? found.variances[i]! : 0, 4)));
    });
  });

  test('the squared error is the sum of the variances left out', async () => {
    using all = await pca(digits, 64);
    expect(all.explainedVarianceRatio.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    expect(all.variances.every((value, i) => value >= 0 && (i === 0 || value <= all.variances[i - 1]!))).toBe(true);
    for (const components of [1, 3, 8]) {
      using found = await pca(digits, components);
      const error = tidy(() => sum(mean(squaredDifference(digits, found.reconstruct(digits)), 0)).dataSync()[0]!);
      expect(error).toBeCloseTo(
        all.variances.subarray(components).reduce((a, b) => a + b, 0),
        4,
      );
      expect(found.variances).toEqual(all.variances.subarray(0, components));
    }
  });

  test('many rows are summed in parts: a covariance of one pass has the same components', async () => {
    const x = tidy(() => sub(normal<any>([2500, 3], 1), tensor2d([[1, 2, 3]])) as Tensor2D);
    const rows = x.arraySync();
    using found = await pca(x, 3);
    const average = [0, 1, 2].map((d) => rows.reduce((s, row) => s + row[d]!, 0) / 2500);
    const variance = (direction: readonly number[]): number =>
      rows.reduce((s, row) => s + row.reduce((dot, v, d) => dot + (v - average[d]!) * direction[d]!, 0) ** 2, 0) / 2500;
    found.components.arraySync().forEach((direction, i) => expect(variance(direction)).toBeCloseTo(found.variances[i]!, 5));
    expectClose(found.mean, average);
    x.dispose();
  });

  test('where nothing varies, variances and shares are 0', async () => {
    const same = fill([4, 3], 0.5) as Tensor2D;
    using found = await pca(same, 2);
    expect([...found.variances, ...found.explainedVarianceRatio]).toEqual([0, 0, 0, 0]);
    expectClose(
      tidy(() => numbers(found.reconstruct(same))),
      Array(12).fill(0.5),
    );
    same.dispose();
  });

  test('the same data gives the same components', async () => {
    using one = await pca(digits, 5);
    using again = await pca(digits, 5);
    expect(one.components.arraySync()).toEqual(again.components.arraySync());
  });
});

test('using frees everything, and every call leaves its result alone', async () => {
  await expectNoLeaks(async () => {
    using found = await pca(digits, 3);
    await expectNoLeaks(() => {
      const codes = found.encode(digits);
      for (const t of [codes, found.decode(codes), found.reconstruct(digits)]) t.dispose();
    });
  });
});

describe('what cannot be decomposed is refused, and nothing is left allocated', () => {
  test.each([
    ['pca: components must be a whole number of 1 or more, not 0', () => zeros([3, 3]), 0],
    ['pca: components must be a whole number of 1 or more, not 1.5', () => zeros([3, 3]), 1.5],
    ['pca: 4 components need at least as many rows and features, the data is [9, 3]', () => zeros([9, 3]), 4],
    ['pca: 4 components need at least as many rows and features, the data is [3, 9]', () => zeros([3, 9]), 4],
    ['pca: the data must be flat, [rows, features], not [9, 8, 8, 1]', () => zeros([9, 8, 8, 1]), 2],
    ['pca: the data holds NaN or infinity, or numbers too large to square', () => reshape([1, NaN, 3, 4], [2, 2]), 1],
    ['pca: the data holds NaN or infinity, or numbers too large to square', () => reshape([1, -Infinity, 3, 4], [2, 2]), 1],
  ])('%s', async (message, make, components) => {
    await expectNoLeaks(async () => {
      const x = tidy(() => (make() as Tensor).clone()) as Tensor2D;
      await expect(pca(x, components)).rejects.toThrow(new InputError(message));
      x.dispose();
    });
  });
});
