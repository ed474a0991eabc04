import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { counts } from './same.js';

/** The values of what is made, flat. */
const of = (make: () => Tensor): number[] => [...tf.tidy(() => make().dataSync())];
const image = (...shape: [number, number, number, number]): Tensor4D => tf.ones(shape);

/** What others found wrong in tfjs's kernels, or in ours, each with the right numbers. */
export function itIsMended(): void {
  beforeEach(() => tf.setBackend('wasm'));

  describe('arguments', () => {
    it('dilations may be null, as tfjs-layers gives them', () => {
      const [x, w] = [image(1, 3, 3, 1), image(2, 2, 1, 1)];
      const none = null as unknown as number;
      expect(of(() => tf.depthwiseConv2d(x, w, 1, 'valid', 'NHWC', none))).toEqual([4, 4, 4, 4]);
      expect(of(() => tf.fused.depthwiseConv2d({ x, filter: w, strides: 1, pad: 'valid', dilations: none }))).toEqual([4, 4, 4, 4]);
      tf.dispose([x, w]);
    });

    it.each([
      ['a vector in place of a matrix', () => tf.matMul(tf.ones([2, 2]), tf.ones([2]) as never)],
      ['other inner sizes', () => tf.matMul(tf.ones([2, 3]), tf.ones([2, 3]))],
      ['an index beyond the rows', () => tf.gather(tf.ones([2, 2]), tf.tensor1d([100], 'int32'))],
      ['an index below 0 along another axis', () => tf.gather(tf.ones([2, 2]), tf.tensor1d([-1], 'int32'), 1)],
      ['an index of several axes', () => tf.gatherND(tf.ones([2, 2]), tf.tensor2d([[0, 7]], [1, 2], 'int32'))],
      ['a place to scatter to', () => tf.scatterND(tf.tensor2d([[9]], [1, 1], 'int32'), tf.ones([1]), [3])],
      ['a slice beyond the end', () => tf.slice(tf.ones([2, 3]), [1, 1], [1, 5])],
      [
        'fewer places than conv2dTranspose is to give',
        () => tf.conv2dTranspose(image(1, 2, 2, 1), image(2, 2, 1, 1), [1, 9, 9, 1], 1, 'valid'),
      ],
      ['channels that come first', () => tf.depthwiseConv2d(image(1, 1, 3, 3), image(2, 2, 1, 1), 1, 'valid', 'NCHW')],
      ['a filter too large', () => tf.conv2d(image(1, 3, 3, 1), image(5, 5, 1, 1), 1, 'valid')],
    ])('%s is refused, and leaves nothing behind', (_, f) => {
      const before = counts();
      expect(() => tf.tidy(() => void f())).toThrow(/^(?!memory|unreachable|divide|Aborted)/);
      expect(counts()).toEqual(before);
    });

    it('conv2dTranspose leaves out the places that its output has no room for', () => {
      const f = (): Tensor => tf.conv2dTranspose(image(1, 8, 8, 2), tf.fill([3, 3, 1, 2], 0.5) as Tensor4D, [1, 4, 4, 1], 1, 'same');
      // As of the first 4 × 4 places: 2 · 0.5 for each of those within reach.
      const within = [2, 3, 3, 2];
      expect(of(f)).toEqual(within.flatMap((down) => within.map((across) => down * across)));
    });
  });

  describe('types', () => {
    it('cast to bool: whatever is not 0 is true', () => {
      expect(of(() => tf.cast(tf.tensor1d([3, 254, -1, 0, 0.5, NaN]), 'bool'))).toEqual([1, 1, 1, 0, 1, 1]);
      expect(of(() => tf.cast(tf.tensor1d([3, 256, 0], 'int32'), 'bool'))).toEqual([1, 1, 0]);
    });

    it('where of bool, many times, leaves the heap as it was', () => {
      const kept = tf.range(0, 1000);
      for (let i = 0; i < 200; i++)
        expect(
          of(() => tf.where([true, false, true], tf.tensor1d([true, true, false], 'bool'), tf.tensor1d([false, false, true], 'bool'))),
        ).toEqual([1, 0, 0]);
      expect(of(() => tf.sum(kept))).toEqual([499_500]);
      kept.dispose();
    });

    it('products of whole numbers are exact', () => {
      const row = tf.tensor2d([[4097, 1]], [1, 2], 'int32');
      expect(of(() => tf.matMul(row, row, false, true))).toEqual([16_785_410]);
      row.dispose();
    });

    it('whole numbers and truth values where tfjs reads floats', () => {
      expect(of(() => tf.exp(tf.tensor1d([true, false], 'bool')))).toEqual([Math.fround(Math.E), 1]);
      expect(of(() => tf.reciprocal(tf.tensor1d([1, 2], 'int32')))).toEqual([1, 0]);
      expect(of(() => tf.div(tf.tensor1d([7], 'int32'), tf.tensor1d([0], 'int32')))).toEqual([0]);
      expect(of(() => tf.mod(tf.tensor1d([7], 'int32'), tf.tensor1d([0], 'int32')))).toEqual([0]);
      expect(of(() => tf.maxPool(tf.tensor4d([1, 5, 3, 2], [1, 2, 2, 1], 'int32'), 2, 1, 'valid'))).toEqual([5]);
      expect(of(() => tf.equal(tf.tensor1d(['a', 'b']), tf.tensor1d(['a', 'c'])))).toEqual([1, 0]);
    });
  });

  describe('NaN', () => {
    it('maximum pooling leaves NaN out, and gives the gradient to the greatest of the others', () => {
      const x = tf.tensor4d([NaN, 1, 3, 2], [1, 2, 2, 1]);
      expect(of(() => tf.maxPool(x, 2, 1, 'valid'))).toEqual([3]);
      expect(of(() => tf.grad((y) => tf.sum(tf.maxPool(y as Tensor4D, 2, 1, 'valid')))(x))).toEqual([0, 0, 1, 0]);
      x.dispose();
    });

    it.each([
      ['clipByValue', (x: Tensor1D) => tf.clipByValue(x, -1, 1), [1, NaN, -1]],
      ['maximum', (x: Tensor1D) => tf.maximum(x, tf.zerosLike(x)), [Infinity, NaN, 0]],
      ['minimum', (x: Tensor1D) => tf.minimum(tf.zerosLike(x), x), [0, NaN, -Infinity]],
    ] as const)('%s passes it on', (_, f, expected) => {
      expect(of(() => f(tf.tensor1d([Infinity, NaN, -Infinity])))).toEqual(expected);
    });

    it.each(['conv2d', 'depthwiseConv2d'] as const)('fused %s with an activation passes it on', (name) => {
      const f = (): Tensor =>
        tf.fused[name]({ x: tf.tensor4d([NaN, 1], [1, 1, 2, 1]), filter: image(1, 1, 1, 1), strides: 1, pad: 'valid', activation: 'relu' });
      expect(of(f)).toEqual([NaN, 1]);
    });

    it('average pooling passes it on', () => {
      expect(of(() => tf.avgPool(tf.tensor4d([NaN, 1, 1, 1, 1, 1], [1, 2, 3, 1]), 2, 1, 'valid'))).toEqual([NaN, 1]);
    });
  });

  describe('images', () => {
    it('with channels first', () => {
      const x = tf.tensor4d([1, 2, 3, 4, 10, 20, 30, 40], [1, 2, 2, 2]);
      const w = tf.tensor4d([1, 0.5], [1, 1, 2, 1]);
      expect(of(() => tf.conv2d(x, w, 1, 'valid', 'NCHW'))).toEqual([6, 12, 18, 24]);
      tf.dispose([x, w]);
    });

    it('pooling with sizes that are no whole number of steps', () => {
      const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
      expect(of(() => tf.maxPool(x, 2, 2, 0, 'ceil'))).toEqual([5, 6, 8, 9]);
      expect(of(() => tf.maxPool(x, 1, 2, 'valid'))).toEqual([1, 3, 7, 9]);
      x.dispose();
    });

    it('a transposed convolution of volumes', () => {
      expect(
        of(() =>
          tf.conv3dTranspose(tf.ones([1, 1, 1, 1, 1]) as tf.Tensor5D, tf.ones([2, 2, 2, 1, 1]) as tf.Tensor5D, [1, 2, 2, 2, 1], 1, 'valid'),
        ),
      ).toEqual(Array.from({ length: 8 }, () => 1));
    });

    it('maximum pooling of volumes that are negative', () => {
      expect(of(() => tf.maxPool3d(tf.fill([1, 2, 2, 2, 1], -3) as tf.Tensor5D, 2, 1, 'valid'))).toEqual([-3]);
    });

    it('resizing to the nearest of one pixel has a gradient with aligned corners', () => {
      const f = (x: Tensor4D): Tensor =>
        tf.sum(tf.mul(tf.image.resizeNearestNeighbor(x, [1, 3], true), tf.tensor4d([1, 2, 4], [1, 1, 3, 1])));
      expect(of(() => tf.grad(f as (x: Tensor) => Tensor)(image(1, 1, 1, 1)))).toEqual([7]);
    });
  });
}
