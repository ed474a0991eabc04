import '@tensorflow/tfjs-backend-cpu';
import { fill, memory, reshape, tensor2d, tensor4d, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { chain, conv2d, conv2dTranspose, dense, flatten, reshape as reshaped, sigmoid, tanh } from '@autoencoders/layers';
import { binaryCrossEntropy, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { all, plainModel, weightsOf } from '../test/helpers.js';
import { refused } from '../test/refused.js';
import { fit } from './fit.js';

const data = digitsLike(20);
const flat = autoencoder({ input: [64], encoder: dense(2), decoder: dense(64), output: sigmoid });
const unbounded = autoencoder({ input: [64], encoder: dense(2), decoder: dense(64) });
const centred = autoencoder({ input: [64], encoder: dense(2), decoder: dense(64), output: tanh });
const image = autoencoder({
  input: [8, 8, 1],
  encoder: chain(conv2d(2, { stride: 2 }), flatten, dense(2)),
  decoder: chain(dense(16), reshaped([4, 4, 1]), conv2dTranspose(1, { stride: 2 })),
});
afterAll(() => [data, flat, unbounded, centred, image].forEach((owned) => owned.dispose()));

const gone = (): Tensor => {
  const x = zeros([20, 64]);
  x.dispose();
  return x;
};
const disposed = plainModel();
disposed.dispose();

/** Callers without a compiler: any model, any data, any options. */
const loosely = fit as (model: any, data: any, options: any) => ReturnType<typeof fit>;
const loss = { squaredError };

/** The clean data with one number changed, and numbers from `least` to `greatest`. */
const spoiled = (value: number, at: number): Tensor => {
  const values = data.dataSync().slice();
  values[at] = value;
  return tensor2d(values, [20, 64]);
};
const spread = (least: number, greatest: number): Tensor =>
  tensor2d(
    Float32Array.from({ length: 128 }, (_, i) => least + ((greatest - least) * i) / 127),
    [2, 64],
  );

describe('fit refuses at the call', () => {
  test.each<[message: string, model: any, data: any, options: any]>([
    ['fit: data has shape [20, 63], the model takes [examples, 64]', flat, zeros([20, 63]), { loss }],
    ['fit: data has shape [64], the model takes [examples, 64]', flat, zeros([64]), { loss }],
    ['fit: data has shape [20, 64], the model takes [examples, 8, 8, 1]', image, data, { loss }],
    ['fit: data has shape [20, 8, 8, 1], the model takes [examples, 64]', flat, zeros([20, 8, 8, 1]), { loss }],
    ['fit: data has shape [20, 8, 8, 3], the model takes [examples, 8, 8, 1]', image, zeros([20, 8, 8, 3]), { loss }],
    ['fit: data has no examples, its shape is [0, 64]', flat, tensor2d([], [0, 64]), { loss }],
    ['fit: data has no examples, its shape is [0, 8, 8, 1]', image, tensor4d([], [0, 8, 8, 1]), { loss }],
    ['fit: data must be a tensor [examples, 64], not [a list]', flat, [[1, 2]], { loss }],
    ['fit: data was disposed', flat, gone(), { loss }],
    ['fit: validation was disposed', flat, data, { loss, validation: gone() }],
    ['fit: target was disposed', flat, data, { loss, target: gone() }],
    ['fit: data must hold real numbers, its type is string', flat, fill([20, 64], 'a'), { loss }],
    ['fit: the model must be one, such as autoencoder({ … }) gives, not undefined', undefined, data, { loss }],
    ['fit: the model was disposed', disposed, data, { loss }],
    ['fit: data must be a tensor [examples, 64], not undefined', flat, undefined, { loss }],
    ['fit: validation has shape [20, 63], the model takes [examples, 64]', flat, data, { loss, validation: zeros([20, 63]) }],
    ['fit: validation has no examples, its shape is [0, 64]', flat, data, { loss, validation: tensor2d([], [0, 64]) }],
    [
      'fit: there is no option "epoch"; there are loss, target, corrupt, augment, optimizer, freeze, epochs, batch, accumulationSteps, averageEvery, seed, shuffle, validation, earlyStopping, every, capture, group, sharded, nonFinite, spikes, checkpoint, resume, checkData',
      flat,
      data,
      { loss, epoch: 3 },
    ],
    ...refused.map(([message, options]): [string, any, any, any] => [message, flat, data, options]),
  ])('%s', (message, model, x, options) => {
    const weights = (): number[] => (model && model !== disposed ? weightsOf(model) : []);
    const before = [weights(), memory().numTensors];
    expect(() => loosely(model, x, options)).toThrow(new InputError(message));
    expect([weights(), memory().numTensors]).toEqual(before);
  });
});

describe('fit refuses before the first step', () => {
  test.each<[message: string, model: any, make: () => any, options: any]>([
    ['fit: data holds NaN in example 2, feature 5; every number must be finite', flat, () => spoiled(NaN, 2 * 64 + 5), { loss }],
    [
      'fit: data holds Infinity in example 19, feature 63; every number must be finite',
      flat,
      () => spoiled(Infinity, 20 * 64 - 1),
      { loss },
    ],
    ['fit: data holds -Infinity in example 0, feature 0; every number must be finite', unbounded, () => spoiled(-Infinity, 0), { loss }],
    [
      "fit: data ranges from 0 to 255, but the model's output activation ranges from 0 to 1; divide the data by 255",
      flat,
      () => spread(0, 255),
      { loss },
    ],
    [
      "fit: data ranges from 0 to 100, but the model's output activation ranges from 0 to 1; divide the data by 255",
      flat,
      () => spread(0, 100),
      { loss },
    ],
    [
      "fit: data ranges from 0 to 16, but the model's output activation ranges from 0 to 1; divide the data by 16",
      flat,
      () => spread(0, 16),
      { loss },
    ],
    [
      "fit: data ranges from -1 to 1, but the model's output activation ranges from 0 to 1; scale the data, or use an output activation and a loss of that range",
      flat,
      () => spread(-1, 1),
      { loss },
    ],
    [
      "fit: data ranges from -3 to 2, but the model's output activation ranges from -1 to 1; scale the data, or use an output activation and a loss of that range",
      centred,
      () => spread(-3, 2),
      { loss },
    ],
    [
      'fit: data ranges from 0 to 255, but loss.likelihood ranges from 0 to 1; divide the data by 255',
      unbounded,
      () => spread(0, 255),
      { loss: { squaredError, likelihood: binaryCrossEntropy } },
    ],
    [
      'fit: data ranges from 0 to 255, but loss.likelihood ranges from 0 to 1; divide the data by 255',
      unbounded,
      () => spread(0, 255),
      { loss: { likelihood: weighted(2, binaryCrossEntropy) } },
    ],
    [
      'fit: data ranges from -1 to 1, but loss.likelihood ranges from 0 to 1; scale the data, or use an output activation and a loss of that range',
      centred,
      () => spread(-1, 1),
      { loss: { likelihood: binaryCrossEntropy } },
    ],
  ])('%s', async (message, model, make, options) => {
    const x = make();
    const before = [weightsOf(model), memory().numTensors];
    await expect(all(loosely(model, x, options))).rejects.toThrow(new InputError(message));
    expect([weightsOf(model), memory().numTensors]).toEqual(before);

    // The same in validation data.
    const clean = digitsLike(4);
    await expect(all(loosely(model, clean, { ...options, validation: x }))).rejects.toThrow(
      new InputError(message.replace('data', 'validation')),
    );
    for (const t of [x, clean]) t.dispose();
  });

  test('a bad number among very many', async () => {
    const model = autoencoder({ input: [4096], encoder: dense(1), decoder: dense(4096) });
    const values = new Float32Array(1100 * 4096);
    values[1050 * 4096 + 7] = NaN;
    const x = tensor2d(values, [1100, 4096]);
    await expect(fit(model, x, { loss }).next()).rejects.toThrow(
      'fit: data holds NaN in example 1050, feature 7; every number must be finite',
    );
    for (const owned of [x, model]) owned.dispose();
  });
});

test('numbers at the ends of the range are taken, and so is float noise beyond them', async () => {
  const x = spread(0, 1 + 1e-7);
  expect(await all(loosely(flat, x, { loss: { binaryCrossEntropy }, epochs: 1 }))).toHaveLength(1);
  const images = reshape(data, [20, 8, 8, 1]);
  expect(await all(loosely(image, images, { loss: { binaryCrossEntropy }, epochs: 1 }))).toHaveLength(1);
  for (const t of [x, images]) t.dispose();
});

test('a model that was disposed is refused', () => {
  const gone = plainModel();
  gone.dispose();
  const x = digitsLike(4);
  expect(() => fit(gone, x, { loss: { squaredError } })).toThrow(new InputError('fit: the model was disposed'));
  expect(() => gone.encode(x)).toThrow(new InputError('encode: the model was disposed'));
  x.dispose();
});
