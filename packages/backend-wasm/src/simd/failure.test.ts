import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  affine,
  convolve,
  convolveTransposed,
  sumGaussianKl,
  batchNormalization,
  layerNormalization,
  pointwiseLoss,
} from '@autoencoders/core/operations';
import { beforeEach, describe, expect, it } from 'vitest';
import { beforeBoth, counts } from '../../test/same.js';

beforeBoth();
beforeEach(() => tf.setBackend('wasm'));

type F = (...inputs: Tensor[]) => unknown;

/** What does not fit: each throws on the CPU backend, or would there have made something of another shape. */
const failures: readonly (readonly [string, shapes: readonly number[][], F])[] = [
  [
    'matMul of other sizes',
    [
      [2, 3],
      [4, 5],
    ],
    (a, b) => tf.matMul(a!, b!),
  ],
  [
    'batches that do not broadcast',
    [
      [2, 3, 4],
      [3, 4, 5],
    ],
    (a, b) => tf.matMul(a!, b!),
  ],
  ['affine with a kernel of other sizes', [[2, 3], [4, 5], [5]], (x, w, b) => affine(x as Tensor2D, w as Tensor2D, b as Tensor1D)],
  ['affine with a bias of another size', [[2, 3], [3, 5], [4]], (x, w, b) => affine(x as Tensor2D, w as Tensor2D, b as Tensor1D)],
  ['convolve with other channels', [[1, 4, 4, 2], [3, 3, 3, 5], [5]], (x, w, b) => convolve(x as Tensor4D, w as Tensor4D, b as Tensor1D)],
  [
    'convolve with a bias of another size',
    [[1, 4, 4, 2], [3, 3, 2, 5], [4]],
    (x, w, b) => convolve(x as Tensor4D, w as Tensor4D, b as Tensor1D),
  ],
  [
    'convolveTransposed with other channels',
    [[1, 4, 4, 2], [3, 3, 5, 3], [5]],
    (x, w, b) => convolveTransposed(x as Tensor4D, w as Tensor4D, b as Tensor1D, [1, 4, 4, 5]),
  ],
  [
    'convolveTransposed to other channels',
    [[1, 4, 4, 2], [3, 3, 5, 2], [5]],
    (x, w, b) => convolveTransposed(x as Tensor4D, w as Tensor4D, b as Tensor1D, [1, 4, 4, 4]),
  ],
  [
    'convolveTransposed to another batch',
    [[1, 4, 4, 2], [3, 3, 5, 2], [5]],
    (x, w, b) => convolveTransposed(x as Tensor4D, w as Tensor4D, b as Tensor1D, [2, 4, 4, 5]),
  ],
  [
    'a loss of other sizes',
    [
      [2, 3],
      [3, 2],
    ],
    (p, t) => pointwiseLoss('squared', p!, t!, 1),
  ],
  [
    'a divergence of other sizes',
    [
      [2, 3],
      [2, 4],
    ],
    (mean, logVar) => sumGaussianKl(mean!, logVar!, 1),
  ],
  [
    'batchNormalization with γ of another size',
    [[2, 3], [2], [3]],
    (x, g, b) => batchNormalization(x!, g as Tensor1D, b as Tensor1D, 1e-3),
  ],
  [
    'batchNormalization with β of another size',
    [[2, 3], [3], [4]],
    (x, g, b) => batchNormalization(x!, g as Tensor1D, b as Tensor1D, 1e-3),
  ],
  [
    'layerNormalization with γ of another size',
    [[2, 3], [2], [3]],
    (x, g, b) => layerNormalization(x!, g as Tensor1D, b as Tensor1D, 1e-3),
  ],
];

describe('what fails', () => {
  it.each(failures)('%s throws, and leaves nothing behind', async (_, shapes, f) => {
    for (const backend of ['cpu', 'wasm']) {
      await tf.setBackend(backend);
      const inputs = shapes.map((shape) => tf.ones(shape));
      const before = counts();
      expect(() => tf.tidy(() => void f(...inputs)), backend).toThrow();
      expect(counts()).toEqual(before);
      tf.dispose(inputs);
    }
  });
});
