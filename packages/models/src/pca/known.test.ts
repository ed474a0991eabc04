import '@tensorflow/tfjs-backend-cpu';
import { add, concat, eye, fill, matMul, mul, slice, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { normal } from '@autoencoders/core';
import { expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { expectClose, numbers } from '../../test/helpers.js';
import { pca } from '../pca.js';

/** Columns of +1 and −1 that are orthogonal to each other and add up to 0: `wave(j, i)` is one of 2ⁿ for i below 2ⁿ. */
const wave = (j: number, i: number): number => {
  let both = (j + 1) & i;
  for (let shift = 16; shift > 0; shift >>= 1) both ^= both >> shift;
  return both & 1 ? -1 : 1;
};

/** `rows` around `mean` whose column j deviates by ±deviations[j]: their covariance is diag(deviations²) exactly. */
const waves = (rows: number, mean: number, deviations: readonly number[]): Tensor2D =>
  tensor2d(
    Float32Array.from(
      { length: rows * deviations.length },
      (_, at) => mean + deviations[at % deviations.length]! * wave(at % deviations.length, Math.floor(at / deviations.length)),
    ),
    [rows, deviations.length],
  );

/** |found / expected − 1| of each. */
const expectRelative = (found: ArrayLike<number>, expected: readonly number[], within: number): void => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(found[i]! / value - 1), `${i}`).toBeLessThan(within));
};

const descending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => b - a);

describe('means large beside deviations', () => {
  const eight = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];

  test.each([
    [2 ** 16, 1e4, eight],
    [2 ** 16, -1e5, eight],
    [2 ** 17, 1e4, [1, 2, 0.5]],
    [2 ** 20, 1e3, [1, 0.5]],
    [2 ** 15, 1e6, [8]],
    [4, 1e7, [16, 4]],
  ])('%d rows around %d', async (rows, mean, deviations) => {
    const x = waves(rows, mean, deviations);
    using found = await pca(x, deviations.length);
    const squares = deviations.map((s) => s * s);
    expectRelative(found.variances, descending(squares), 1e-12);
    expectRelative(found.mean.dataSync(), Array(deviations.length).fill(mean), 1e-7);
    const order = descending(deviations).map((s) => deviations.indexOf(s));
    expectClose(
      found.components,
      order.flatMap((at) => deviations.map((_, j) => (j === at ? 1 : 0))),
    );
    x.dispose();
  });

  test('random numbers: as numpy in float64', async () => {
    const deviations = descending(eight);
    const x = tidy(() => add(mul(normal([60_000, 8], 1), tensor1d(deviations)), 1e4)) as Tensor2D;
    using found = await pca(x, 8);
    // e, v = np.linalg.eigh(np.cov(x.astype('f8').T, bias=True))
    const expected = [
      3.991113473954, 3.058513047982, 2.259122542704, 1.560565066227, 1.008758630184, 0.555864679384, 0.250267369268, 0.062691187264,
    ];
    expectRelative(found.variances, expected, 1e-10);
    const first = [
      0.999471917, -0.0315293404, -0.00341957621, 0.000248815931, -0.00541186522, 0.00453761021, -0.000299651537, -0.000252802043,
    ];
    expectClose(slice(found.components, 0, 1), first, 6);
    // The mean of each code is 0: float32 holds the mean of the data to 5e-4 alone.
    const codes = tidy(() => numbers(found.encode(x)));
    for (let i = 0; i < 8; i++) {
      const sum = codes.reduce((total, code, at) => (at % 8 === i ? total + code : total), 0);
      expect(Math.abs(sum / 60_000 / deviations[i]!)).toBeLessThan(1e-6);
    }
    x.dispose();
  });

  test('an example far from all others', async () => {
    const x = tidy(() => concat([fill([1, 3], 1e6) as Tensor2D, waves(2 ** 12, 0, [1, 2, 4])]));
    using found = await pca(x, 3);
    // The other two are what diag(1, 4, 16) has across (1, 1, 1): the roots of 3λ² − 42λ + 84.
    expectRelative(
      found.variances.subarray(1),
      [7 + Math.sqrt(21), 7 - Math.sqrt(21)].map((v) => (v * 2 ** 12) / (2 ** 12 + 1)),
      1e-5,
    );
    x.dispose();
  });
});

test('of two entries as large, the first is positive', async () => {
  for (const sign of [1, -1]) {
    const x = tidy(() => mul(waves(64, 0, [1]), tensor2d([[-sign, sign]]))) as Tensor2D;
    using found = await pca(x, 1);
    expectClose(found.components, [Math.SQRT1_2, -Math.SQRT1_2]);
    x.dispose();
  }
});

describe('exact spectra', () => {
  test.each([
    ['columns of different scales', [1e-4, 1e-3, 1e-2, 1, 1e2, 1e3, 1e4], 2 ** 10],
    ['in any order', [1e3, 1e-4, 1, 1e4, 1e-2], 2 ** 10],
    ['of numbers whose squares are 0 in float32', [1e-25, 2e-25], 2 ** 6],
    ['of numbers whose squares are infinite in float32', [1e25, 2e25], 2 ** 6],
  ])('%s', async (_, deviations, rows) => {
    const x = waves(rows, 0, deviations);
    using found = await pca(x, deviations.length);
    expectRelative(found.variances, descending(deviations.map((s) => Math.fround(s) ** 2)), 1e-10);
    x.dispose();
  });

  test('duplicates and columns that do not vary add nothing', async () => {
    const x = tidy(() => concat([waves(64, 5, [3, 1]), waves(64, 5, [3, 1]), fill([64, 1], 7e5) as Tensor2D], 1));
    using found = await pca(x, 5);
    expectClose(found.variances, [18, 2, 0, 0, 0], 10);
    expectClose(found.explainedVarianceRatio, [0.9, 0.1, 0, 0, 0], 10);
    const half = Math.SQRT1_2;
    expectClose(slice(found.components, 0, 2), [half, 0, half, 0, 0, 0, half, 0, half, 0]);
    x.dispose();
  });

  test('one row, two rows, one feature', async () => {
    using one = await pca(tensor2d([[3, 4]]), 1);
    expect([...one.variances, ...one.explainedVarianceRatio]).toEqual([0, 0]);
    using two = await pca(
      tensor2d([
        [1e4, 0, 0],
        [1e4 + 6, 8, 0],
      ]),
      2,
    );
    expectClose(two.variances, [25, 0], 10);
    expectClose(slice(two.components, 0, 1), [0.6, 0.8, 0]);
    using feature = await pca(tensor2d([1, 2, 3, 6], [4, 1]), 1);
    expectClose(feature.variances, [3.5], 10);
    expectClose(feature.components, [1]);
  });
});

/** Orthonormal rows `[count, features]`: cosines of 1, 2, … half waves. */
const cosines = (count: number, features: number): number[][] =>
  Array.from({ length: count }, (_, j) =>
    Array.from({ length: features }, (__, i) => Math.sqrt(2 / features) * Math.cos((Math.PI * (i + 0.5) * (j + 1)) / features)),
  );

/** Σⱼ deviations[j]·waveⱼ·cosineⱼᵀ + mean: deviations² are the variances, the cosines the components. */
const pictures = (rows: number, features: number, deviations: readonly number[], mean: number): Tensor2D => {
  const across = cosines(deviations.length, features);
  const values = Float32Array.from({ length: rows * features }, (_, at) => {
    const [i, column] = [Math.floor(at / features), at % features];
    return deviations.reduce((sum, s, j) => sum + s * wave(j, i) * across[j]![column]!, mean);
  });
  return tensor2d(values, [rows, features]);
};

describe('many features', () => {
  const deviations = Array.from({ length: 60 }, (_, j) => 30 * 0.93 ** j);
  const squares = deviations.map((s) => s * s);
  const whole = squares.reduce((a, b) => a + b, 0);
  // Rows of float32 are off by a fraction of their size, here about 60: what is left over is some 1e-10 in each direction.
  const data = { tall: pictures(512, 320, deviations, 3), wide: pictures(300, 512, deviations, 3), flat: pictures(64, 300, deviations, 3) };
  afterAll(() => Object.values(data).forEach((x) => x.dispose()));

  // Rows are a power of 2 where the spectrum is to be exact.
  test.each([
    ['rows × features 512 × 320, some components', data.tall, 6],
    ['the same, all components', data.tall, 320],
    ['rows × features 64 × 300, all components', data.flat, 64],
    ['the same, some components', data.flat, 3],
  ])('%s', async (_, x, components) => {
    using found = await pca(x, components);
    const known = Math.min(components, 60);
    expectRelative(found.variances.subarray(0, known), squares.slice(0, known), 1e-6);
    expectRelative(
      found.explainedVarianceRatio.subarray(0, known),
      squares.slice(0, known).map((v) => v / whole),
      1e-6,
    );
    found.variances.subarray(60).forEach((v) => expect(v).toBeLessThan(1e-9));
    const rows = found.components.arraySync();
    cosines(known, x.shape[1]).forEach((expected, i) => {
      const dot = expected.reduce((sum, value, j) => sum + value * rows[i]![j]!, 0);
      expect(Math.abs(dot)).toBeGreaterThan(1 - 1e-6);
    });
    tidy(() => {
      const product = matMul(found.components, found.components, false, true).arraySync() as number[][];
      product.forEach((row, i) => row.forEach((value, j) => expect(Math.abs(value - (i === j ? 1 : 0))).toBeLessThan(1e-5)));
    });
  });

  test('some components are the first of all', async () => {
    using all = await pca(data.wide, 60);
    using some = await pca(data.wide, 5);
    expectRelative(some.variances, [...all.variances.subarray(0, 5)], 1e-6);
    expectRelative(some.explainedVarianceRatio, [...all.explainedVarianceRatio.subarray(0, 5)], 1e-6);
    expectClose(some.components, numbers(slice(all.components, 0, 5)), 4);
  });

  test.each([
    ['whose variances are all the same', () => tidy(() => eye(300, 400) as Tensor2D), Array(9).fill(1 / 300)],
    ['in fewer directions than asked for', () => pictures(512, 300, [4, 2, 1], 3), [16, 4, 1, 0, 0, 0, 0, 0, 0]],
    ['that do not vary', () => fill([300, 300], 0.3) as Tensor2D, Array(9).fill(0)],
    ['that are tiny', () => pictures(512, 300, [4e-25, 2e-25, 1e-25], 0), [16e-50, 4e-50, 1e-50, 0, 0, 0, 0, 0, 0]],
  ])('data %s', async (_, make, expected) => {
    const x = make();
    using found = await pca(x, 9);
    expected.forEach((value, i) => expect(Math.abs(found.variances[i]! - value)).toBeLessThan(1e-5 * (value || expected[0] || 1)));
    x.dispose();
  });

  test('leave nothing behind', async () => {
    await expectNoLeaks(async () => (await pca(data.tall, 3)).dispose());
    await expectNoLeaks(async () => (await pca(data.tall, 300)).dispose());
    await expectNoLeaks(async () => (await pca(data.flat, 3)).dispose());
  });
});
