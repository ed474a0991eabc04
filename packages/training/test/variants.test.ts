import '@tensorflow/tfjs-backend-cpu';
import { mean, reshape, squaredDifference, sum, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { adam } from '@autoencoders/core';
import type { Latent, Model } from '@autoencoders/core';
import {
  batchNorm,
  chain,
  conv2d,
  conv2dTranspose,
  dense,
  dropout,
  flatten,
  maxPool2d,
  relu,
  reshape as reshaped,
  sigmoid,
  tied,
  upsample2d,
} from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, linearWarmUp, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian, load, pca, save } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { evaluate, fit } from '../src/index.js';
import type { FitOptions, Progress } from '../src/index.js';
import { all } from './helpers.js';

/*
 * Soft bars of two numbers each, place and width: two codes are enough to draw them. Without training the squared error is
 * about 10, and the cross-entropy 64·ln 2 ≈ 44; what is left of the cross-entropy at best is the entropy of the grey.
 */
const data = digitsLike(200);
const fresh = digitsLike(60, 2);
const images: Tensor4D = reshape(data, [200, 8, 8, 1]);
const entropy =
  data.dataSync<'float32'>().reduce((total, p) => total - (p > 0 && p < 1 ? p * Math.log(p) + (1 - p) * Math.log(1 - p) : 0), 0) / 200;
afterAll(() => [data, fresh, images].forEach((t) => t.dispose()));

/** Trains with a learning rate for small models, and gives the last progress; nothing but weights may stay. */
async function train<X extends Tensor, L extends Latent, K extends string>(
  model: Model<X, L>,
  x: X,
  options: FitOptions<X, L, K>,
): Promise<Progress<K>> {
  const list = await expectNoLeaks(() => all(fit(model, x, { batch: 20, optimizer: adam({ learningRate: 0.01 }), ...options })));
  expect(list.at(-1)!.loss).toBeLessThan(list[0]!.loss);
  return list.at(-1)!;
}

test('dense: two codes draw the bars better than two principal components', async () => {
  using model = autoencoder({
    input: [64],
    encoder: chain(dense(32), relu, dense(2)),
    decoder: chain(dense(32), relu, dense(64)),
    output: sigmoid,
    seed: 1,
  });
  const { loss } = await train(model, data, { loss: { squaredError }, epochs: 15 });
  using linear = await pca(data, 2);
  const linearError = tidy(() => mean(sum(squaredDifference(data, linear.reconstruct(data)), 1)).dataSync()[0]!);
  expect(loss).toBeLessThan(1.4);
  expect(loss).toBeLessThan(linearError);
  expect((await evaluate(model, fresh, { loss: { squaredError } })).loss).toBeLessThan(2);
});

test('tied: one kernel for both ways', async () => {
  const hidden = dense(16);
  using model = autoencoder({ input: [64], encoder: chain(hidden, sigmoid), decoder: chain(tied(hidden)), output: sigmoid, seed: 1 });
  const { loss } = await train(model, data, { loss: { squaredError }, epochs: 10 });
  expect(loss).toBeLessThan(2);
});

describe('sparse', () => {
  const activation = async (weight: number): Promise<number> => {
    using model = autoencoder({ input: [64], encoder: chain(dense(32), sigmoid), decoder: dense(64), output: sigmoid, seed: 1 });
    const { terms } = await train(model, data, { loss: { squaredError, sparsity: weighted(weight, sparsityKl(0.1)) }, epochs: 8 });
    expect(terms.squaredError).toBeLessThan(5);
    return tidy(() => mean(model.encode(data)).dataSync()[0]!);
  };

  test('sparsityKl pulls the mean activation towards rho', async () => {
    const [free, light, heavy] = [await activation(0), await activation(1), await activation(5)];
    expect(free).toBeGreaterThan(0.3);
    expect(light).toBeLessThan(0.2);
    expect(heavy).toBeLessThan(0.13);
    expect(heavy).toBeGreaterThan(0.09);
  });
});

test('denoising: what comes out is closer to the clean data than what goes in', async () => {
  using model = autoencoder({
    input: [64],
    encoder: chain(dense(32), relu, dense(4)),
    decoder: chain(dense(32), relu, dense(64)),
    output: sigmoid,
    seed: 1,
  });
  await train(model, data, { loss: { squaredError }, corrupt: gaussianNoise(0.3), epochs: 12 });
  const noise = 64 * 0.3 ** 2; // The squared error of the corrupted input, expected.
  expect((await evaluate(model, fresh, { loss: { squaredError }, corrupt: gaussianNoise(0.3), seed: 5 })).loss).toBeLessThan(noise / 4);
});

describe('convolutional', () => {
  test('with strides', async () => {
    using model = autoencoder({
      input: [8, 8, 1],
      encoder: chain(conv2d(4, { stride: 2 }), relu, flatten, dense(4)),
      decoder: chain(dense(64), relu, reshaped([4, 4, 4]), conv2dTranspose(1, { stride: 2 })),
      output: sigmoid,
      seed: 1,
    });
    const { loss } = await train(model, images, { loss: { binaryCrossEntropy }, epochs: 6 });
    expect(loss).toBeLessThan(entropy + 9);
  });

  test('with pooling, upsampling, batch norm and dropout', async () => {
    using model = autoencoder({
      input: [8, 8, 1],
      encoder: chain(conv2d(4), batchNorm(), relu, maxPool2d(), flatten, dropout(0.1), dense(4)),
      decoder: chain(dense(64), relu, reshaped([4, 4, 4]), upsample2d(), conv2d(1)),
      output: sigmoid,
      seed: 1,
    });
    const { loss } = await train(model, images, { loss: { binaryCrossEntropy }, epochs: 3 });
    expect(loss).toBeLessThan(entropy + 15);
  });
});

describe('variational', () => {
  const make = () =>
    autoencoder({
      input: [64],
      encoder: chain(dense(32), relu),
      bottleneck: gaussian(2),
      decoder: chain(dense(32), relu, dense(64)),
      output: sigmoid,
      seed: 1,
    });

  test('the negative ELBO falls; the latents carry information', async () => {
    using model = make();
    const { terms, loss } = await train(model, data, { loss: { likelihood: binaryCrossEntropy, kl: gaussianKl }, epochs: 15 });
    expect(loss).toBeCloseTo(terms.likelihood + terms.kl, 6);
    expect(loss).toBeGreaterThan(entropy);
    expect(loss).toBeLessThan(31);
    expect(terms.kl).toBeGreaterThan(1.5);
    expect(terms.kl).toBeLessThan(6);
    expect((await evaluate(model, fresh, { loss: { likelihood: binaryCrossEntropy, kl: gaussianKl } })).loss).toBeLessThan(32);
  });

  test('a heavier KL leaves less of it, and a warm-up spares it at first', async () => {
    const kl = async (weight: Parameters<typeof weighted>[0]): Promise<number> => {
      using model = make();
      await train(model, data, { loss: { likelihood: binaryCrossEntropy, kl: weighted(weight, gaussianKl) }, epochs: 5 });
      return (await evaluate(model, data, { loss: { gaussianKl } })).loss;
    };
    const [standard, heavy, warming] = [await kl(1), await kl(8), await kl(linearWarmUp(1, { epochs: 50 }))];
    expect(heavy).toBeLessThan(standard / 2);
    expect(warming).toBeGreaterThan(standard);
  });

  test('a trained model samples, saves and loads', async () => {
    using model = make();
    await train(model, data, { loss: { binaryCrossEntropy, gaussianKl }, epochs: 2 });
    using loaded = load(await save(model), { kind: 'autoencoder' });
    const loss = { binaryCrossEntropy, gaussianKl };
    expect(await evaluate(loaded as typeof model, fresh, { loss })).toEqual(await evaluate(model, fresh, { loss }));
    expect(tidy(() => loaded.sample!(3).arraySync())).toEqual(tidy(() => model.sample(3).arraySync()));
  });
});
