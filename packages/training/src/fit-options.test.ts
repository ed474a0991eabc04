import '@tensorflow/tfjs-backend-cpu';
import { mean, scalar, tidy, zeros } from '@tensorflow/tfjs-core';
import { adam, clipByGlobalNorm, clipByValue, leaves, sgd } from '@autoencoders/core';
import type { Clock, Loss, Optimizer } from '@autoencoders/core';
import { batchNorm, chain, dense } from '@autoencoders/layers';
import { l2, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { all, column, plainModel, tiny, walk, weightsOf } from '../test/helpers.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';

const data = digitsLike(40);
const upToTen = column(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
afterAll(() => [data, upToTen].forEach((t) => t.dispose()));

/** A loss that notes when it is asked, and is 0. */
function watch(): { loss: Loss; clocks: Clock[] } {
  const clocks: Clock[] = [];
  return { clocks, loss: ({ clock }) => (clocks.push(clock), scalar(0)) };
}

const still = sgd({ learningRate: 0 });

describe('early stopping', () => {
  // The weight walks −2, −1, 0, 1, 2, 3 …; the loss (1 − w)² on the validation set falls to 0 at the third epoch.
  const options = { loss: { squaredError }, optimizer: walk(1), epochs: 20 };
  const validation = column(1);
  afterAll(() => validation.dispose());

  test.each([
    [0, 4],
    [1, 5],
    [3, 7],
  ])('with a patience of %d stops after %d epochs and puts the best weights back', async (patience, epochs) => {
    using model = tiny(-2);
    const list = await expectNoLeaks(() => all(fit(model, validation, { ...options, validation, earlyStopping: { patience } })));
    expect(list.map((progress) => progress.validation!.loss)).toEqual([4, 1, 0, 1, 4, 9, 16].slice(0, epochs));
    expect(model.value()).toBe(1);
  });

  test('goes by the training loss where there is no validation', async () => {
    using model = tiny(-2);
    const list = await all(fit(model, validation, { ...options, earlyStopping: { patience: 1 } }));
    expect(list.map(({ loss }) => loss)).toEqual([9, 4, 1, 0, 1, 4]);
    expect(model.value()).toBe(2);
  });

  test('minDelta is what an improvement must exceed', async () => {
    using model = tiny(-2);
    const list = await all(fit(model, validation, { ...options, validation, earlyStopping: { patience: 0, minDelta: 1 } }));
    expect(list.map((progress) => progress.validation!.loss)).toEqual([4, 1, 0]);
    expect(model.value()).toBe(0);
  });

  test('the best weights are put back at the last epoch, too', async () => {
    using model = tiny(-2);
    expect(await all(fit(model, validation, { ...options, epochs: 5, validation, earlyStopping: { patience: 9 } }))).toHaveLength(5);
    expect(model.value()).toBe(1);
  });

  test('leaving the loop at the best epoch keeps its weights', async () => {
    using model = tiny(-2);
    await expectNoLeaks(async () => {
      for await (const { validation: judged } of fit(model, validation, { ...options, validation, earlyStopping: { patience: 9 } }))
        if (judged!.loss === 0) break;
    });
    expect(model.value()).toBe(1);
  });

  test('a first loss of NaN is no best one', async () => {
    using model = tiny(-2);
    let validated = 0;
    const unsteady: Loss = (pass) => (pass.target.dataSync()[0] === 1 && validated++ === 0 ? scalar(NaN) : squaredError(pass));
    const list = await all(fit(model, column(2), { ...options, loss: { unsteady }, validation, earlyStopping: { patience: 1 } }));
    expect(list.map((progress) => progress.validation!.loss)).toEqual([NaN, 1, 0, 1, 4]);
    expect(model.value()).toBe(1);
  });
});

describe('schedules', () => {
  test('see steps and epochs as they pass, in losses and optimizer; in validation, the end of training', async () => {
    using model = tiny(0);
    const { loss, clocks } = watch();
    const rates: Clock[] = [];
    const optimizer = sgd({ learningRate: (clock) => (rates.push(clock), 0) });
    await all(fit(model, column(1, 2, 3), { loss: { squaredError, loss }, optimizer, epochs: 2, batch: 2, validation: column(5) }));
    const [first, second, third, fourth] = [0, 1, 2, 3].map((step) => ({ step, epoch: step / 2 }));
    const end = { step: Infinity, epoch: Infinity };
    expect(clocks).toEqual([first, second, end, third, fourth, end]);
    expect(rates).toEqual([first, second, third, fourth]);
  });

  test('weigh a loss', async () => {
    using model = tiny(0);
    const list = await all(
      fit(model, column(1), { loss: { term: weighted(({ epoch }) => 10 * epoch, squaredError) }, optimizer: still, epochs: 3 }),
    );
    expect(list.map(({ terms }) => terms.term)).toEqual([0, 10, 20]);
  });

  test('set the learning rate', async () => {
    using model = tiny(0);
    // The gradient of (1 − w)² is −2 at w = 0.
    await all(
      fit(model, column(1), { loss: { squaredError }, optimizer: sgd({ learningRate: ({ step }) => (step === 0 ? 0.25 : 0) }), epochs: 3 }),
    );
    expect(model.value()).toBe(0.5);
  });
});

describe('optimizers', () => {
  const fromZero = async (optimizer: Optimizer): Promise<number> => {
    using model = tiny(0);
    await all(fit(model, column(1), { loss: { squaredError }, optimizer, epochs: 1 }));
    return model.value();
  };

  test('clipByGlobalNorm and clipByValue bound a step', async () => {
    expect(await fromZero(sgd({ learningRate: 1 }))).toBe(2);
    expect(await fromZero(clipByGlobalNorm(0.5, sgd({ learningRate: 1 })))).toBeCloseTo(0.5, 6);
    expect(await fromZero(clipByValue(0.25, sgd({ learningRate: 1 })))).toBe(0.25);
  });

  test('clipByGlobalNorm scales all gradients of a model together', async () => {
    using model = plainModel();
    const before = weightsOf(model);
    await all(
      fit(model, data, { loss: { squaredError }, optimizer: clipByGlobalNorm(0.01, sgd({ learningRate: 1 })), epochs: 1, batch: 40 }),
    );
    expect(Math.hypot(...weightsOf(model).map((w, i) => w - before[i]!))).toBeCloseTo(0.01, 4);
  });

  test.each([
    ['adam', adam()],
    ['sgd with momentum', sgd({ momentum: 0.9 })],
    ['sgd without', sgd()],
  ])('%s leaves nothing behind', async (_, optimizer) => {
    using model = plainModel();
    await expectNoLeaks(() => all(fit(model, data, { loss: { squaredError }, optimizer, epochs: 2 })));
  });

  test('may keep a gradient as their state', async () => {
    const lagging: Optimizer = {
      init: (weights) => Object.fromEntries(Object.entries(weights).map(([path, w]) => [path, zeros(w.shape)])),
      update: (gradients, state, weights) => ({
        state: gradients,
        weights: sgd({ learningRate: 0.25 }).update(state as typeof gradients, { w: {} }, weights, { step: 0, epoch: 0 }).weights,
      }),
    };
    using model = tiny(0);
    const x = column(1);
    await expectNoLeaks(() => all(fit(model, x, { loss: { squaredError }, optimizer: lagging, epochs: 2 })));
    expect(model.value()).toBe(0.5);
    x.dispose();
  });
});

describe('weights', () => {
  test('without a gradient stay as they are', async () => {
    using model = plainModel();
    const at = (part: 'encoder' | 'decoder') => weightsOf({ weights: model.weights[part] as any });
    const [encoder, decoder] = [at('encoder'), at('decoder')];
    for (const optimizer of [adam(), sgd(), clipByGlobalNorm(1, adam())])
      await expectNoLeaks(() => all(fit(model, data, { loss: { l2 }, optimizer, epochs: 1 })));
    expect(at('decoder')).toEqual(decoder);
    expect(at('encoder')).not.toEqual(encoder);
  });

  test('stay as they are when no loss reads any', async () => {
    using model = plainModel();
    const before = weightsOf(model);
    const nothing: Loss = ({ target }) => mean(target);
    for (const optimizer of [adam(), clipByGlobalNorm(1, adam())])
      await expectNoLeaks(() => all(fit(model, data, { loss: { nothing }, optimizer, epochs: 1 })));
    expect(weightsOf(model)).toEqual(before);
  });

  test('batch norm keeps running statistics: r ← 0.9·r + 0.1·batch', async () => {
    using model = autoencoder({ input: [64], encoder: chain(batchNorm(), dense(2)), decoder: dense(64) });
    const running = (leaf: 'mean' | 'variance') => Array.from(leaves(model.weights)[`encoder.0.statistics.${leaf}`]!.dataSync());
    const start = [running('mean'), running('variance')];
    const columns = tidy(() => mean(data, 0).dataSync().slice());
    await expectNoLeaks(() => all(fit(model, data, { loss: { squaredError }, epochs: 1, batch: 40 })));
    running('mean').forEach((value, i) => expect(value).toBeCloseTo(0.1 * columns[i]!, 5));
    expect(start).toEqual([Array(64).fill(0), Array(64).fill(1)]);
    expect(running('variance').every((value) => value < 1 && value > 0.9)).toBe(true);
  });

  test('batch norm keeps them still without steps', async () => {
    using model = autoencoder({ input: [64], encoder: chain(batchNorm(), dense(2)), decoder: dense(64) });
    const before = weightsOf(model);
    await evaluate(model, data, { loss: { squaredError } });
    model.reconstruct(data).dispose();
    expect(weightsOf(model)).toEqual(before);
  });
});
