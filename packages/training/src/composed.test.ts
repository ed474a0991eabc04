import '@tensorflow/tfjs-backend-cpu';
import { div, mul, setBackend, slice, tensor2d } from '@tensorflow/tfjs-core';
import { DivergenceError, adam, adamW, clipByGlobalNorm, cosineDecay, leaves, parameterGroups, sgd } from '@autoencoders/core';
import type { Corruption, Layer, Optimizer } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu } from '@autoencoders/layers';
import { l2, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, stacked } from '@autoencoders/models';
import { gaussianNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { all, column, plainModel, tiny, weightsOf } from '../test/helpers.js';
import { fit } from './fit.js';
import { pretrain } from './pretrain.js';
import type { CheckpointStore } from './checkpoints/store.js';

/* What needs no second process. Accumulation in a group and averages over ranks are tested in packages/mpi. */
const data = digitsLike(50);
beforeAll(() => setBackend('cpu'));
afterAll(() => data.dispose());

const optimizers: Readonly<Record<string, Optimizer>> = {
  sgd: sgd({ learningRate: 0.01 }),
  momentum: sgd({ learningRate: 0.01, momentum: 0.9, nesterov: true }),
  adam: adam({ learningRate: cosineDecay(1e-2, { steps: 12 }) }),
  adamW: adamW({ learningRate: 1e-2 }),
  clipped: clipByGlobalNorm(0.5, sgd({ learningRate: 0.1 })),
  groups: parameterGroups({ encoder: sgd({ learningRate: 0.01 }) }, adam()),
};

const far = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe('k batches of b are one batch of k·b', () => {
  // 50 examples: of 20, the last step has 10; of 4·5, two batches.
  it.each(Object.entries(optimizers))('with %s', async (_, optimizer) => {
    using whole = plainModel();
    using parts = plainModel();
    const options = { loss: { squaredError, l2: weighted(0.01, l2) }, optimizer, epochs: 3, every: 1, seed: 3 };
    const expected = await all(fit(whole, data, { ...options, batch: 20 }));
    const found = await all(fit(parts, data, { ...options, batch: 5, accumulationSteps: 4 }));
    expect(found.map(({ epoch, step, steps }) => [epoch, step, steps])).toEqual(
      expected.map(({ epoch, step, steps }) => [epoch, step, steps]),
    );
    for (const [i, { loss }] of found.entries()) expect(loss).toBeCloseTo(expected[i]!.loss, 5);
    expect(far(weightsOf(parts), weightsOf(whole))).toBeLessThan(1e-6);
  });

  it.each([
    [1, 50],
    [3, 4],
    [7, 3],
    [16, 2],
    [50, 1],
    [64, 3],
  ])('where examples are not divided evenly: %d · %d', async (batch, accumulationSteps) => {
    using whole = plainModel();
    using parts = plainModel();
    const options = { loss: { squaredError }, optimizer: sgd({ learningRate: 1e-3 }), epochs: 2, seed: 3 };
    await fit(whole, data, { ...options, batch: Math.min(50, batch) * accumulationSteps });
    await fit(parts, data, { ...options, batch, accumulationSteps });
    expect(far(weightsOf(parts), weightsOf(whole))).toBeLessThan(1e-6);
  });

  it('for data that are read by rows, streams and levels of a stack', async () => {
    const values = data.dataSync<'float32'>();
    const rows = async (places: Int32Array) => ({
      shape: [64],
      values: Float32Array.from({ length: 64 * places.length }, (_, i) => values[64 * places[i >> 6]! + (i & 63)]!),
    });
    async function* chunks() {
      for (let at = 0; at < 50; at += 7) yield { shape: [64], values: values.slice(64 * at, 64 * (at + 7)) };
    }
    const options = { loss: { squaredError }, epochs: 2, seed: 3 };
    for (const dataset of [
      { shape: [64], count: 50, rows },
      { shape: [64], chunks },
    ]) {
      using whole = plainModel();
      using parts = plainModel();
      await fit(whole, dataset, { ...options, batch: 12 });
      const { history } = await fit(parts, dataset, { ...options, batch: 4, accumulationSteps: 3 });
      expect(history.at(-1)).toMatchObject({ step: 5, steps: 5 });
      expect(far(weightsOf(parts), weightsOf(whole))).toBeLessThan(1e-6);
    }
    const level = { encoder: dense(8), decoder: dense(64) };
    const make = () => stacked({ input: [64], levels: [level, { encoder: dense(4), decoder: dense(8) }], seed: 1 });
    using whole = make();
    using parts = make();
    await pretrain(whole, data, { ...options, batch: 12 });
    await pretrain(parts, data, { ...options, levels: [{ batch: 4, accumulationSteps: 3 }, { batch: 12 }] });
    expect(far(weightsOf(parts), weightsOf(whole))).toBeLessThan(1e-6);
  });
});

describe('a step', () => {
  it('has the mean gradient over its examples: w ← w − η·mean(2·x²·(w − 1))', async () => {
    using model = tiny(0);
    const x = column(1, 2, 3, 4, 5);
    const options = { loss: { squaredError }, optimizer: sgd({ learningRate: 0.01 }), shuffle: false, epochs: 1 };
    // Steps over 1 … 4 and over 5 alone.
    await fit(model, x, { ...options, batch: 2, accumulationSteps: 2 });
    const first = (0.01 * 2 * (1 + 4 + 9 + 16)) / 4;
    expect(model.value()).toBeCloseTo(first - 0.01 * 2 * 25 * (first - 1), 6);
    x.dispose();
  });

  it('draws other numbers for each of its batches, and those of before for the first', async () => {
    const seen: number[][] = [];
    const note: Corruption = (x, seeds) => (seen.push([seeds(), x.shape[0]!]), x);
    using model = plainModel();
    const options = { loss: { squaredError }, corrupt: note, seed: 3, epochs: 2 };
    await fit(model, data, { ...options, batch: 10, accumulationSteps: 3 });
    expect(seen.map(([, rows]) => rows)).toEqual(Array(10).fill(10));
    expect(new Set(seen.map(([drawn]) => drawn)).size).toBe(10);
    const parts = seen.splice(0);
    using again = plainModel();
    await fit(again, data, { ...options, batch: 30 });
    expect(seen.map(([drawn]) => drawn)).toEqual([parts[0], parts[3], parts[5], parts[8]].map((part) => part![0]));
  });

  it('shows each batch to batch norm by itself, whose running statistics follow each', async () => {
    const layer = batchNorm({ momentum: 0.5 });
    const make = () => autoencoder({ input: [1], encoder: chain(layer, dense(1)), decoder: dense(1), seed: 1 });
    using model = make();
    const x = tensor2d([1, 3, 10, 30], [4, 1]);
    const options = { loss: { squaredError }, optimizer: sgd({ learningRate: 0 }), shuffle: false, epochs: 1, batch: 2 };
    await fit(model, x, { ...options, accumulationSteps: 2 });
    const { mean, variance } = (model.weights as any).encoder[0].statistics;
    expect(mean.dataSync()[0]).toBeCloseTo(0.5 * (0.5 * 2) + 0.5 * 20, 5);
    expect(variance.dataSync()[0]).toBeCloseTo(0.5 * (0.5 * 1 + 0.5 * 2) + 0.5 * 200, 4);
    // With no change of the weights, as two steps.
    using each = make();
    await fit(each, x, options);
    expect(weightsOf(model)).toEqual(weightsOf(each));
    x.dispose();
  });

  it('that fails leaves out all its batches', async () => {
    const values = Float32Array.from(data.dataSync());
    values[64 * 17] = NaN;
    const options = { loss: { squaredError }, shuffle: false, epochs: 1, batch: 5, seed: 3 } as const;
    const make = () => autoencoder({ input: [64], encoder: chain(dense(8), batchNorm(), relu), decoder: dense(64), seed: 1 });
    using model = make();
    const { history } = await expectNoLeaks(() =>
      fit(model, { shape: [64], values }, { ...options, accumulationSteps: 2, nonFinite: 'skip' }),
    );
    expect(history.at(-1)).toMatchObject({ skippedSteps: 1, step: 5 });
    // The same as without examples 10 to 19, apart from the number of the steps, which this optimizer does not use.
    using other = make();
    const without = tensor2d([...values.slice(0, 640), ...values.slice(1280)], [40, 64]);
    using third = make();
    const plain = { ...options, optimizer: sgd({ learningRate: 1e-3 }), accumulationSteps: 2 };
    await fit(other, without, plain);
    await fit(third, { shape: [64], values }, { ...plain, nonFinite: 'skip' });
    expect(weightsOf(third)).toEqual(weightsOf(other));
    without.dispose();
  });

  it('that fails is explained by the batch that fails, and the model is unchanged', async () => {
    let calls = 0;
    const broken: Layer<any> = {
      init: (shape) => ({ weights: {}, shape }),
      apply: (_, x) => (x.shape[0] === 4 ? div(x, 0) : x),
    };
    using model = autoencoder({ input: [64], encoder: chain(dense(8), broken), decoder: dense(64), seed: 1 });
    const before = weightsOf(model);
    const corrupt: Corruption = (x) => (calls++ === 1 ? mul(x, NaN) : x);
    const failing = (options: object) =>
      expectNoLeaks(() =>
        fit(model, data, { loss: { squaredError }, batch: 5, accumulationSteps: 3, epochs: 1, ...options }).then(
          () => undefined,
          (error: unknown) => error,
        ),
      );
    expect(await failing({ corrupt })).toBeInstanceOf(DivergenceError);
    const few = slice(data, [0, 0], [14, 64]);
    await expect(
      fit(model, few, { loss: { squaredError }, batch: 5, accumulationSteps: 3, epochs: 1 }).then(() => undefined),
    ).rejects.toMatchObject({ step: 1, layer: 'encoder, layer 2, custom' });
    few.dispose();
    expect(weightsOf(model)).toEqual(before);
  });
});

const noisy = () => autoencoder({ input: [64], encoder: chain(dense(8), batchNorm(), relu, dropout(0.2)), decoder: dense(64), seed: 1 });

describe('checkpoints', () => {
  it.each([1, 2, 3, 4, 6])('that end a training after step %d resume to the same bits', async (steps) => {
    const options = { loss: { squaredError }, corrupt: gaussianNoise(0.2), batch: 6, accumulationSteps: 3, epochs: 3, seed: 2 };
    let kept: Uint8Array | undefined;
    const positions: number[] = [];
    const store: CheckpointStore = {
      write: (bytes, { globalStep }) => ((kept = bytes), void positions.push(globalStep)),
      read: () => kept,
    };
    using whole = noisy();
    await fit(whole, data, options);
    using begun = noisy();
    let at = 0;
    for await (const _ of fit(begun, data, { ...options, every: 1, checkpoint: { store, everySteps: 2 } })) if (++at === steps) break;
    // 50 examples in batches of 6: nine batches, three steps.
    expect(positions.at(-1)).toBe(steps);
    using resumed = noisy();
    await expectNoLeaks(() => fit(resumed, data, { ...options, resume: kept! }));
    expect(weightsOf(resumed)).toEqual(weightsOf(whole));
    await expect(fit(resumed, data, { ...options, accumulationSteps: 2, resume: kept! }).then(() => undefined)).rejects.toThrow(
      'accumulationSteps 3, and this call has 2',
    );
  });
});

describe('memory', () => {
  it('nothing is left at the end, after a break, and after an error in the middle of a step', async () => {
    using model = noisy();
    const options = { loss: { squaredError }, batch: 6, accumulationSteps: 3, epochs: 2, every: 1 };
    await expectNoLeaks(() => fit(model, data, { ...options, seed: 1 }));
    await expectNoLeaks(async () => {
      for await (const { step } of fit(model, data, { ...options, seed: 2 })) if (step === 2) break;
    });
    const before = Object.values(leaves(model.weights)).map((leaf) => leaf.dataSync().slice());
    let calls = 0;
    const fails: Corruption = (x) => {
      if (++calls === 2) throw new Error('no more');
      return x;
    };
    await expectNoLeaks(() =>
      expect(fit(model, data, { ...options, seed: 3, corrupt: fails }).then(() => undefined)).rejects.toThrow('no more'),
    );
    expect(Object.values(leaves(model.weights)).map((leaf) => leaf.dataSync().slice())).toEqual(before);
  });
});

test('without a group, averageEvery does nothing', async () => {
  using one = plainModel();
  using other = plainModel();
  const options = { loss: { squaredError }, epochs: 2, batch: 8, seed: 1 };
  await fit(one, data, options);
  await fit(other, data, { ...options, averageEvery: 4 });
  expect(weightsOf(other)).toEqual(weightsOf(one));
});

test.each(['accumulationSteps', 'averageEvery'])('%s must be a whole number of 1 or more', (name) => {
  using model = plainModel();
  for (const value of [0, 1.5, -1, NaN]) expect(() => fit(model, data, { loss: { squaredError }, [name]: value })).toThrow(`fit: ${name}`);
});
