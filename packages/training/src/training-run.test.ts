import '@tensorflow/tfjs-backend-cpu';
import { InputError, DivergenceError, sgd } from '@autoencoders/core';
import type { Corruption, Loss } from '@autoencoders/core';
import { chain, dense, relu } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { stacked } from '@autoencoders/models';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { add, scalar, tidy } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import { all, column, plainModel, tiny, walk, weightsOf } from '../test/helpers.js';
import { fit } from './fit.js';
import { pretrain } from './pretrain.js';
import type { Progress } from './progress.js';

const data = digitsLike(40);
afterAll(() => data.dispose());

const options = { loss: { squaredError }, epochs: 3, batch: 16, seed: 2 };
/** Everything of the epochs but their time. */
const figures = (list: readonly Progress[]) => list.map(({ epoch, loss, terms, validation }) => ({ epoch, loss, terms, validation }));

describe('await fit', () => {
  test('trains to the end: the weights and the epochs of a loop', async () => {
    using looped = plainModel();
    using awaited = plainModel();
    const epochs = await all(fit(looped, data, options));
    const { history, best, stopped } = await expectNoLeaks(() => fit(awaited, data, { ...options, every: 1 }));
    expect(figures(history)).toEqual(figures(epochs));
    expect(weightsOf(awaited)).toEqual(weightsOf(looped));
    expect([best, stopped]).toEqual([undefined, 'completed']);
  });

  test('gives the best epoch by the validation loss', async () => {
    using model = tiny(0);
    // Weights 1, 2, 3, 4 for data that want 2: the second epoch is best.
    const validation = column(1);
    const target = [2];
    const { history, best, stopped } = await fit(model, column(1), {
      loss: { squaredError },
      target,
      validation: { data: validation, target },
      optimizer: walk(1),
      epochs: 4,
    });
    expect(history.map((epoch) => epoch.validation?.loss)).toEqual([1, 0, 1, 4]);
    expect(best).toBe(history[1]);
    expect(stopped).toBe('completed');
    expect(model.value()).toBe(4);
  });

  test('says when it stopped early, and the best epoch is the one whose weights were put back', async () => {
    using model = tiny(0);
    const run = fit(model, column(1), {
      loss: { squaredError },
      target: [2],
      optimizer: walk(1),
      epochs: 9,
      validation: { data: column(1), target: [2.4] },
      earlyStopping: { patience: 1, minDelta: 1 },
    });
    const { history, best, stopped } = await run;
    // (1 − 2.4)², (2 − 2.4)², (3 − 2.4)², (4 − 2.4)²
    expect(history).toHaveLength(4);
    expect(best).toBe(history[1]);
    expect(stopped).toBe('early stopping');
    expect(model.value()).toBe(2);
  });

  test('early stopping in the last epoch has made all of them', async () => {
    using model = tiny(2);
    const { history, stopped } = await fit(model, column(1), {
      loss: { squaredError },
      optimizer: walk(1),
      epochs: 2,
      earlyStopping: { patience: 0 },
    });
    expect([history.length, stopped]).toEqual([2, 'completed']);
  });

  test('of no epochs is complete', async () => {
    using model = plainModel();
    expect(await fit(model, data, { ...options, epochs: 0 })).toEqual({ history: [], best: undefined, stopped: 'completed' });
  });

  test('rejects where training fails, also when it is awaited again', async () => {
    using model = plainModel();
    const run = fit(model, data, { ...options, optimizer: sgd({ learningRate: 1e30 }) });
    await expect(run).rejects.toThrow(DivergenceError);
    await expect(run).rejects.toThrow(DivergenceError);
    await expect(run.catch(({ name }: Error) => name)).resolves.toBe('DivergenceError');
  });

  test('options are checked at the call', () => {
    using model = plainModel();
    expect(() => fit(model, data, { ...options, batch: 0 })).toThrow(InputError);
  });

  test('of data that is not finite rejects', async () => {
    using model = tiny(1);
    await expect(fit(model, column(1, NaN), { loss: { squaredError } })).rejects.toThrow(
      new InputError('fit: data holds NaN in example 1, feature 0; every number must be finite'),
    );
  });

  test('finally and then are those of a promise', async () => {
    using model = plainModel();
    let ended = 0;
    const run = fit(model, data, { ...options, epochs: 1 });
    expect(await run.then(({ history }) => history.length)).toBe(1);
    await run.finally(() => ended++);
    expect(ended).toBe(1);
  });
});

describe('a run', () => {
  test('that is neither awaited nor looped over does nothing', async () => {
    using model = plainModel();
    const before = weightsOf(model);
    let seen = 0;
    const corrupt: Corruption = (x) => (seen++, add(x, 0));
    await expectNoLeaks(async () => {
      fit(model, data, { ...options, corrupt });
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    expect(seen).toBe(0);
    expect(weightsOf(model)).toEqual(before);
  });

  test('awaited twice is one training', async () => {
    using model = plainModel();
    using once = plainModel();
    const run = fit(model, data, options);
    const [first, second] = await Promise.all([run, run]);
    expect(second).toBe(first);
    expect(await run).toBe(first);
    await fit(once, data, options);
    expect(weightsOf(model)).toEqual(weightsOf(once));
  });

  test('awaited after its loop gives what the loop saw', async () => {
    using model = plainModel();
    const run = fit(model, data, { ...options, validation: 0.2 });
    const epochs = await all(run);
    const { history, best, stopped } = await run;
    expect(history).toEqual(epochs);
    expect(best).toBe(history[2]);
    expect(stopped).toBe('completed');
  });

  test('awaited after its loop was left has stopped there', async () => {
    using model = plainModel();
    const run = fit(model, data, { ...options, every: 1 });
    for await (const { epoch, step } of run) if (epoch === 2 && step === 1) break;
    const weights = weightsOf(model);
    const { history, stopped } = await run;
    expect([history.map(({ epoch }) => epoch), stopped]).toEqual([[1], 'interrupted']);
    expect(weightsOf(model)).toEqual(weights);
  });

  test('left after its last epoch is complete', async () => {
    using model = plainModel();
    const run = fit(model, data, options);
    for await (const { epoch } of run) if (epoch === 3) break;
    expect((await run).stopped).toBe('completed');
  });

  test('awaited after a loop that failed rejects as the loop did', async () => {
    using model = plainModel();
    const boom = new Error('boom');
    let calls = 0;
    const failing: Loss = () => {
      if (calls++ > 0) throw boom;
      return tidy(() => scalar(1));
    };
    const run = fit(model, data, { ...options, loss: { failing } });
    await expect(all(run)).rejects.toBe(boom);
    await expect(run).rejects.toBe(boom);
  });

  test('asked for its next by hand goes on when it is awaited or looped over', async () => {
    using model = plainModel();
    using through = plainModel();
    const run = fit(model, data, options);
    expect((await run.next()).value).toMatchObject({ epoch: 1 });
    expect((await run).history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    await fit(through, data, options);
    expect(weightsOf(model)).toEqual(weightsOf(through));
    const other = fit(through, data, { ...options, seed: 3 });
    await other.next();
    expect((await all(other)).map(({ epoch }) => epoch)).toEqual([2, 3]);
  });

  test('that is awaited is stopped by return', async () => {
    using model = plainModel();
    await expectNoLeaks(async () => {
      const run = fit(model, data, { ...options, epochs: 1000 });
      const ended = run.then(({ history, stopped }) => [history.length < 1000, stopped]);
      await run.return();
      expect(await ended).toEqual([true, 'interrupted']);
    });
  });

  test('refuses a second loop, a loop after await, and await in its loop', async () => {
    using model = plainModel();
    const short = { ...options, epochs: 1 };
    const looped = fit(model, data, short);
    for await (const _ of looped)
      await expect(looped).rejects.toThrow(new InputError('fit: this run is in a loop; await it after the loop, or without one'));
    await expect(all(looped)).rejects.toThrow(
      new InputError('fit: this run was looped over before; to train on, call fit again with another seed'),
    );
    const awaited = fit(model, data, { ...short, seed: 3 });
    await awaited;
    const message = 'fit: this run was awaited, so nothing is left to loop over; await gives every epoch as history';
    await expect(all(awaited)).rejects.toThrow(new InputError(message));
    await expect(awaited.next()).rejects.toThrow(new InputError(message));
  });
});

describe('await pretrain', () => {
  const stack = () =>
    stacked({
      input: [64],
      levels: [
        { encoder: chain(dense(16), relu), decoder: dense(64) },
        { encoder: dense(4), decoder: dense(16) },
      ],
      seed: 1,
    });
  const how = { loss: { squaredError }, epochs: 2, batch: 20 };

  test('gives a result for each level', async () => {
    using looped = stack();
    using awaited = stack();
    const epochs = await all(pretrain(looped, data, how));
    const results = await pretrain(awaited, data, { ...how, levels: [{}, { earlyStopping: { patience: 3 } }] });
    expect(figures(results.flatMap(({ history }) => history))).toEqual(figures(epochs));
    expect(weightsOf(awaited)).toEqual(weightsOf(looped));
    expect(results.map(({ stopped }) => stopped)).toEqual(['completed', 'completed']);
    expect(results.map(({ best }) => best?.epoch)).toEqual([undefined, 2]);
  });

  test('says which level stopped early, and which were never reached', async () => {
    using model = stack();
    const run = pretrain(model, data, { ...how, levels: [{ earlyStopping: { patience: 0, minDelta: 1e9 } }, { every: 1 }], epochs: 5 });
    for await (const { level } of run) if (level === 2) break;
    expect((await run).map(({ history, stopped }) => [history.length, stopped])).toEqual([
      [2, 'early stopping'],
      [0, 'interrupted'],
    ]);
    using other = stack();
    const left = pretrain(other, data, how);
    for await (const _ of left) break;
    expect((await left).map(({ stopped }) => stopped)).toEqual(['interrupted', 'interrupted']);
  });
});
