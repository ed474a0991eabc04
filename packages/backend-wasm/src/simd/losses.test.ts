import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { sumGaussianKl, pointwiseLoss, sumSparsityKl } from '@autoencoders/core/operations';
import type { PointwiseLoss } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { beforeBoth, check, expectSame, expectSameOf, expectSameValueOf, size } from '../../test/same.js';
import type { Given, Make } from '../../test/same.js';

beforeBoth();

const losses: readonly PointwiseLoss[] = ['squared', 'absolute', 'huber', 'logistic'];
const lossOf =
  (loss: PointwiseLoss, scale: number, delta = 0.5): Make =>
  (p, t) =>
    pointwiseLoss(loss, p!, t!, scale, delta);

const shape = fc.constantFrom<number[]>([], [0], [1], [3, 0], [3], [2, 3], [7, 5], [2, 3, 3, 2], [31, 33]);
const scale = fc.constantFrom(1, 0.25, 1 / 700, -3);
const filled = (dims: readonly number[], number: fc.Arbitrary<number>): fc.Arbitrary<Given> => {
  const length = dims.reduce((a, b) => a * b, 1);
  return fc.array(number, { minLength: length, maxLength: length }).map((values) => ({ shape: dims, values }));
};
const pair = (p: fc.Arbitrary<number>, t: fc.Arbitrary<number>): fc.Arbitrary<[Given, Given]> =>
  shape.chain((dims) => fc.tuple(filled(dims, p), filled(dims, t)));

describe.each(losses)('the %s loss', (loss) => {
  it('agrees with its gradients to prediction and target', () =>
    check(
      fc.asyncProperty(shape, scale, size(1e6), async (dims, by, seed) => {
        await expectSame(lossOf(loss, by), [dims, dims], seed);
        await expectSame(lossOf(loss, by, 2), [dims, dims], seed);
      }),
      40,
    ));

  it('agrees where numbers are large, and where prediction and target are the same', () => {
    const number = fc.constantFrom(100, -100, 1, -1, 0.5, 0, -0, 88.5, 20, -20);
    return check(
      fc.asyncProperty(pair(number, fc.constantFrom(0, 1, 0.5, 100, -100)), scale, (inputs, by) =>
        // Numbers of 10⁴ are summed up to a few.
        expectSameOf(lossOf(loss, by), inputs, { tolerance: 5e-5 }),
      ),
      40,
    );
  });

  it('has NaN and infinity where the CPU backend has them', () => {
    // But for the slope of |d|, which there is 0 for NaN, and here NaN.
    const holds = loss === 'absolute' ? expectSameValueOf : expectSameOf;
    const number = fc.constantFrom(NaN, Infinity, -Infinity, 1, 0);
    return check(
      fc.asyncProperty(pair(number, fc.constantFrom(0, 1, 0.5, NaN)), (inputs) => holds(lossOf(loss, 1), inputs)),
      40,
    );
  });

  it('agrees of a tensor and itself', () => expectSame((x) => pointwiseLoss(loss, x!, x!, 1), [[3, 5]], 1));
});

describe('the divergence of Gaussians', () => {
  it('agrees with its gradients', () =>
    check(
      fc.asyncProperty(shape, scale, size(1e6), (dims, by, seed) =>
        expectSame((mean, logVar) => sumGaussianKl(tf.mul(mean!, 3), tf.mul(logVar!, 8), by), [dims, dims], seed),
      ),
      40,
    ));

  it('agrees where it is extreme', () => {
    const number = fc.constantFrom(100, -100, 88, -88, 89.5, -104, 0, -0, 1, NaN, Infinity, -Infinity);
    return check(
      fc.asyncProperty(pair(fc.constantFrom(0, 1, -100, NaN), number), (inputs) =>
        expectSameOf((mean, logVar) => sumGaussianKl(mean!, logVar!, 0.5), inputs),
      ),
      60,
    );
  });
});

describe('the divergence of mean activations', () => {
  const sparsity =
    (rho: number): Make =>
    (codes) =>
      sumSparsityKl(codes as Tensor2D, rho);
  const rho = fc.constantFrom(0.05, 0.5, 0.9, 1e-3);

  it('agrees with its gradient', () =>
    check(
      fc.asyncProperty(size(300), size(20), rho, size(1e6), (rows, columns, of, seed) =>
        expectSame((x) => sparsity(of)(tf.sigmoid(tf.mul(x!, 4))), [[rows, columns]], seed, { least: 0.1 }),
      ),
      40,
    ));

  it('agrees where units are always off, always on, or as they should be', () =>
    check(
      fc.asyncProperty(
        size(9),
        fc.array(fc.constantFrom(0, 1, 0.5, 0.05, -0.5), { minLength: 1, maxLength: 9 }),
        rho,
        (rows, columns, of) => {
          const values = Array.from({ length: rows }, () => columns).flat();
          return expectSameOf(sparsity(of), [{ shape: [rows, columns.length], values }], { least: 1 });
        },
      ),
      60,
    ));
});
