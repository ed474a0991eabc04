import '@tensorflow/tfjs-backend-cpu';
import { scalar, zeros } from '@tensorflow/tfjs-core';
import { adam, sgd } from '@autoencoders/core';
import type { Corruption, Loss, Optimizer } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, l2, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { all, column, gaussianModel, plainModel, tiny, weightsOf } from '../test/helpers.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';

const data = digitsLike(40);
const upToTen = column(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
afterAll(() => [data, upToTen].forEach((t) => t.dispose()));

/** A corruption that changes nothing and notes the batches it is shown. */
function witness(): { corrupt: Corruption; seen: number[][] } {
  const seen: number[][] = [];
  return { seen, corrupt: (x) => (seen.push(Array.from(x.dataSync())), x) };
}

const sorted = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
const still = sgd({ learningRate: 0 });

describe('progress', () => {
  test('comes after every epoch, with the means of its losses', async () => {
    using model = plainModel();
    const list = await all(fit(model, data, { loss: { squaredError, l2: weighted(0.01, l2) }, epochs: 3, batch: 16 }));
    expect(list.map(({ epoch, epochs, step, steps }) => [epoch, epochs, step, steps])).toEqual([
      [1, 3, 3, 3],
      [2, 3, 3, 3],
      [3, 3, 3, 3],
    ]);
    for (const { loss, terms, examplesPerSecond, ...rest } of list) {
      expect(Object.keys(terms)).toEqual(['squaredError', 'l2']);
      expect(loss).toBeCloseTo(terms.squaredError + terms.l2, 10);
      expect(examplesPerSecond).toBeGreaterThan(0);
      expect(rest).not.toHaveProperty('validation');
    }
    expect(list[0]!.elapsedSeconds).toBeGreaterThan(0);
    expect(list[1]!.elapsedSeconds).toBeGreaterThan(list[0]!.elapsedSeconds);
    expect(list.reduce((total, { epochSeconds }) => total + epochSeconds, 0)).toBeCloseTo(list.at(-1)!.elapsedSeconds, 9);
  });

  test.each([
    [1, [1, 2, 3, 4, 5]],
    [2, [2, 4, 5]],
    [4, [4, 5]],
    [5, [5]],
    [9, [5]],
  ])('comes every %d steps, too, counted within the epoch', async (every, steps) => {
    using model = tiny(0);
    const list = await all(fit(model, upToTen, { loss: { squaredError }, epochs: 2, batch: 2, every }));
    expect(list.map(({ epoch, step }) => [epoch, step])).toEqual([...steps.map((step) => [1, step]), ...steps.map((step) => [2, step])]);
  });

  test('within an epoch, means are over what the epoch has seen, and validation waits for its end', async () => {
    using model = tiny(0);
    const list = await all(
      fit(model, upToTen, {
        loss: { squaredError },
        epochs: 1,
        batch: 5,
        every: 1,
        shuffle: false,
        optimizer: still,
        validation: column(3),
      }),
    );
    expect(list.map(({ loss, validation }) => [loss, validation?.loss])).toEqual([
      [(0 + 1 + 4 + 9 + 16) / 5, undefined],
      [285 / 10, 9],
    ]);
  });

  test.each([1, 3, 4, 10])('a last batch that is smaller weighs by its examples: batch %d', async (batch) => {
    using model = tiny(0);
    const [{ loss, step } = { loss: NaN, step: 0 }] = await all(
      fit(model, upToTen, { loss: { squaredError }, epochs: 1, batch, optimizer: still }),
    );
    expect(loss).toBeCloseTo(28.5, 5);
    expect(step).toBe(Math.ceil(10 / batch));
  });

  test('seconds leave out what the caller does', async () => {
    using model = tiny(0);
    const start = performance.now();
    let seconds = Infinity;
    for await (const progress of fit(model, upToTen, { loss: { squaredError }, epochs: 3 })) {
      seconds = progress.elapsedSeconds;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(seconds).toBeLessThan((performance.now() - start - 3 * 55) / 1000);
  });
});

describe('defaults', () => {
  test('are 10 epochs of batches of 32, adam() and seed 0', async () => {
    using model = plainModel();
    using spelt = plainModel();
    const list = await all(fit(model, data, { loss: { squaredError } }));
    await all(fit(spelt, data, { loss: { squaredError }, epochs: 10, batch: 32, seed: 0, shuffle: true, optimizer: adam() }));
    expect([list.length, list[0]!.steps]).toEqual([10, 2]);
    expect(weightsOf(model)).toEqual(weightsOf(spelt));
  });

  test.each([41, 1000])('a batch of %d is all of 40 examples', async (batch) => {
    using model = plainModel();
    using same = plainModel();
    const list = await all(fit(model, data, { loss: { squaredError }, epochs: 2, batch }));
    expect(list.map(({ step, steps }) => [step, steps])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    await all(fit(same, data, { loss: { squaredError }, epochs: 2, batch: 40 }));
    expect(weightsOf(model)).toEqual(weightsOf(same));
  });

  test('batches are no larger than the data', async () => {
    using model = tiny(0);
    const [first] = await all(fit(model, upToTen, { loss: { squaredError }, epochs: 1 }));
    expect(first!.steps).toBe(1);
  });
});

test('epochs: 0 yields nothing and changes nothing', async () => {
  using model = plainModel();
  const before = weightsOf(model);
  const list = await expectNoLeaks(() =>
    all(fit(model, data, { loss: { squaredError }, epochs: 0, validation: 0.25, earlyStopping: { patience: 1 } })),
  );
  expect(list).toEqual([]);
  expect(weightsOf(model)).toEqual(before);
});

describe('the same seed gives the same weights to the last bit', () => {
  const make = () =>
    autoencoder({
      input: [64],
      encoder: chain(dense(12), batchNorm(), relu, dropout(0.2)),
      bottleneck: gaussian(2),
      decoder: dense(64),
      output: sigmoid,
      seed: 1,
    });
  const train = async (seed: number, optimizer: Optimizer = adam()): Promise<number[]> => {
    using model = make();
    await all(
      fit(model, data, {
        loss: { binaryCrossEntropy, gaussianKl },
        corrupt: maskingNoise(0.25),
        epochs: 3,
        batch: 12,
        seed,
        validation: 0.2,
        optimizer,
      }),
    );
    return weightsOf(model);
  };

  test('with everything that is random at work; another seed gives others', async () => {
    const [one, again, other] = [await train(4), await train(4), await train(5)];
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test('with an optimizer that has trained another model before', async () => {
    const optimizer = adam();
    expect(await train(4, optimizer)).toEqual(await train(4, optimizer));
  });

  test('and training twice on one model goes on', async () => {
    using model = plainModel();
    await all(fit(model, data, { loss: { squaredError }, epochs: 1 }));
    const before = weightsOf(model);
    await all(fit(model, data, { loss: { squaredError }, epochs: 1 }));
    expect(weightsOf(model)).not.toEqual(before);
  });
});

describe('another run on the same model', () => {
  const run = (model: ReturnType<typeof plainModel>, options: object) =>
    all(fit(model, data, { loss: { squaredError }, epochs: 1, ...options }));
  const warned = () => vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  afterEach(() => void vi.restoreAllMocks());

  test('with the same seed is told of, as it repeats order and noise', async () => {
    const warn = warned();
    using model = plainModel();
    await run(model, {});
    expect(warn).not.toHaveBeenCalled();
    await run(model, {});
    expect(warn.mock.calls).toEqual([
      [
        'fit: this model was trained with seed 0 before, and this run repeats its order and its noise. To train on, give another seed, or take all epochs from one run',
      ],
    ]);
  });

  test('with another seed, on another model, or for no epochs is not', async () => {
    const warn = warned();
    using model = plainModel();
    using other = plainModel();
    await run(model, { seed: 3 });
    await run(model, { seed: 4 });
    await run(model, { seed: 3, epochs: 0 });
    await run(other, { seed: 3 });
    expect(warn).not.toHaveBeenCalled();
  });

  test('is not needed for one epoch at a time: a run that is asked for its next is the same as one that goes through', async () => {
    using stepwise = gaussianModel();
    using through = gaussianModel();
    const options = { loss: { squaredError, kl: gaussianKl }, corrupt: maskingNoise(0.3), epochs: 3, batch: 16, seed: 2 };
    const steps = fit(stepwise, data, options);
    for (let epoch = 1; epoch <= 3; epoch++) expect((await steps.next()).value).toMatchObject({ epoch });
    await all(fit(through, data, options));
    expect(weightsOf(stepwise)).toEqual(weightsOf(through));
  });
});

describe('order', () => {
  test('shuffle: false takes the examples as they stand', async () => {
    using model = tiny(0);
    const { corrupt, seen } = witness();
    await all(fit(model, upToTen, { loss: { squaredError }, corrupt, epochs: 2, batch: 4, shuffle: false }));
    expect(seen).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
  });

  test('otherwise each epoch takes each example once, in an order of its own that the seed decides', async () => {
    const epochs = async (seed: number): Promise<number[][]> => {
      using model = tiny(0);
      const { corrupt, seen } = witness();
      await all(fit(model, upToTen, { loss: { squaredError }, corrupt, epochs: 2, batch: 4, seed }));
      expect(seen.map((batch) => batch.length)).toEqual([4, 4, 2, 4, 4, 2]);
      return [seen.slice(0, 3).flat(), seen.slice(3).flat()];
    };
    const [first, second] = await epochs(1);
    for (const order of [first!, second!]) expect(sorted(order)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(first).not.toEqual(second);
    expect(await epochs(1)).toEqual([first, second]);
    expect(await epochs(2)).not.toEqual([first, second]);
  });

  test('the model sees the corrupted batch, the loss the clean one', async () => {
    using model = tiny(1);
    const seen: number[][] = [];
    const look: Loss = ({ target, output }) => (seen.push([...target.dataSync(), ...output().dataSync()]), scalar(0));
    await all(fit(model, column(1, 2), { loss: { look }, corrupt: (x) => zeros(x.shape) as typeof x, epochs: 1, shuffle: false }));
    expect(seen).toEqual([[1, 2, 0, 0]]);
  });
});

describe('validation', () => {
  test('a share is set aside and never trained on', async () => {
    const parts = async (seed: number): Promise<[number[], number[]]> => {
      using model = tiny(0);
      const { corrupt, seen } = witness();
      const targets: number[][] = [];
      const look: Loss = ({ target }) => (targets.push(Array.from(target.dataSync())), scalar(0));
      await all(fit(model, upToTen, { loss: { look }, corrupt, epochs: 2, batch: 7, validation: 0.3, seed }));
      expect(seen).toEqual(targets);
      expect(sorted(seen[0]!)).toEqual(sorted(seen[2]!));
      expect(targets.map((batch) => batch.length)).toEqual([7, 3, 7, 3]);
      expect(targets[1]).toEqual(targets[3]);
      return [sorted(seen[0]!), sorted(targets[1]!)];
    };
    const [trained, held] = await parts(1);
    expect(sorted([...trained, ...held])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await parts(1)).toEqual([trained, held]);
    expect((await parts(2))[1]).not.toEqual(held);
  });

  test('a set of its own leaves all data to train on, and is judged as evaluate judges it', async () => {
    using model = plainModel();
    const set = digitsLike(21, 9);
    const { corrupt, seen } = witness();
    for await (const { validation } of fit(model, data, { loss: { squaredError, l2 }, corrupt, epochs: 2, batch: 8, validation: set })) {
      expect(validation).toEqual(await evaluate(model, set, { loss: { squaredError, l2 }, batch: 8 }));
    }
    expect(seen.flat()).toHaveLength(2 * (data.size + set.size));
    expect(set.isDisposed).toBe(false);
    set.dispose();
  });

  test('is corrupted as the training data is, alike in every epoch', async () => {
    using model = plainModel();
    const noisy: number[][] = [];
    const look: Loss = (pass) => (noisy.push(Array.from(pass.target.dataSync())), squaredError(pass));
    const seen: number[][] = [];
    const corrupt: Corruption = (x, seeds) => {
      const y = maskingNoise(0.5)(x, seeds);
      seen.push(Array.from(y.dataSync()));
      return y;
    };
    await all(fit(model, data, { loss: { look }, corrupt, epochs: 2, batch: 40, validation: data }));
    expect(seen[1]).toEqual(seen[3]);
    expect(seen[1]).not.toEqual(noisy[1]);
    expect(noisy[1]).toEqual(Array.from(data.dataSync()));
  });

  test('does not change what is learned', async () => {
    using without = gaussianModel();
    using model = gaussianModel();
    const options = { loss: { binaryCrossEntropy, gaussianKl }, epochs: 2 };
    await all(fit(without, data, options));
    await all(fit(model, data, { ...options, validation: data }));
    expect(weightsOf(model)).toEqual(weightsOf(without));
  });
});
