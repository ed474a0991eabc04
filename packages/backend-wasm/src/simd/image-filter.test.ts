import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { filterImages } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameValue, size } from '../../test/same.js';
import type { Make } from '../../test/same.js';

beforeBoth();

const filtered: Make = (x, a, b) => filterImages(x as Tensor4D, a as Tensor2D, b as Tensor2D);

/** Keeps `below` diagonals under the main diagonal of a matrix, and `above` over it. */
const banded = (matrix: tf.Tensor, below: number, above: number): Tensor2D => tf.linalg.bandPart(matrix as Tensor2D, below, above);

it('agrees with the CPU backend with its gradient, of any size and any band', () =>
  check(
    fc.asyncProperty(
      size(3),
      size(14),
      size(14),
      size(4),
      size(6),
      size(6),
      fc.nat(1000),
      (batch, height, width, channels, below, above, seed) => {
        const [u, v] = [Math.min(below, height, width) - 1, Math.min(above, height, width) - 1];
        return expectSame(
          (x) =>
            filtered(
              x!,
              banded(tf.randomUniform([height, height], -1, 1, 'float32', 5), u, v),
              banded(tf.randomUniform([width, width], -1, 1, 'float32', 6), v, u),
            ),
          [[batch, height, width, channels]],
          seed,
        );
      },
    ),
    60,
  ));

it('agrees of matrices without zeros, with zeros alone, and with one diagonal off the middle', async () => {
  await expectSameValue(
    filtered,
    [
      [2, 9, 7, 3],
      [9, 9],
      [7, 7],
    ],
    1,
  );
  await expectSameValue((x) => filtered(x!, tf.zeros([5, 5]), tf.eye(6)), [[2, 5, 6, 1]], 1);
  const shift = (n: number): tf.Tensor =>
    tf.oneHot(
      tf.tensor1d(
        Array.from({ length: n }, (_, i) => (i + 3) % n),
        'int32',
      ),
      n,
    );
  await expectSameValue((x) => filtered(x!, tf.cast(shift(5), 'float32'), tf.cast(shift(6), 'float32')), [[2, 5, 6, 2]], 1);
});

it('says which matrices fit', () => {
  expect(() => filtered(tf.zeros([1, 4, 5, 1]), tf.eye(5), tf.eye(5))).toThrow(
    'filterImages: the matrices [5, 5] and [5, 5] do not fit [1, 4, 5, 1]',
  );
});
