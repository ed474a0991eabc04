import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, expectSame, expectSameValue, expectSameValueOf, onWasm, size } from './same.js';

const odd = [NaN, Infinity, -Infinity, 0, 1, -1, 0.5];

/** Tests of `Maximum`, `Minimum`, `ClipByValue` and `Relu` on the WASM backend, which has been started. */
export function describeExtremes(): void {
  describe.each([
    ['maximum', tf.maximum],
    ['minimum', tf.minimum],
  ] as const)('%s', (_, f) => {
    it('agrees with its gradients, of any shape', () =>
      check(
        fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 4 }), size(1e6), (dims, seed) =>
          expectSame((a, b) => f(a!, b!), [dims, dims], seed),
        ),
        30,
      ));

    it.each([
      [[4, 3], []],
      [[], [4, 3]],
      [[4, 3], [1]],
      [[4, 3], [3]],
      [
        [4, 1],
        [1, 3],
      ],
      [
        [2, 1, 5],
        [3, 1],
      ],
      [[1], [1, 1, 1]],
      [
        [0, 3],
        [1, 3],
      ],
      [[1, 1], [37]],
    ])('agrees where [%s] meets [%s]', (a, b) => expectSameValue((x, y) => f(x!, y!), [a, b], 7));

    it('has NaN wherever an input has, and infinity where it should', async () => {
      const pairs = odd.flatMap((a) => odd.map((b) => [a, b] as const));
      const [as, bs] = [0, 1].map((side) => ({ shape: [pairs.length], values: pairs.map((pair) => pair[side]!) }));
      await expectSameValueOf((x, y) => f(x!, y!), [as!, bs!]);
      for (const value of odd) await expectSameValueOf((x) => f(x!, value), [as!]);
      for (const value of odd) await expectSameValueOf((x) => f(value, x!), [as!]);
    });

    it('of whole numbers is whole', async () => {
      const whole = (...values: number[]) => ({ shape: [3], values, dtype: 'int32' as const });
      await expectSameValueOf((a, b) => f(a!, b!), [whole(1, 2_000_000_001, -3), whole(2, 2_000_000_000, -4)]);
    });
  });

  describe('clipByValue and relu', () => {
    it('keep NaN, whatever its sign bit', async () => {
      const values = Array.from({ length: 37 }, (_, i) => odd[i % odd.length]!);
      await expectSameValueOf((x) => tf.clipByValue(x!, -0.5, 0.75), [{ shape: [37], values }]);
      await expectSameValueOf((x) => tf.relu(x!), [{ shape: [37], values }]);
      // Infinity less infinity is what processors make a NaN with a sign bit of.
      const made = await onWasm((x) => tf.relu(tf.sub(x!, x!)), [{ shape: [5], values: [Infinity, 1, Infinity, 1, 1] }]);
      expect(made).toEqual([NaN, 0, NaN, 0, 0]);
    });

    it('agree with their gradients, of any shape', () =>
      check(
        fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 4 }), size(1e6), (dims, seed) =>
          expectSame((x) => tf.clipByValue(tf.relu(x!), 0.1, 0.6), [dims], seed),
        ),
        30,
      ));
  });
}
