import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { adam, bernoulli, normal, sgd, uniform } from '@autoencoders/core';
import {
  activate,
  addGaussianNoise,
  addPoissonNoise,
  affine,
  convolve,
  convolveTransposed,
  maskAtRandom,
  pointwiseLoss,
  quantizeAsJpeg,
  swapAtRandom,
} from '@autoencoders/core/operations';
import type { Optimizer } from '@autoencoders/core';
import { describe, expect, it } from 'vitest';
import { setWasmBackend } from '../index.js';
import { beforeBoth, expectSame, expectSameValue } from '../../test/same.js';
import type { Make } from '../../test/same.js';

/*
 * Large enough to be shared out, into parts that are not alike: a number of threads that divides nothing, sizes that leave
 * something over.
 */
beforeBoth({ threads: 3 });

it('there are three threads', async () => expect((await setWasmBackend()).threads).toBe(3));

/** A strength for each of 101 examples. */
const each = Array.from({ length: 101 }, (_, i) => i / 100);

describe('among three threads', () => {
  it.each([
    ['rows', 301, 37, 53],
    ['columns', 37, 53, 301],
    ['few rows', 2, 401, 701],
    ['few columns', 701, 401, 2],
  ] as const)('%s of matrix products agree', async (_, m, k, n) => {
    for (const tA of [false, true])
      for (const tB of [false, true])
        await expectSameValue((x, y) => tf.matMul(x!, y!, tA, tB), [tA ? [k, m] : [m, k], tB ? [n, k] : [k, n]], 1);
  });

  const affinity: Make = (x, w, b) => affine(x as Tensor2D, w as Tensor2D, b as Tensor1D, { activation: { activation: 'elu' } });
  it('affine agrees with its gradients', () => expectSame(affinity, [[331, 53], [53, 101], [101]], 1));

  it.each([1, 2])('convolutions of stride %d agree with their gradients', async (stride) => {
    const g = { stride, activation: { activation: 'tanh' } } as const;
    const f: Make = (x, w, b) => convolve(x as Tensor4D, w as Tensor4D, b as Tensor1D, g);
    await expectSame(f, [[7, 15, 13, 5], [3, 3, 5, 11], [11]], 1);
    const back: Make = (x, w, b) => convolveTransposed(x as Tensor4D, w as Tensor4D, b as Tensor1D, [7, 15 * stride, 13 * stride, 11], g);
    await expectSame(back, [[7, 15, 13, 5], [3, 3, 11, 5], [11]], 1);
  });

  it('activations and losses agree with their gradients', async () => {
    await expectSame((x) => activate(x!, { activation: 'gelu' }), [[65_539]], 1);
    await expectSame((p, t) => pointwiseLoss('logistic', p!, t!, 1 / 70_001), [[70_001], [70_001]], 1);
  });

  const step =
    (optimizer: Optimizer): Make =>
    (weight, gradient) => {
      const weights = { w: weight! };
      const { weights: next } = optimizer.update({ w: gradient! }, optimizer.init(weights), weights, { step: 0, epoch: 0 });
      return next['w']!;
    };
  it.each([
    ['adam', adam()],
    ['sgd', sgd({ momentum: 0.9 })],
  ])('steps of %s agree', (_, optimizer) => expectSameValue(step(optimizer), [[99_991], [99_991]], 1, { tolerance: 1e-6 }));

  it('rows by index agree, and an index of no row is told', async () => {
    const places = Array.from({ length: 101 }, (_, i) => (i * 37) % 103);
    const rows = (x: tf.Tensor): tf.Tensor => tf.gather(x, tf.tensor1d(places, 'int32'));
    await expectSame((x) => rows(x!), [[103, 11, 67]], 1);
    await expectSameValue((x) => tf.cast(rows(tf.cast(tf.mul(x!, 100), 'int32')), 'float32'), [[103, 11, 67]], 1);
    expect(() => tf.tidy(() => rows(tf.zeros([100, 701])))).toThrow(/the index value 1\d\d is not in \[0, 99\]/);
  });

  it('rows one after the other agree, and those of too large a part are told', async () => {
    const rows = (x: tf.Tensor): tf.Tensor => tf.slice(x, 7, 89);
    await expectSame((x) => rows(x!), [[103, 11, 67]], 1);
    await expectSame((x) => tf.slice(x!, [7, 0, 1], [89, 11, 66]), [[103, 11, 67]], 1);
    await expectSameValue((x) => tf.cast(rows(tf.cast(tf.mul(x!, 100), 'int32')), 'float32'), [[103, 11, 67]], 1);
    expect(() => tf.tidy(() => rows(tf.zeros([90, 701])))).toThrow();
  });

  it.each([
    ['all numbers', [0, 1, 2], [61, 41, 37]],
    ['rows', [2], [61, 41, 37]],
    ['columns', [0], [61, 41, 37]],
    ['columns of few images', [1], [2, 301, 119]],
    ['a single column', [1], [2, 50_021, 1]],
  ])('sums over %s agree', (_, axes, shape) => expectSame((x) => tf.sum(x!, axes), [shape], 1));

  it('clipped numbers agree', () => expectSame((x) => tf.clipByValue(x!, -0.3, 0.4), [[99_991]], 1));

  it('images agree after JPEG', () =>
    expectSameValue(
      (x) =>
        quantizeAsJpeg(
          tf.abs(x!) as Tensor4D,
          Array.from({ length: 64 }, (_, i) => (i + 1) / 50),
        ),
      [[103, 25, 23, 1]],
      1,
    ));

  it.each([
    ['uniform', () => uniform([99_991], 5)],
    ['normal', () => normal([99_991], 5)],
    ['ones and zeros', () => bernoulli([99_991], 5, 0.3)],
    ['noise', () => addGaussianNoise(tf.ones([99_991]), 5, 0.1)],
    ['noise of each example', () => addGaussianNoise(tf.ones([101, 991]), 5, each)],
    ['masks of each example', () => maskAtRandom(tf.ones([101, 991]), 5, each)],
    ['swaps', () => swapAtRandom(uniform([101, 991], 1), 5, 0.3)],
    ['swaps of each example', () => swapAtRandom(uniform([101, 991], 1), 5, each)],
    ['shot noise', () => addPoissonNoise(uniform([101, 991], 1), 5, 20)],
  ] as const)('random numbers are the same: %s', async (_, f) => {
    const found: Float32Array[] = [];
    for (const backend of ['cpu', 'wasm']) {
      await tf.setBackend(backend);
      found.push(tf.tidy(() => f().dataSync<'float32'>().slice()));
    }
    expect(found[1]!.every((value, i) => value === found[0]![i])).toBe(true);
  });
});
