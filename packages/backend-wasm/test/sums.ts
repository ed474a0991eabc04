import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check, expectSame, expectSameValueOf, size } from './same.js';

const axesOf = (rank: number): fc.Arbitrary<number[]> => fc.subarray(Array.from({ length: rank }, (_, i) => i));

/** Shapes, some of their axes, and whether those are kept. */
const reduced = fc
  .array(fc.nat(5), { maxLength: 5 })
  .chain((dims) => fc.record({ dims: fc.constant(dims), axes: axesOf(dims.length), keep: fc.boolean(), seed: size(1e6) }));

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Sums in float64 of numbers in a shape over one axis. */
function sumsOf(values: Float32Array, shape: readonly number[], axis: number): Float64Array {
  const inner = sizeOf(shape.slice(axis + 1));
  const sums = new Float64Array(values.length / shape[axis]!);
  for (const [i, value] of values.entries()) sums[Math.floor(i / inner / shape[axis]!) * inner + (i % inner)]! += value;
  return sums;
}

/** Tests of `Sum` and `Mean` on the WASM backend, which has been started. */
export function describeSums(): void {
  describe('sums and means', () => {
    it('agree with their gradients, over any axes', () =>
      check(
        fc.asyncProperty(reduced, async ({ dims, axes, keep, seed }) => {
          await expectSame((x) => tf.sum(x!, axes, keep), [dims], seed);
          await expectSame((x) => tf.mean(x!, axes, keep), [dims], seed);
        }),
        60,
      ));

    it.each([
      ['rows', [60_000, 8], 0],
      ['many columns of rows', [20_000, 37], 0],
      ['columns', [8, 60_000], 1],
      ['a middle axis', [3, 40_000, 5], 1],
      ['an axis between others', [2, 20_000, 1, 3], 1],
      ['all numbers', [1_000_003], 0],
    ] as [string, number[], number][])('of %s far from 0 keep their digits', async (_, shape, axis) => {
      await tf.setBackend('wasm');
      const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => 1e4 + Math.sin(i * i));
      const expected = sumsOf(values, shape, axis);
      const x = tf.tensor(values, shape);
      const [sums, means] = tf.tidy(() => [tf.sum(x, axis).dataSync<'float32'>(), tf.mean(x, axis).dataSync<'float32'>()]);
      x.dispose();
      for (const [i, sum] of expected.entries()) {
        expect(Math.abs(sums![i]! / sum - 1)).toBeLessThan(1.5e-7);
        expect(Math.abs(means![i]! / (sum / shape[axis]!) - 1)).toBeLessThan(1.5e-7);
      }
    });

    it('of a million tenths are right to the last digit of a tenth', async () => {
      await tf.setBackend('wasm');
      const mean = (make: () => Tensor): number => tf.tidy(() => make().dataSync()[0]!);
      expect(Math.abs(mean(() => tf.mean(tf.fill([1e6], 0.1))) - 0.1)).toBeLessThan(2e-8);
      expect(Math.abs(mean(() => tf.mean(tf.fill([1e5, 3], 0.1), 0)) - 0.1)).toBeLessThan(2e-8);
      // The sum is beyond float32, the mean is not.
      expect(mean(() => tf.mean(tf.fill([1e3], 1e37)))).toBeCloseTo(1e37, -31);
    });

    it('of other types', async () => {
      const whole = { shape: [2, 3], values: [1, -2, 30_000_000, 4, 5, 16_777_217], dtype: 'int32' as const };
      for (const axes of [[0], [1], [0, 1]]) {
        await expectSameValueOf((x) => tf.sum(x!, axes), [whole]);
        await expectSameValueOf((x) => tf.mean(x!, axes), [whole]);
        await expectSameValueOf((x) => tf.mean(tf.greater(x!, 1), axes), [whole]);
      }
    });
  });
}
