import '@tensorflow/tfjs-backend-cpu';
import { scalar, tensor2d } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import type { Clock, Loss } from '@autoencoders/core';
import { chain, dense, dropout, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, linearWarmUp, meanSquaredError, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { column, gaussianModel, plainModel, tiny, weightsOf } from '../test/helpers.js';
import { evaluate } from './evaluate.js';

const data = digitsLike(30);
const few = column(1, 2, 3, 4, 10);
afterAll(() => [data, few].forEach((t) => t.dispose()));

describe('known numbers', () => {
  test('come out: y = 3x on [1, 2] and [0, −1]', async () => {
    using model = tiny(3, 2);
    const x = tensor2d([
      [1, 2],
      [0, -1],
    ]);
    // Errors 2x: 4 + 16 and 0 + 4, so a sum of 24 over 2 examples and 4 numbers.
    expect(await evaluate(model, x, { loss: { squaredError, meanSquaredError, half: weighted(0.5, squaredError) } })).toEqual({
      loss: 12 + 6 + 6,
      terms: { squaredError: 12, meanSquaredError: 6, half: 6 },
    });
    x.dispose();
  });

  test.each([1, 2, 3, 4, 5, 128])('a last batch that is smaller weighs by its examples: batch %d', async (batch) => {
    using model = tiny(0);
    expect((await evaluate(model, few, { loss: { squaredError }, batch })).loss).toBeCloseTo(26, 6);
  });

  test('batches are of 128 by default', async () => {
    using model = tiny(0, 64);
    const sizes: number[] = [];
    const size: Loss = ({ target }) => (sizes.push(target.shape[0]!), scalar(0));
    const x = digitsLike(300);
    await evaluate(model, x, { loss: { size } });
    expect(sizes).toEqual([128, 128, 44]);
    x.dispose();
  });
});

describe('seeds', () => {
  test('decide the samples of a Gaussian bottleneck', async () => {
    using model = gaussianModel();
    const [one, again, other, standard, zero] = await Promise.all(
      [4, 4, 5, undefined, 0].map((seed) =>
        evaluate(model, data, { loss: { binaryCrossEntropy, gaussianKl }, ...(seed !== undefined && { seed }) }),
      ),
    );
    expect(again).toEqual(one);
    expect(other!.terms.binaryCrossEntropy).not.toBe(one!.terms.binaryCrossEntropy);
    expect(other!.terms.gaussianKl).toBe(one!.terms.gaussianKl);
    expect(standard).toEqual(zero);
  });

  test('decide the corruption, which the target does not get', async () => {
    using model = plainModel();
    const [clean, one, again, other] = await Promise.all(
      [undefined, 4, 4, 5].map((seed) =>
        evaluate(model, data, { loss: { squaredError }, ...(seed && { seed, corrupt: gaussianNoise(0.5) }) }),
      ),
    );
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
    expect(one!.loss).not.toBe(clean!.loss);
  });

  test('give every batch noise of its own', async () => {
    using model = tiny(0);
    const seen: number[] = [];
    await evaluate(model, few, { loss: { squaredError }, batch: 1, corrupt: (x, seeds) => (seen.push(seeds()), x) });
    expect(new Set(seen).size).toBe(5);
  });
});

test('layers do what they do outside training', async () => {
  using model = autoencoder({ input: [64], encoder: chain(dense(8), dropout(0.9)), decoder: dense(64), seed: 1 });
  using same = autoencoder({ input: [64], encoder: dense(8), decoder: dense(64), seed: 1 });
  expect(await evaluate(model, data, { loss: { squaredError } })).toEqual(await evaluate(same, data, { loss: { squaredError } }));
});

test('schedules stand at their end', async () => {
  using model = tiny(0);
  const clocks: Clock[] = [];
  const look: Loss = ({ clock }) => (clocks.push(clock), scalar(0));
  const { terms } = await evaluate(model, few, { loss: { look, warm: weighted(linearWarmUp(2, { epochs: 10 }), squaredError) } });
  expect(clocks).toEqual([{ step: Infinity, epoch: Infinity }]);
  expect(terms.warm).toBe(52);
});

test('nothing changes, and nothing is left', async () => {
  using model = gaussianModel();
  const before = weightsOf(model);
  await expectNoLeaks(() => evaluate(model, data, { loss: { binaryCrossEntropy, gaussianKl }, corrupt: gaussianNoise(0.1), batch: 7 }));
  expect(weightsOf(model)).toEqual(before);
  const broken: Loss = () => {
    throw new Error('boom');
  };
  await expectNoLeaks(() => expect(evaluate(model, data, { loss: { squaredError, broken } })).rejects.toThrow('boom'));
});

describe('what does not fit is refused', () => {
  const wide = autoencoder({ input: [64], encoder: dense(2), decoder: dense(64), output: sigmoid });
  afterAll(() => wide.dispose());
  const loss = { squaredError };
  test.each([
    ['evaluate: loss must name at least one loss, such as { loss: { squaredError } }', () => evaluate(wide, data, { loss: {} })],
    ['evaluate: data has shape [5, 1], the model takes [examples, 64]', () => evaluate(wide, few, { loss })],
    ['evaluate: data has no examples, its shape is [0, 64]', () => evaluate(wide, tensor2d([], [0, 64]), { loss })],
    ['evaluate: batch must be a whole number of 1 or more, not 0', () => evaluate(wide, data, { loss, batch: 0 })],
    ['evaluate: seed must be a whole number of 0 or more, not 0.5', () => evaluate(wide, data, { loss, seed: 0.5 })],
    [
      "evaluate: data ranges from 0 to 255, but the model's output activation ranges from 0 to 1; divide the data by 255",
      () =>
        evaluate(
          wide,
          tensor2d(
            Array.from({ length: 64 }, (_, i) => (i * 255) / 63),
            [1, 64],
          ),
          { loss },
        ),
    ],
  ])('%s', async (message, call) => {
    await expect(call()).rejects.toThrow(new InputError(message));
  });
});
