import '@tensorflow/tfjs-backend-cpu';
import { mul, randomNormal } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { adam, linearWarmUp } from '@autoencoders/core';
import type { Corruption, Gaussian } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, expect, test } from 'vitest';
import { weightsOf } from '../test/helpers.js';
import { fit } from './fit.js';
import type { FitOptions } from './options.js';

const data = digitsLike(200);
afterAll(() => data.dispose());

const RAMP = 40;
const kl = weighted(linearWarmUp(1, { epochs: RAMP }), gaussianKl);
const options = {
  loss: { binaryCrossEntropy, kl },
  optimizer: adam({ learningRate: 3e-3 }),
  epochs: RAMP + 15,
  earlyStopping: { patience: 3 },
};
const trained = async (more: Partial<FitOptions<Tensor2D, Gaussian, 'binaryCrossEntropy' | 'kl'>>) => {
  using model = autoencoder({
    input: [64],
    encoder: chain(dense(32), relu),
    bottleneck: gaussian(4),
    decoder: chain(dense(32), relu, dense(64)),
    output: sigmoid,
    seed: 1,
  });
  const result = await expectNoLeaks(() => fit(model, data, { ...options, ...more }));
  return { ...result, weights: weightsOf(model) };
};

test('a warm-up of the KL does not use up the patience, and validation has the final weight from the first epoch on', async () => {
  const { history, best } = await trained({ validation: 0.2 });
  expect(history.length).toBeGreaterThan(RAMP);
  expect(history.map(({ warmingUp }) => warmingUp ?? false)).toEqual(history.map(({ epoch }) => epoch <= RAMP));
  // The whole objective gets worse at first: for so long that patience would have ended training there.
  const losses = history.map(({ validation }) => validation!.loss);
  const waits = losses.map((_, i) => i - losses.indexOf(Math.min(...losses.slice(0, i + 1))));
  expect(Math.max(...waits.slice(0, RAMP))).toBeGreaterThan(3);
  expect(best!.validation!.loss).toBe(Math.min(...losses));
  expect(best!.epoch).toBeGreaterThan(10);
});

test('without validation, the training losses are judged from the end of the warm-up on', async () => {
  const { history, best } = await trained({});
  expect(history.length).toBeGreaterThan(RAMP);
  // Their objective was easier at the beginning.
  expect(best!.epoch).toBeGreaterThan(RAMP);
  const later = history.filter(({ warmingUp }) => !warmingUp);
  expect(best!.loss).toBe(Math.min(...later.map(({ loss }) => loss)));
});

test('a warm-up of the noise does the same', async () => {
  const corrupt = gaussianNoise(linearWarmUp(0.5, { epochs: 4 }));
  const { history } = await trained({ loss: { binaryCrossEntropy }, corrupt, epochs: 6, validation: 0.2 } as {});
  expect(history.map(({ warmingUp }) => warmingUp)).toEqual([true, true, true, true, undefined, undefined]);
});

test('noise that is random in itself, a learning rate that falls, and no schedule at all are no warm-up', async () => {
  const wild: Corruption = <X extends Tensor>(x: X): X => mul(x, randomNormal(x.shape, 1, 0.01));
  const optimizer = adam({ learningRate: linearWarmUp(1e-3, { epochs: 9 }) });
  const { history } = await trained({ loss: { binaryCrossEntropy } as never, corrupt: wild, optimizer, epochs: 2, validation: 0.2 });
  expect(history.some(({ warmingUp }) => warmingUp)).toBe(false);
});
