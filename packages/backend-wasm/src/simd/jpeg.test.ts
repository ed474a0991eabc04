import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { bits } from '@autoencoders/core/internal';
import { quantizeAsJpeg } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { beforeBoth, check, counts, expectSameValue, size } from '../../test/same.js';

beforeBoth();

const steps = (seed: number, scale: number): number[] => Array.from(bits(64, seed), (word) => scale * (1 + word * 2 ** -32));

it('agrees with the CPU backend, of any size', () =>
  check(
    fc.asyncProperty(size(3), size(20), size(20), size(4), size(1000), (batch, height, width, channels, seed) =>
      expectSameValue((x) => quantizeAsJpeg(tf.abs(x!) as Tensor4D, steps(seed, 0.1)), [[batch, height, width, channels]], seed),
    ),
    60,
  ));

it('gives images of bytes back when the steps are small', async () => {
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const before = counts();
    tf.tidy(() => {
      const x = tf.tensor(
        Float32Array.from(bits(2 * 13 * 9 * 3, 1), (word) => (word >>> 24) / 255),
        [2, 13, 9, 3],
      ) as Tensor4D;
      const y = quantizeAsJpeg(x, steps(1, 1e-4));
      expect(tf.max(tf.abs(tf.sub(x, y))).dataSync()[0]).toBeLessThan(1e-3);
    });
    expect(counts()).toEqual(before);
  }
});

it('takes images that are halves of the steps in the same way', () =>
  // A block of equal numbers has one coefficient, which is a whole number of halves of the step.
  check(
    fc.asyncProperty(size(9), size(255), (side, value) =>
      expectSameValue(
        () =>
          quantizeAsJpeg(
            tf.fill([1, side, side, 1], value / 255) as Tensor4D,
            Array.from({ length: 64 }, () => 16 / 255),
          ),
        [],
        1,
      ),
    ),
    60,
  ));

it('says what steps there must be', () => {
  expect(() => quantizeAsJpeg(tf.zeros([1, 8, 8, 1]), [1])).toThrow('quantizeAsJpeg: steps must be 64 numbers above 0');
});
