import '@tensorflow/tfjs-backend-cpu';
import { fill, neg, ready, scalar, tidy } from '@tensorflow/tfjs-core';
import type { Rank } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import type { Corruption, Layer, Loss, Optimizer } from '@autoencoders/core';
import { batchNorm, chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { l2, squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { all, plainModel, tiny, weightsOf, without } from '../test/helpers.js';
import { fit } from './fit.js';
import { missingKernels } from './missing-kernels.js';
import type { KernelNeeds } from '@autoencoders/core/internal';

beforeAll(() => ready());
const data = digitsLike(20);
afterAll(() => data.dispose());

/** Leaves the weights as they are, and needs nothing. */
const still: Optimizer = { init: () => ({}), update: (_, state, weights) => ({ state, weights }) };

/** What training throws. */
const failed = (training: AsyncIterable<any>): Promise<Error> =>
  all(training).then(
    () => expect.fail('nothing was thrown'),
    (error: Error) => error,
  );

describe('fit on a backend that lacks a kernel', () => {
  test.each([
    [['Relu'], 'no kernel Relu, which encoder, layer 2, relu needs and decoder, layer 2, relu needs'],
    [
      ['Step'],
      'no kernel Step, which encoder, layer 2, relu needs in its backward pass and decoder, layer 2, relu needs in its backward pass',
    ],
    [['SquaredDifference'], 'no kernel SquaredDifference, which loss.squaredError needs'],
    [['Sqrt'], 'no kernel Sqrt, which the optimizer needs'],
    [['Neg'], 'no kernel Neg, which the corruption needs'],
    [['GatherV2'], 'no kernel GatherV2, which the step needs'],
    [['ZerosLike'], 'no kernel ZerosLike, which the optimizer needs'],
    [['Sigmoid', 'Sqrt'], 'no kernel Sigmoid, which output, sigmoid needs, and no kernel Sqrt, which the optimizer needs'],
  ])('%j: says what needs it, and changes nothing', async (kernels, lack) => {
    using model = plainModel();
    const weights = weightsOf(model);
    const corrupt: Corruption = (x) => neg(x) as typeof x;
    const error = await expectNoLeaks(() =>
      without(kernels, () =>
        failed(fit(model, data, { loss: { squaredError, l2 }, corrupt, validation: 0.2, earlyStopping: { patience: 1 } })),
      ),
    );
    expect(error).toEqual(new InputError(`fit: the cpu backend has ${lack}; choose another backend`));
    expect((error.cause as Error).message).toMatch(/^Kernel '\w+' not registered for backend 'cpu'$/);
    expect(weightsOf(model)).toEqual(weights);
  });

  test('can be told again with the kernel, and then trains as if nothing had been', async () => {
    const make = () =>
      autoencoder({ input: [64], encoder: chain(dense(8), batchNorm(), relu), decoder: dense(64), output: sigmoid, seed: 1 });
    using model = make();
    using expected = make();
    const training = () => fit(model, data, { loss: { squaredError }, corrupt: maskingNoise(0.3), epochs: 2, seed: 5 });
    await without(['Step'], () => failed(training()));
    await all(training());
    await all(fit(expected, data, { loss: { squaredError }, corrupt: maskingNoise(0.3), epochs: 2, seed: 5 }));
    expect(weightsOf(model)).toEqual(weightsOf(expected));
  });

  test('is told of other errors first, and as they are', async () => {
    const failure = new Error("Kernel 'Relu' is out of order");
    const failing: Loss = () => {
      throw failure;
    };
    using model = plainModel();
    expect(await failed(fit(model, data, { loss: { failing } }))).toBe(failure);
    const broken = tidy(() => fill<Rank.R2>([20, 64], NaN));
    const error = await without(['Relu'], () => failed(fit(model, broken, { loss: { squaredError } })));
    expect(error.message).toContain('fit: data holds NaN in example 0');
    broken.dispose();
  });

  test('is told what tfjs says where the search finds nothing', async () => {
    // Not made for two examples of ½, or needing a kernel only outside of training.
    const particular: Loss = (pass) => {
      if (pass.target.shape[0] === 2) throw new TypeError('two examples');
      return squaredError(pass);
    };
    using model = plainModel();
    const wanting: Layer<any> = { init: (shape) => ({ weights: {}, shape }), apply: (_, x, { training }) => (training ? x : neg(x)) };
    using turning = autoencoder({ input: [64], encoder: chain(dense(4), wanting), decoder: dense(64) });
    const training = fit(model, data, { loss: { particular } });
    expect(await without(['Sqrt'], () => failed(training))).toEqual(new Error("Kernel 'Sqrt' not registered for backend 'cpu'"));
    const validating = fit(turning, data, { loss: { squaredError }, validation: 0.5, optimizer: still });
    expect(await without(['Neg'], () => failed(validating))).toEqual(new Error("Kernel 'Neg' not registered for backend 'cpu'"));
  });
});

test('a run that lacks nothing is not asked: corruption and losses see its batches only', async () => {
  const seen = { corrupt: 0, loss: 0 };
  using model = tiny(1, 64);
  const corrupt: Corruption = (x) => (seen.corrupt++, x);
  await all(fit(model, data, { loss: { none: () => (seen.loss++, scalar(0)) }, corrupt, epochs: 3, batch: 5 }));
  expect(seen).toEqual({ corrupt: 12, loss: 12 });
});

describe('the sentence', () => {
  const needs = (count: number): KernelNeeds[] =>
    Array.from({ length: count }, (_, i) => ({
      where: `encoder, layer ${i + 1}, relu`,
      forward: ['Relu'],
      backward: [],
      missing: ['Relu'],
    }));
  test.each([
    [3, 'encoder, layer 3, relu needs;'],
    [4, 'encoder, layer 3, relu needs, as does 1 more part;'],
    [9, 'encoder, layer 3, relu needs, as do 6 more parts;'],
  ])('names at most three of %d parts', (count, end) => {
    expect(missingKernels('fit', needs(count))).toContain(end);
  });
});
