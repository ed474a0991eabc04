import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  addGaussianNoise,
  affine,
  convolve,
  maskAtRandom,
  batchNormalization,
  layerNormalization,
  pointwiseLoss,
} from '@autoencoders/core/operations';
import { beforeEach, describe, expect, it } from 'vitest';
import { beforeBoth, counts } from '../../test/same.js';

beforeBoth();
beforeEach(() => tf.setBackend('wasm'));

const ones = tf.ones<tf.Rank.R1>;
const numbers = [0, 1, 1, 0, 1, 0];

/** Operations on data that may have come as whole numbers or truth values. */
const operations: readonly (readonly [string, (x: Tensor) => Tensor])[] = [
  ['affine', (x) => affine(x as Tensor2D, tf.ones([3, 2]), ones([2]))],
  ['convolve', (x) => convolve(tf.reshape(x, [1, 2, 3, 1]) as Tensor4D, tf.ones([2, 2, 1, 3]), ones([3]))],
  ['pointwiseLoss, of targets', (x) => pointwiseLoss('logistic', tf.fill([2, 3], 0.3), x, 1)],
  ['batchNormalization', (x) => batchNormalization(x, ones([3]), ones([3]), 1e-3).y],
  ['layerNormalization', (x) => layerNormalization(x, ones([3]), ones([3]), 1e-3)],
  ['addGaussianNoise', (x) => addGaussianNoise(x, 1, 0.1)],
  ['maskAtRandom', (x) => maskAtRandom(x, 1, 0.5)],
];

describe.each(operations)('%s', (_, f) => {
  it.each(['int32', 'bool'] as const)('of %s is what it is of float32', (dtype) => {
    const before = counts();
    tf.tidy(() => {
      const expected = f(tf.tensor2d(numbers, [2, 3]));
      const found = f(tf.tensor2d(numbers, [2, 3], dtype));
      expect(found.dtype).toBe('float32');
      expect(found.arraySync()).toEqual(expected.arraySync());
    });
    expect(counts()).toEqual(before);
  });
});

describe('gradients', () => {
  it('to a kernel whose input is of whole numbers', () => {
    const gradient = (dtype: 'int32' | 'float32'): unknown =>
      tf.tidy(() => {
        const x = tf.tensor2d(numbers, [2, 3], dtype);
        return tf
          .grad((w) => tf.sum(affine(x, w as Tensor2D, tf.zeros([2]) as Tensor1D)))(tf.ones([3, 2]))
          .arraySync();
      });
    expect(gradient('int32')).toEqual(gradient('float32'));
  });
});
