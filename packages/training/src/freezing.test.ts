import '@tensorflow/tfjs-backend-cpu';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { adam, leaves, parameterGroups, sgd } from '@autoencoders/core';
import type { Layer, Weights } from '@autoencoders/core';
import { batchNorm, chain, dense, dropout, relu, residual, sigmoid, tied } from '@autoencoders/layers';
import { auxK, softmaxCrossEntropy, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, batchTopK, classifier, gaussian, stacked } from '@autoencoders/models';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { all } from '../test/helpers.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';
import { preflight } from './preflight.js';

const data = digitsLike(40);
afterAll(() => data.dispose());
const loss = { squaredError };

const make = () =>
  autoencoder({
    input: [64],
    encoder: chain(dense(16), batchNorm(), relu, dropout(0.5), dense(4)),
    decoder: chain(dense(16), batchNorm(), relu, dense(64)),
    output: sigmoid,
    seed: 1,
  });

/** The paths whose numbers training changed. */
async function changedBy(model: { readonly weights: Weights }, run: () => AsyncIterable<unknown>): Promise<readonly string[]> {
  const values = (): Record<string, string> =>
    Object.fromEntries(Object.entries(leaves(model.weights)).map(([path, leaf]) => [path, String(leaf.dataSync())]));
  const before = values();
  for await (const _ of run());
  const after = values();
  return Object.keys(before).filter((path) => before[path] !== after[path]);
}

describe('freeze', () => {
  test('keeps a part whole: its weights and its running statistics', async () => {
    using model = make();
    const changed = await changedBy(model, () => fit(model, data, { loss, freeze: ['encoder'], epochs: 2, batch: 20 }));
    expect(changed).toEqual(Object.keys(leaves(model.weights)).filter((path) => path.startsWith('decoder.')));
  });

  test.each([
    [['decoder.1'], ['decoder.1.']],
    [
      ['encoder.0', 'decoder.3'],
      ['encoder.0.', 'decoder.3.'],
    ],
    [['encoder.0.kernel'], ['encoder.0.kernel']],
    [['encoder.1.statistics'], ['encoder.1.statistics.']],
    [['encoder.1.statistics.mean'], ['encoder.1.statistics.mean']],
  ])('takes any part: %s', async (freeze, still) => {
    using model = make();
    const changed = await changedBy(model, () => fit(model, data, { loss, freeze, epochs: 1, batch: 20 }));
    expect(changed).toEqual(Object.keys(leaves(model.weights)).filter((path) => !still.some((prefix) => path.startsWith(prefix))));
  });

  test('has dropout and batch norm do what they do outside training', async () => {
    using model = make();
    // All that could move the output of the encoder and the decoder is frozen, but a bias.
    const freeze = ['encoder', 'decoder.0', 'decoder.1', 'decoder.3.kernel'];
    const [first] = await all(fit(model, data, { loss, freeze, epochs: 1, batch: 40, optimizer: sgd({ learningRate: 0 }) }));
    expect(first!.loss).toBeCloseTo((await evaluate(model, data, { loss })).loss, 5);
  });

  test('goes for parts within residuals, bottlenecks that count, and kernels that are shared', async () => {
    const hidden = dense(16);
    const inner = chain(dense(16), batchNorm());
    using tiedModel = autoencoder({
      input: [64],
      encoder: chain(hidden, residual(inner as Layer<Tensor2D>)),
      decoder: tied(hidden),
      seed: 1,
    });
    const changed = await changedBy(tiedModel, () => fit(tiedModel, data, { loss, freeze: ['encoder'], epochs: 1 }));
    expect(changed).toEqual(['decoder.bias']);

    using sparse = autoencoder({ input: [64], encoder: dense(32), bottleneck: batchTopK(4), decoder: dense(64), seed: 1 });
    const all = { squaredError, auxK: weighted(1 / 32, auxK) };
    expect(await changedBy(sparse, () => fit(sparse, data, { loss: all, freeze: ['bottleneck', 'encoder'], epochs: 1 }))).toEqual([
      'decoder.kernel',
      'decoder.bias',
    ]);
  });

  test('goes on drawing what a bottleneck draws', async () => {
    using model = autoencoder({ input: [64], encoder: dense(8), bottleneck: gaussian(2), decoder: dense(64), seed: 1 });
    const lossOf = async (freeze: readonly string[]): Promise<number> =>
      (await all(fit(model, data, { loss, freeze, epochs: 1, batch: 40, shuffle: false, optimizer: sgd({ learningRate: 0 }) })))[0]!.loss;
    expect(await lossOf(['bottleneck'])).toBe(await lossOf([]));
  });

  test('of a level of a stack, or of the encoder under a head', async () => {
    using stack = stacked({
      input: [64],
      levels: [
        { encoder: chain(dense(16), batchNorm()), decoder: dense(64) },
        { encoder: dense(4), decoder: dense(16) },
      ],
      seed: 1,
    });
    const changed = await changedBy(stack, () => fit(stack, data, { loss, freeze: ['encoder.0', 'decoder.1'], epochs: 1 }));
    expect(changed).toEqual(['encoder.1.kernel', 'encoder.1.bias', 'decoder.0.kernel', 'decoder.0.bias']);
    using head = classifier({ from: stack, classes: 2 });
    const target = Int32Array.from({ length: 40 }, (_, i) => i % 2);
    const tuned = await changedBy(head, () =>
      fit(head, data, { loss: { crossEntropy: softmaxCrossEntropy }, target, freeze: ['encoder'], epochs: 1 }),
    );
    expect(tuned).toEqual(['head.kernel', 'head.bias']);
  });

  test('leaves nothing behind, and needs no gradient of what is frozen', async () => {
    using model = make();
    await expectNoLeaks(() => all(fit(model, data, { loss, freeze: ['encoder'], epochs: 1, validation: 0.2 })));
    const needs = (freeze: readonly string[]) =>
      preflight(model, { loss, freeze }).flatMap(({ where, backward }) => (where.startsWith('encoder') ? backward : []));
    expect(needs([])).not.toEqual([]);
    expect(needs(['encoder'])).toEqual([]);
  });
});

test('a learning rate of 0 stops weights; running statistics follow the data until their part is frozen', async () => {
  using model = make();
  const optimizer = parameterGroups({ encoder: sgd({ learningRate: 0 }) }, adam());
  const changed = await changedBy(model, () => fit(model, data, { loss, optimizer, epochs: 1 }));
  expect(changed.filter((path) => path.startsWith('encoder'))).toEqual(['encoder.1.statistics.mean', 'encoder.1.statistics.variance']);
});
