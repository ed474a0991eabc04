import '@tensorflow/tfjs-backend-cpu';
import { mean, norm, scalar, sub, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { DivergenceError, adam, clipByGlobalNorm, sgd } from '@autoencoders/core';
import type { Loss } from '@autoencoders/core';
import { batchNorm, chain, dense, relu } from '@autoencoders/layers';
import { l2, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { all, column, plainModel, tiny, weightsOf } from '../test/helpers.js';
import { fit } from './fit.js';

const data = digitsLike(30);
afterAll(() => data.dispose());

/** The loss, and `value` in its place from the given step of the run on, from 1. */
const turning =
  (value: number, step: number): Loss =>
  (pass) =>
    pass.clock.step + 1 >= step ? scalar(value) : squaredError(pass);

/** The error that training ends in; nothing may be left of it. */
async function diverged(training: () => AsyncIterable<any>): Promise<DivergenceError> {
  return expectNoLeaks(async () => {
    const error = await all(training()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(DivergenceError);
    return error as DivergenceError;
  });
}

describe('a loss that is not finite', () => {
  const make = () => autoencoder({ input: [64], encoder: chain(dense(8), batchNorm(), relu), decoder: dense(64), seed: 1 });

  test.each([NaN, Infinity, -Infinity])(
    '%d at step 5 stops training; the model holds the weights that gave the loss of step 4',
    async (value) => {
      using model = make();
      using expected = make();
      const { message, step, origin, term, name } = await diverged(() =>
        fit(model, data, { loss: { l2: weighted(1, l2), error: turning(value, 5) }, epochs: 4, batch: 10 }),
      );
      expect(message).toBe(
        `fit: loss.error is ${value} at step 5, in epoch 2; training stopped and the model holds the last weights that gave a finite loss. A smaller learning rate or clipByGlobalNorm may help`,
      );
      expect({ step, origin, term, name }).toEqual({ step: 5, origin: 'loss', term: 'error', name: 'DivergenceError' });

      // Step 4 judged the weights that three steps had made; running statistics go with them.
      for await (const progress of fit(expected, data, { loss: { l2, error: squaredError }, epochs: 1, batch: 10 }))
        expect(progress.step).toBe(3);
      expect(weightsOf(model)).toEqual(weightsOf(expected));
    },
  );

  test('at step 1 leaves the model as it was', async () => {
    using model = make();
    const before = weightsOf(model);
    const { message } = await diverged(() => fit(model, data, { loss: { mine: turning(NaN, 1) }, validation: 0.2 }));
    expect(message).toBe(
      'fit: loss.mine is NaN at step 1, in epoch 1; training stopped and the model is unchanged. This is the first step, so the learning rate is not the cause: look at loss.mine and at the starting weights',
    );
    expect(weightsOf(model)).toEqual(before);
  });

  test('names the first term that went wrong', async () => {
    using model = make();
    const { term } = await diverged(() =>
      fit(model, data, { loss: { squaredError, first: turning(NaN, 2), second: turning(NaN, 2) }, batch: 10 }),
    );
    expect(term).toBe('first');
  });

  test('with early stopping, puts the best weights back', async () => {
    using model = tiny(0);
    const x = column(1);
    // Validation has no step of its own.
    const error: Loss = (pass) => (Number.isFinite(pass.clock.step) ? turning(NaN, 5) : squaredError)(pass);
    await diverged(() =>
      fit(model, x, {
        loss: { error },
        optimizer: sgd({ learningRate: 0.25 }),
        validation: x,
        earlyStopping: { patience: 5 },
        epochs: 9,
      }),
    );
    // 1 − w halves with every step of 0.25 · 2·(1 − w).
    expect(model.value()).toBe(0.9375);
    x.dispose();
  });
});

describe('a learning rate that is far too large', () => {
  test('is noticed at the last step, too, whose loss was still finite', async () => {
    using model = plainModel();
    const before = weightsOf(model);
    const { message, step, origin, term } = await diverged(() =>
      fit(model, data, { loss: { squaredError }, optimizer: sgd({ learningRate: 1e39 }), epochs: 1, batch: 30, validation: data }),
    );
    expect(message).toBe(
      'fit: step 1 left weights that are not finite (encoder.0.kernel); training stopped and the model holds the weights before that step. A smaller learning rate or clipByGlobalNorm may help',
    );
    expect({ step, origin, term }).toEqual({ step: 1, origin: 'weights', term: undefined });
    expect(weightsOf(model)).toEqual(before);
  });

  test.each([
    ['sgd', sgd({ learningRate: 1e6 })],
    ['sgd with momentum', sgd({ learningRate: 1e6, momentum: 0.9 })],
    ['adam', adam({ learningRate: 1e15 })],
  ])('ends in a DivergenceError with finite weights: %s', async (_, optimizer) => {
    using model = autoencoder({
      input: [64],
      encoder: chain(dense(16), relu, dense(4)),
      decoder: chain(dense(16), relu, dense(64)),
      seed: 1,
    });
    const { step, term } = await diverged(() => fit(model, data, { loss: { squaredError }, optimizer, epochs: 20, batch: 10 }));
    expect(step).toBeGreaterThan(1);
    expect(term).toBe('squaredError');
    expect(weightsOf(model).every(Number.isFinite)).toBe(true);
  });

  test.each([1, 2])('is noticed in the step itself, before the loop sees it: step %d', async (wild) => {
    using model = plainModel();
    const optimizer = sgd({ learningRate: ({ step }) => (step + 1 === wild ? 1e39 : 0) });
    const before = weightsOf(model);
    const seen: number[] = [];
    const run = async (): Promise<void> => {
      for await (const { step } of fit(model, data, { loss: { squaredError }, optimizer, every: 1, batch: 10 })) seen.push(step);
    };
    await expectNoLeaks(() => expect(run()).rejects.toThrow(`fit: step ${wild} left weights that are not finite`));
    expect(seen).toHaveLength(wild - 1);
    expect(weightsOf(model)).toEqual(before);
  });

  test('is tamed by clipByGlobalNorm', async () => {
    using model = plainModel();
    const list = await all(
      fit(model, data, { loss: { squaredError }, optimizer: clipByGlobalNorm(1e-7, sgd({ learningRate: 1e6 })), epochs: 10, batch: 10 }),
    );
    expect(list.at(-1)!.loss).toBeLessThan(list[0]!.loss);
  });
});

describe('a gradient that is not finite', () => {
  // Of an example that is given back exactly, the norm has the gradient 0 / 0.
  const distance: Loss = ({ output, target }) => mean(norm(sub(output(), target), 'euclidean', 1)) as Scalar;

  test.each([
    ['sgd', sgd()],
    ['adam', adam()],
    ['clipByGlobalNorm of adam', clipByGlobalNorm(1, adam())],
  ])('ends training where the loss itself is finite: %s', async (_, optimizer) => {
    using model = tiny(0);
    const x = tidy(() => tensor2d([0, 1, 2, 3], [4, 1]));
    const { message, step, origin } = await diverged(() => fit(model, x, { loss: { distance }, optimizer, batch: 4, epochs: 5 }));
    expect({ step, origin }).toEqual({ step: 1, origin: 'gradient' });
    expect(message).toBe(
      'fit: the gradient of w is NaN at step 1, in epoch 1, though the losses are finite; training stopped and the model holds the weights before that step. A root, a norm or a division has such a gradient at 0: add a small number to its argument',
    );
    expect(model.value()).toBe(0);
    x.dispose();
  });
});
