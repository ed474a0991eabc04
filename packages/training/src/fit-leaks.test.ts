import '@tensorflow/tfjs-backend-cpu';
import { cumprod, mean } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { adam, constant, leaves } from '@autoencoders/core';
import type { Layer, Loss } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, squaredError } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { all, column, plainModel } from '../test/helpers.js';
import { fit } from './fit.js';

const data = digitsLike(40);
const upToTen = column(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
afterAll(() => [data, upToTen].forEach((t) => t.dispose()));

describe('however training ends, nothing is left allocated', () => {
  const options = {
    loss: { binaryCrossEntropy, gaussianKl },
    corrupt: maskingNoise(0.1),
    epochs: 3,
    batch: 16,
    validation: 0.25,
    earlyStopping: { patience: 1 },
    every: 1,
  };
  const make = () =>
    autoencoder({
      input: [64],
      encoder: chain(dense(8), batchNorm(), relu, dropout(0.1)),
      bottleneck: gaussian(2),
      decoder: dense(64),
      output: sigmoid,
    });
  const boom = new Error('boom');
  const broken = (): never => {
    throw boom;
  };

  test('at its end, by break, and by an error in the loop', async () => {
    using model = make();
    await expectNoLeaks(() => all(fit(model, data, options)));
    await expectNoLeaks(async () => {
      for await (const { step } of fit(model, data, options)) if (step === 2) break;
    });
    await expectNoLeaks(async () => {
      for await (const { epoch } of fit(model, data, options)) if (epoch === 2) break;
    });
    const looping = async () => {
      for await (const { step } of fit(model, data, options)) if (step === 2) broken();
    };
    await expectNoLeaks(() => expect(looping()).rejects.toThrow(boom));
  });

  test('never begun, or returned from by hand', async () => {
    using model = make();
    await expectNoLeaks(async () => {
      fit(model, data, options);
      const training = fit(model, data, options);
      await training.next();
      await training.return();
      expect(await training.next()).toEqual({ done: true, value: undefined });
    });
  });

  const late = <T>(f: T, step: number): T => {
    let calls = 0;
    return ((...args: unknown[]) => (++calls > step ? broken() : (f as (...args: unknown[]) => unknown)(...args))) as T;
  };
  test.each([
    ['a loss at the first step', () => ({ loss: { ...options.loss, broken } })],
    ['a loss at a later step', () => ({ loss: { ...options.loss, broken: late(gaussianKl, 1) } })],
    ['a loss during validation', () => ({ loss: { ...options.loss, broken: late(gaussianKl, 2) } })],
    ['a loss in a later epoch', () => ({ loss: { ...options.loss, broken: late(gaussianKl, 3) } })],
    ['a corruption', () => ({ corrupt: late(maskingNoise(0.1), 2) })],
    ['the optimizer', () => ({ optimizer: { ...adam(), update: late(adam().update, 2) } })],
    ['the start of the optimizer', () => ({ optimizer: { ...adam(), init: broken } })],
    ['a schedule', () => ({ optimizer: adam({ learningRate: late(constant(0.1), 2) }) })],
  ])('by an error in %s', async (_, changes) => {
    using model = make();
    await expectNoLeaks(() => expect(all(fit(model, data, { ...options, ...(changes() as {}) }))).rejects.toThrow(boom));
  });

  test('by an error in a layer', async () => {
    const breaking: Layer<Tensor2D> = { init: (shape) => ({ weights: {}, shape }), apply: late((_: {}, x: Tensor2D) => x, 3) };
    using model = autoencoder({ input: [64], encoder: chain(dense(8), batchNorm(), breaking), decoder: dense(64) });
    await expectNoLeaks(() => expect(all(fit(model, data, { loss: { squaredError }, batch: 10 }))).rejects.toThrow(boom));
  });

  test('by an operation without a gradient', async () => {
    using model = make();
    const blind: Loss = ({ output }) => mean(cumprod(output(), 1));
    await expectNoLeaks(() =>
      expect(all(fit(model, data, { loss: { squaredError, blind } }))).rejects.toThrow('gradient function not found for Cumprod'),
    );
  });

  test.each([
    ['shape [40]', ({ target }: { target: Tensor }) => mean(target, 1)],
    ['1', () => 1],
    ['undefined', () => undefined],
  ])('by a loss that gives %s', async (given, loss) => {
    using model = plainModel();
    await expectNoLeaks(() =>
      expect(all(fit(model, data, { loss: { mine: loss as Loss }, batch: 40 }))).rejects.toThrow(
        `loss.mine gives ${given}, a loss must give a scalar`,
      ),
    );
  });

  test('and data, model and weights are still the caller’s', async () => {
    using model = make();
    await all(fit(model, data, { ...options, epochs: 1 }));
    expect(data.isDisposed || Object.values(leaves(model.weights)).some((leaf) => leaf.isDisposed)).toBe(false);
  });
});
