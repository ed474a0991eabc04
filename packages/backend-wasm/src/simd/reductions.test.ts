import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameOf, expectSameValue, expectSameValueOf, onWasm, size } from '../../test/same.js';
import { describeSums } from '../../test/sums.js';

beforeBoth();
describeSums();

describe('sums', () => {
  it('over all axes, or counted from the last', async () => {
    await expectSame((x) => tf.sum(x!), [[3, 4, 5]], 1);
    await expectSame((x) => tf.sum(x!, -1), [[3, 4, 5]], 1);
    await expectSame((x) => tf.sum(x!, [-2, -3]), [[3, 4, 5]], 1);
  });

  it('of many rows or columns keep their digits', () =>
    check(
      fc.asyncProperty(fc.constantFrom(127, 128, 129, 511, 513, 1000, 5000), size(5), size(1e6), async (many, few, seed) => {
        await expectSameValue((x) => tf.sum(x!, 0), [[many, few]], seed, { tolerance: 2e-6, least: 1 });
        await expectSameValue((x) => tf.sum(x!, 1), [[few, many]], seed, { tolerance: 2e-6, least: 1 });
      }),
      30,
    ));

  it('of whole numbers and truth values are whole', async () => {
    const counted = { shape: [2, 3], values: [1, -2, 30_000_000, 4, 5, 16_777_217], dtype: 'int32' as const };
    for (const axes of [[0], [1], [0, 1]]) await expectSameValueOf((x) => tf.sum(x!, axes), [counted]);
    expect(await onWasm((x) => tf.sum(tf.greater(x!, 1), 0), [counted])).toEqual([1, 1, 2]);
  });

  it('have NaN and infinity where the CPU backend has them', () =>
    check(
      fc.asyncProperty(fc.nat(29), fc.constantFrom(NaN, Infinity, -Infinity), fc.constantFrom(0, 1), async (at, value, axis) => {
        const values = Array.from({ length: 30 }, (_, i) => Math.sin(i)).with(at, value);
        await expectSameValueOf((x) => tf.sum(x!, axis), [{ shape: [6, 5], values }]);
      }),
      20,
    ));
});

describe('softmax', () => {
  it('agrees with its gradient, of any rank', () =>
    check(
      fc.asyncProperty(fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }), size(1e6), (dims, seed) =>
        expectSame((x) => tf.softmax(tf.mul(x!, 10)), [dims], seed, { least: 1 }),
      ),
      40,
    ));

  it('of large and infinite numbers, and NaN', () => {
    const number = fc.oneof(fc.constantFrom(1000, -1000, 88, -88, Infinity, -Infinity, NaN, 0), fc.integer({ min: -50, max: 50 }));
    return check(
      fc.asyncProperty(fc.array(number, { minLength: 12, maxLength: 12 }), (values) =>
        expectSameOf((x) => tf.softmax(x!), [{ shape: [4, 3], values }], { tolerance: 1e-6, least: 1 }),
      ),
      60,
    );
  });
});
