import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { bernoulli, normal, uniform } from '@autoencoders/core';
import {
  addGaussianNoise,
  addPoissonNoise,
  addSaltAndPepper,
  addSpeckleNoise,
  addUniformNoise,
  maskAtRandom,
  swapAtRandom,
} from '@autoencoders/core/operations';
import type { Strengths } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, counts, expectSame } from '../../test/same.js';

beforeBoth();

/** The same bits on both backends, so that −0 is not 0, and nothing left behind. */
async function expectSameBits(f: () => Tensor): Promise<void> {
  const found: (readonly unknown[])[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const before = counts();
    found.push(
      tf.tidy(() => {
        const x = f();
        return [x.dtype, x.shape, [...new Uint32Array(x.dataSync<'float32'>().slice().buffer)]];
      }),
    );
    expect(counts()).toEqual(before);
  }
  expect(found[1]).toEqual(found[0]);
}

const shape: fc.Arbitrary<number[]> = fc.constantFrom([], [0], [1], [7], [8], [9], [1000], [3, 5], [2, 3, 0], [4, 4, 4]);
const seed = fc.oneof(
  fc.maxSafeNat(),
  fc.constantFrom(0, 1, 2 ** 31, 2 ** 31 - 1, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER),
);
const number = fc.constantFrom(0, 1, -1, 0.1, -3.7, 1e-30, 1e6);
const probability = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, 1, 0.5, 2 ** -32, 2 ** -33, 1 - 2 ** -32, 1 - 2 ** -33, 1 - 2 ** -53),
);

describe('random numbers', () => {
  it('uniform', () =>
    check(
      fc.asyncProperty(shape, seed, number, number, (dims, key, least, width) =>
        expectSameBits(() => uniform(dims, key, least, least + Math.abs(width))),
      ),
      60,
    ));

  it('normal', () =>
    check(
      fc.asyncProperty(shape, seed, number, number, (dims, key, mean, stddev) => expectSameBits(() => normal(dims, key, mean, stddev))),
      60,
    ));

  it('normal, in the tails, too', () => expectSameBits(() => normal([200_003], 2 ** 40 + 7)));

  it('ones and zeros', () =>
    check(
      fc.asyncProperty(shape, seed, probability, number, (dims, key, p, scale) => expectSameBits(() => bernoulli(dims, key, p, scale))),
      60,
    ));
});

/** Shapes of batches of 2 examples or more. */
const rows: fc.Arbitrary<number[]> = fc.constantFrom([2, 1], [2, 9], [3, 5], [40, 25], [4, 4, 4], [3, 4, 5, 1], [130, 7]);

describe('gradients through corruptions', () => {
  const f = (corrupt: (x: Tensor, key: number) => Tensor): Promise<void> =>
    check(
      fc.asyncProperty(
        shape.filter((dims) => !dims.includes(0)),
        seed,
        (dims, key) => expectSame((x) => corrupt(x!, key), [dims], 1),
      ),
      20,
    );

  it('agree, of normal noise', () => f((x, key) => addGaussianNoise(x, key, 0.5)));
  it('agree, of masks', () => f((x, key) => maskAtRandom(x, key, 0.7)));
  it('agree, of extremes', () => f((x, key) => addSaltAndPepper(x, key, 0.5, -1, 2)));
  it('agree, of uniform noise', () => f((x, key) => addUniformNoise(x, key, 0.5)));
  it('agree, of speckle noise', () => f((x, key) => addSpeckleNoise(x, key, 0.5)));
  it('agree, of swaps', () =>
    check(
      fc.asyncProperty(rows, seed, (dims, key) => expectSame((x) => swapAtRandom(x!, key, 0.5), [dims], 1)),
      20,
    ));
});

describe('corrupted numbers', () => {
  const values = (dims: number[]): Tensor => {
    const special = [NaN, Infinity, -Infinity, -0, 0, 1];
    return tf.tensor(
      Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => special[i % 17] ?? Math.sin(i)),
      dims,
    );
  };

  it('by normal noise', () =>
    check(
      fc.asyncProperty(shape, seed, number, (dims, key, stddev) => expectSameBits(() => addGaussianNoise(values(dims), key, stddev))),
      40,
    ));

  it('by masks', () =>
    check(
      fc.asyncProperty(shape, seed, probability, (dims, key, p) => expectSameBits(() => maskAtRandom(values(dims), key, p))),
      60,
    ));

  it('by extremes', () =>
    check(
      // Of nothing, the CPU backend makes one number.
      fc.asyncProperty(
        shape.filter((dims) => !dims.includes(0)),
        seed,
        probability,
        number,
        number,
        (dims, key, rate, least, greatest) => expectSameBits(() => addSaltAndPepper(values(dims), key, rate, least, greatest)),
      ),
      60,
    ));

  it('by uniform noise', () =>
    check(
      fc.asyncProperty(shape, seed, number, (dims, key, width) => expectSameBits(() => addUniformNoise(values(dims), key, width))),
      40,
    ));

  it('by speckle noise', () =>
    check(
      fc.asyncProperty(shape, seed, number, (dims, key, stddev) => expectSameBits(() => addSpeckleNoise(values(dims), key, stddev))),
      40,
    ));

  it('by swaps', () =>
    check(
      fc.asyncProperty(rows, seed, probability, (dims, key, rate) => expectSameBits(() => swapAtRandom(values(dims), key, rate))),
      60,
    ));

  it('by shot noise, of small and of large means', () =>
    check(
      fc.asyncProperty(shape, seed, fc.constantFrom(1e-6, 0.1, 1, 9.99, 10, 30, 255, 1e6, 1e30), (dims, key, peak) =>
        expectSameBits(() => addPoissonNoise(values(dims), key, peak)),
      ),
      60,
    ));

  const each: Readonly<Record<string, (x: Tensor, key: number, strength: Strengths) => Tensor>> = {
    gaussian: addGaussianNoise,
    uniform: addUniformNoise,
    speckle: addSpeckleNoise,
    mask: maskAtRandom,
    saltAndPepper: (x, key, rate) => addSaltAndPepper(x, key, rate, -1, 2),
    swap: swapAtRandom,
    poisson: (x, key, rate) =>
      addPoissonNoise(
        x,
        key,
        (rate as readonly number[]).map((share) => 0.001 + 40 * share),
      ),
  };
  it.each(Object.keys(each))('by a strength for each example: %s', (name) =>
    check(
      fc.asyncProperty(rows, seed, fc.array(probability, { minLength: 130, maxLength: 130 }), (dims, key, shares) => {
        const strength = shares.slice(0, dims[0]);
        return expectSameBits(() => each[name]!(values(dims), key, strength));
      }),
      40,
    ),
  );
});
