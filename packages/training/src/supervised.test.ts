import '@tensorflow/tfjs-backend-cpu';
import { tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError, adam, leaves, parameterGroups, sgd } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu, sigmoid } from '@autoencoders/layers';
import { meanSquaredError, softmaxCrossEntropy, squaredError } from '@autoencoders/losses';
import { autoencoder, classifier, regressor } from '@autoencoders/models';
import type { Classifier } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { all, column, plainModel, tiny, weightsOf } from '../test/helpers.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';
import { preflight } from './preflight.js';

const data = digitsLike(60);
/** The class of a bar: left, middle or right, by where its pixels are brightest. */
const labels = Int32Array.from(data.arraySync(), (row) => {
  const brightest = row.indexOf(Math.max(...row.slice(0, 8)));
  return brightest < 3 ? 0 : brightest < 5 ? 1 : 2;
});
const few = column(0, 1, 2, 3);
afterAll(() => [data, few].forEach((t) => t.dispose()));

/** The share of the examples that are found right. */
const accuracy = (model: Classifier<Tensor2D>): number =>
  tidy(
    () =>
      model
        .classify(data)
        .dataSync()
        .filter((found, i) => found === labels[i]).length,
  ) / labels.length;

const loss = { crossEntropy: softmaxCrossEntropy };
const small = (seed: number = 1): Classifier<Tensor2D> =>
  classifier({ input: [64], encoder: chain(dense(12), batchNorm(), relu, dropout(0.1)), classes: 3, seed });
const trained = async (target: Parameters<typeof fit>[2]['target'], options: object = {}): Promise<number[]> => {
  using model = small();
  await all(fit(model, data, { loss, target, epochs: 3, batch: 16, seed: 4, corrupt: maskingNoise(0.1), validation: 0.2, ...options }));
  return weightsOf(model);
};

describe('a classifier', () => {
  test('learns its labels', async () => {
    using model = small();
    const before = accuracy(model);
    const list = await expectNoLeaks(() =>
      all(fit(model, data, { loss, target: labels, epochs: 30, batch: 12, optimizer: adam({ learningRate: 0.01 }) })),
    );
    const after = accuracy(model);
    expect(list[0]!.terms.crossEntropy).toBeGreaterThan(4 * list.at(-1)!.terms.crossEntropy);
    expect(before).toBeLessThan(0.7);
    expect(after).toBeGreaterThan(0.95);
  });

  test('takes labels as arrays and as tensors, to the same weights; the seed decides all', async () => {
    const weights = await trained(labels);
    const tensors = [tensor1d(labels, 'int32'), tensor1d(Array.from(labels), 'float32')];
    for (const target of [Array.from(labels), Float32Array.from(labels), ...tensors]) expect(await trained(target)).toEqual(weights);
    expect(await trained(labels, { seed: 5 })).not.toEqual(weights);
    tensors.forEach((t) => t.dispose());
  });

  test('is judged on the labels of the examples that were set aside', async () => {
    using model = small();
    const [epoch] = await all(
      fit(model, data, { loss, target: labels, epochs: 1, validation: 0.5, shuffle: false, optimizer: sgd({ learningRate: 0 }) }),
    );
    // Without learning, both halves together make the loss of all of them, but for dropout and batch norm.
    using plain = classifier({ input: [64], encoder: dense(4), classes: 3 });
    const [halves] = await all(fit(plain, data, { loss, target: labels, epochs: 1, validation: 0.5, optimizer: sgd({ learningRate: 0 }) }));
    const whole = await evaluate(plain, data, { loss, target: labels });
    expect((halves!.loss + halves!.validation!.loss) / 2).toBeCloseTo(whole.loss, 5);
    expect(epoch!.validation!.loss).toBeGreaterThan(0);
  });

  test('is judged on data of its own, as evaluate judges it', async () => {
    using model = small();
    const validation = { data, target: labels };
    for await (const { validation: found } of fit(model, data, { loss, target: labels, epochs: 2, batch: 20, validation }))
      expect(found).toEqual(await evaluate(model, data, { loss, target: labels, batch: 20 }));
  });

  test('stops early by the validation loss, with the best weights', async () => {
    using model = small();
    const wrong = labels.map((label) => (label + 1) % 3);
    const validation = { data, target: wrong };
    const list = await all(
      fit(model, data, {
        loss,
        target: labels,
        epochs: 50,
        batch: 12,
        validation,
        earlyStopping: { patience: 2 },
        optimizer: adam({ learningRate: 0.01 }),
      }),
    );
    expect(list.length).toBeLessThan(50);
    const best = Math.min(...list.map(({ validation }) => validation!.loss));
    expect((await evaluate(model, data, { loss, target: wrong, batch: 12 })).loss).toBe(best);
  });

  test('trains its head alone, with an encoder that does what it does outside training', async () => {
    using from = plainModel();
    using model = classifier({ from, classes: 3, seed: 1 });
    using norm = small();
    for (const each of [model, norm]) {
      const before = Object.entries(leaves(each.weights)).map(([path, leaf]) => [path, Array.from(leaf.dataSync())] as const);
      await expectNoLeaks(() => all(fit(each.headOnly, data, { loss, target: labels, epochs: 2 })));
      for (const [path, values] of before) {
        const now = Array.from(leaves(each.weights)[path]!.dataSync());
        if (path.startsWith('head')) expect(now).not.toEqual(values);
        else expect(now).toEqual(values);
      }
    }
  });

  test('takes another learning rate for its head', async () => {
    using model = small();
    using still = small();
    const optimizer = parameterGroups({ head: adam({ learningRate: 0.01 }) }, sgd({ learningRate: 0 }));
    await expectNoLeaks(() => all(fit(model, data, { loss, target: labels, epochs: 2, optimizer })));
    const at = (of: Classifier<Tensor2D>, path: string): number[] => Array.from(leaves(of.weights)[path]!.dataSync());
    expect(at(model, 'encoder.0.kernel')).toEqual(at(still, 'encoder.0.kernel'));
    expect(at(model, 'head.kernel')).not.toEqual(at(still, 'head.kernel'));
  });

  test('is rehearsed by preflight, part by part', async () => {
    using model = small();
    const needs = await expectNoLeaks(() => preflight(model, { loss }));
    expect(needs.map(({ where }) => where)).toEqual(
      expect.arrayContaining(['encoder, layer 1, dense(12)', 'head, dense(3)', 'loss.crossEntropy']),
    );
    expect(needs.flatMap(({ missing }) => missing)).toEqual([]);
  });
});

describe('other targets', () => {
  test('a regressor learns numbers: y = 2x + 1', async () => {
    using model = regressor({ input: [1], encoder: dense(1), targets: 1 });
    const target = column(1, 3, 5, 7);
    await all(fit(model, few, { loss: { squaredError }, target, epochs: 400, optimizer: adam({ learningRate: 0.05 }) }));
    const predicted = model.predict(few);
    [1, 3, 5, 7].forEach((value, i) => expect(predicted.dataSync()[i]).toBeCloseTo(value, 1));
    expect((await evaluate(model, few, { loss: { meanSquaredError }, target })).loss).toBeLessThan(0.01);
    // Numbers may come as an array, example after example.
    expect(await evaluate(model, few, { loss: { squaredError }, target: [1, 3, 5, 7] })).toEqual(
      await evaluate(model, few, { loss: { squaredError }, target }),
    );
    for (const owned of [target, predicted]) owned.dispose();
  });

  test('an autoencoder may learn another output than its input: (1 − 2w)² of y = w·x, at x = 2', async () => {
    using model = tiny(0);
    const [x, target] = [column(2), column(1)];
    const [first] = await all(fit(model, x, { loss: { squaredError }, target, epochs: 1, optimizer: sgd({ learningRate: 0.125 }) }));
    // The gradient is −4·(1 − 2w) = −4 at 0, so that w becomes ½.
    expect([first!.loss, model.value()]).toEqual([1, 0.5]);
    for (const t of [x, target]) t.dispose();
  });

  test('a target that is the data itself changes nothing', async () => {
    using one = plainModel();
    using other = plainModel();
    await all(fit(one, data, { loss: { squaredError }, epochs: 2, corrupt: maskingNoise(0.2) }));
    await all(fit(other, data, { loss: { squaredError }, target: data, epochs: 2, corrupt: maskingNoise(0.2) }));
    expect(weightsOf(one)).toEqual(weightsOf(other));
  });
});

describe('bad targets are refused before the first step', () => {
  const pair = tensor2d(
    Array.from({ length: 120 }, () => 0.5),
    [60, 2],
  );
  afterAll(() => pair.dispose());
  const make = {
    classifier: () => small(),
    regressor: () => regressor({ input: [64], encoder: dense(4), targets: 3 }),
    bounded: () => regressor({ input: [64], encoder: dense(4), targets: 2, output: sigmoid }),
    autoencoder: () => autoencoder({ input: [64], encoder: dense(4), decoder: dense(64) }),
  };
  const oneClass = labels.map(() => 2);
  test.each<[message: string, kind: keyof typeof make, options: any]>([
    ['fit: the model is a classifier; give target, what its outputs should be', 'classifier', {}],
    ['fit: the model is no autoencoder; give target, what its outputs should be', 'regressor', {}],
    ['fit: there are 60 examples, but 59 labels in target', 'classifier', { target: labels.subarray(1) }],
    ['fit: there are 60 examples, but 59 labels in target', 'classifier', { target: tensor1d(labels.subarray(1), 'int32') }],
    ["fit: target has shape [60, 2], the model's labels are [60]", 'classifier', { target: pair }],
    ['fit: target must be a tensor or an array of numbers, not "cat"', 'classifier', { target: 'cat' }],
    [
      'fit: target holds NaN as the label of example 3; labels are whole numbers from 0 to 2',
      'classifier',
      { target: Array.from(labels, (label, i) => (i === 3 ? NaN : label)) },
    ],
    [
      'fit: target holds NaN as the label of example 3; labels are whole numbers from 0 to 2',
      'classifier',
      { target: tensor(Array.from(labels, (label, i) => (i === 3 ? NaN : label))) },
    ],
    [
      'fit: target holds 1.5 as the label of example 0; labels are whole numbers from 0 to 2',
      'classifier',
      { target: [1.5, ...labels.subarray(1)] },
    ],
    ['fit: target holds 3 as the label of example 59; labels are whole numbers from 0 to 2', 'classifier', { target: labels.with(59, 3) }],
    ['fit: target holds -1 as the label of example 7; labels are whole numbers from 0 to 2', 'classifier', { target: labels.with(7, -1) }],
    ['fit: target holds 2 for all 60 examples to train on; a classifier needs two classes at least', 'classifier', { target: oneClass }],
    [
      'fit: there are targets to train on, so validation needs some, too: { data, target }',
      'classifier',
      { target: labels, validation: data },
    ],
    [
      'fit: there are 60 examples, but 10 labels in validation.target',
      'classifier',
      { target: labels, validation: { data, target: labels.subarray(0, 10) } },
    ],
    [
      'fit: validation.target holds 9 as the label of example 0; labels are whole numbers from 0 to 2',
      'classifier',
      { target: labels, validation: { data, target: labels.with(0, 9) } },
    ],
    ["fit: target has shape [60, 2], the model's targets are [60, 3]", 'regressor', { target: pair }],
    ["fit: target has shape [60, 2], the model's targets are [60, 64]", 'autoencoder', { target: pair }],
    ['fit: there are 60 examples, but 60 numbers in target, 3 for each are needed', 'regressor', { target: labels }],
    [
      'fit: target holds Infinity in example 1, feature 0; every number must be finite',
      'regressor',
      { target: Array.from({ length: 180 }, (_, i) => (i === 3 ? Infinity : 0)) },
    ],
    [
      "fit: target ranges from 0 to 59, but the model's output activation ranges from 0 to 1; scale the data, or use an output activation and a loss of that range",
      'bounded',
      { target: Array.from({ length: 120 }, (_, i) => i >> 1) },
    ],
  ])('%s', async (message, kind, options) => {
    using model = make[kind]();
    const before = weightsOf(model);
    const training = async () => all(fit(model as any, data, { loss: kind === 'classifier' ? loss : { squaredError }, ...options }));
    await expectNoLeaks(() => expect(training()).rejects.toThrow(new InputError(message)));
    expect(weightsOf(model)).toEqual(before);
  });

  test('one class among the examples to train on, whatever those set aside hold', async () => {
    using model = classifier({ input: [1], encoder: dense(1), classes: 2 });
    const seeds = [0, 1, 2, 3, 4, 5, 6, 7];
    const refused = await Promise.all(
      seeds.map((seed) =>
        all(fit(model, few, { loss, target: [0, 0, 0, 1], validation: 0.25, epochs: 1, seed })).then(
          () => false,
          (error: Error) => error.message === 'fit: target holds 0 for all 3 examples to train on; a classifier needs two classes at least',
        ),
      ),
    );
    expect(new Set(refused)).toEqual(new Set([true, false]));
  });
});
