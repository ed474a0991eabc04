import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import { batchNormalization, layerNormalization } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, expectClose, expectSame, expectSameOf, expectSameValue, onWasm, size } from '../../test/same.js';
import type { Given, Make } from '../../test/same.js';

beforeBoth();

const EPSILON = 1e-3;
const columns: Make = (x, gamma, beta) => batchNormalization(x!, gamma as Tensor1D, beta as Tensor1D, EPSILON).y;
const rows: Make = (x, gamma, beta) => layerNormalization(x!, gamma as Tensor1D, beta as Tensor1D, EPSILON);
const both = [
  ['columns', columns],
  ['rows', rows],
] as const;

const shape = fc.tuple(fc.array(size(5), { minLength: 1, maxLength: 3 }), size(13)).map(([outer, n]) => [...outer, n]);

describe.each(both)('normalised %s', (_, f) => {
  it('agree with all gradients, of any rank', () =>
    check(
      fc.asyncProperty(shape, size(1e6), (dims, seed) => expectSame(f, [dims, [dims.at(-1)!], [dims.at(-1)!]], seed, { least: 1 })),
      60,
    ));

  it('of many rows or columns agree with all gradients', () =>
    check(
      fc.asyncProperty(fc.constantFrom([127, 3], [128, 5], [129, 4], [1000, 2], [3, 511], [2, 513], [5, 1000]), size(1e6), (dims, seed) =>
        expectSame(f, [dims, [dims[1]!], [dims[1]!]], seed, { least: 1 }),
      ),
      20,
    ));

  it('of one number each are β', async () => {
    const alone = f === columns ? [1, 5] : [5, 1];
    await expectSame(f, [alone, [alone[1]!], [alone[1]!]], 1);
    const n = alone[1]!;
    const beta = Array.from({ length: n }, (_unused, i) => i + 1);
    const given: Given[] = [
      { shape: alone, values: [3, 1, 4, 1, 5] },
      { shape: [n], values: Array<number>(n).fill(2) },
      { shape: [n], values: beta },
    ];
    expect(await onWasm(f, given)).toEqual(f === columns ? beta : Array(5).fill(1));
  });

  it('that are constant are β, whatever the constant', () =>
    check(
      fc.asyncProperty(size(200), fc.constantFrom(0, 0.1, -1000, 1000.1, 1e6), async (count, constant) => {
        const dims = f === columns ? [count, 3] : [3, count];
        const n = dims[1]!;
        const given = [
          { shape: dims, values: Array<number>(3 * count).fill(constant) },
          { shape: [n], values: Array<number>(n).fill(1) },
          { shape: [n], values: Array<number>(n).fill(0.5) },
        ];
        expect(await onWasm(f, given)).toEqual(Array(3 * count).fill(0.5));
      }),
      40,
    ));

  it('keep their digits where the mean is large', () =>
    check(
      fc.asyncProperty(fc.constantFrom(7, 100, 130, 1000), fc.constantFrom(1000, -1000, 1e4), size(1e6), async (count, mean, seed) => {
        const dims = f === columns ? [count, 4] : [4, count];
        const values = Array.from({ length: 4 * count }, (_unused, i) => Math.fround(mean + Math.sin((i + seed) ** 2)));
        const n = dims[1]!;
        const given = [
          { shape: dims, values },
          { shape: [n], values: Array<number>(n).fill(1) },
          { shape: [n], values: Array<number>(n).fill(0) },
        ];
        // A mean in float32 is off by half a unit in its last place, and is divided by a deviation of about 0.7.
        const tolerance = Math.abs(mean) * 2 ** -24 * 1.5 + 2e-6;
        expectClose(await onWasm(f, given), normalised(values, dims[0]!, n, f === columns), { tolerance, least: 1 });
      }),
      30,
    ));
});

/** In float64. */
function normalised(values: readonly number[], rowCount: number, columnCount: number, byColumns: boolean): number[] {
  const groupOf = (i: number): number => (byColumns ? i % columnCount : Math.floor(i / columnCount));
  const groups = byColumns ? columnCount : rowCount;
  const average = (f: (value: number, group: number) => number): number[] => {
    const sums = Array<number>(groups).fill(0);
    for (const [i, value] of values.entries()) sums[groupOf(i)]! += f(value, groupOf(i));
    return sums.map((sum) => sum / (values.length / groups));
  };
  const mean = average((value) => value);
  const variance = average((value, group) => (value - mean[group]!) ** 2);
  return values.map((value, i) => (value - mean[groupOf(i)]!) / Math.sqrt(variance[groupOf(i)]! + EPSILON));
}

describe('the statistics of columns', () => {
  it('agree', () => {
    const statistics: Make = (x, gamma, beta) => {
      const { mean, variance } = batchNormalization(x as Tensor, gamma as Tensor1D, beta as Tensor1D, EPSILON);
      return tf.concat([mean, variance]);
    };
    return check(
      fc.asyncProperty(shape, size(1e6), (dims, seed) => expectSameValue(statistics, [dims, [dims.at(-1)!], [dims.at(-1)!]], seed)),
      40,
    );
  });

  it('are constants to gradients, on every backend', () =>
    expectSame(
      (x, gamma, beta) => {
        const { y, mean, variance } = batchNormalization(x!, gamma as Tensor1D, beta as Tensor1D, EPSILON);
        return tf.mul(y, tf.add(mean, variance));
      },
      [[6, 3], [3], [3]],
      1,
    ));
});

describe('NaN', () => {
  it.each(both)('in one of the normalised %s stays there', (_, f) =>
    check(
      fc.asyncProperty(fc.nat(29), fc.constantFrom(NaN, Infinity), (at, value) => {
        const values = Array.from({ length: 30 }, (_unused, i) => Math.sin(i)).with(at, value);
        const ones = { shape: [5], values: [1, 1, 1, 1, 1] };
        return expectSameOf(f, [{ shape: [6, 5], values }, ones, ones]);
      }),
      20,
    ),
  );
});
