import '@tensorflow/tfjs-backend-cpu';
import { add, matMul, mul, scalar, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { DivergenceError, adam, normal } from '@autoencoders/core';
import type { ArrayDataset, Corruption, Layer, StreamDataset } from '@autoencoders/core';
import { batchNorm, chain, dense, relu } from '@autoencoders/layers';
import { gaussianKl, squaredError } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { badGradientAt, digitsLike, expectNoLeaks, wrongAt } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { weightsOf } from '../test/helpers.js';
import type { FaultOptions } from './faults.js';
import { fit } from './fit.js';

const data = digitsLike(40);
afterAll(() => data.dispose());

const make = () => autoencoder({ input: [64], encoder: chain(dense(8), batchNorm(), relu), decoder: dense(64), seed: 1 });
const fails = async (run: PromiseLike<unknown>): Promise<DivergenceError> => {
  const error = await Promise.resolve(run).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DivergenceError);
  return error as DivergenceError;
};

describe('a step that fails is explained', () => {
  const broken: Layer<Tensor2D> = { init: (shape) => ({ weights: {}, shape }), apply: (_: {}, x: Tensor2D) => mul(x, NaN) };

  test('by the first layer whose output is not finite', async () => {
    using model = autoencoder({ input: [64], encoder: chain(dense(8), chain(relu, broken)), decoder: chain(dense(8), relu, dense(64)) });
    const error = await expectNoLeaks(() => fails(fit(model, data, { loss: { squaredError } })));
    expect(error).toMatchObject({ step: 1, origin: 'loss', term: 'squaredError', layer: 'encoder, layer 2, layer 2, custom' });
    expect(error.message).toBe(
      'fit: loss.squaredError is NaN at step 1, in epoch 1; the first output that is not finite is that of encoder, layer 2, layer 2, custom; training stopped and the model is unchanged. This is the first step, so the learning rate is not the cause: look at loss.squaredError and at the starting weights',
    );
  });

  test.each(['corrupt', 'augment'])('by %s', async (name) => {
    using model = make();
    const wild: Corruption = <X extends Tensor>(x: X): X => mul(x, NaN);
    const error = await expectNoLeaks(() => fails(fit(model, data, { loss: { squaredError }, [name]: wild })));
    expect(error).toMatchObject({ origin: 'data', term: 'squaredError', layer: undefined });
    expect(error.message).toContain(`fit: ${name} gives NaN, so loss.squaredError is NaN at step 1`);
    expect(error.message).toContain(`Look at ${name}`);
  });

  test('by the gradient, where the losses are finite', async () => {
    using model = make();
    const error = await expectNoLeaks(() => fails(fit(model, data, { loss: { badGradient: badGradientAt(squaredError, 3) }, batch: 10 })));
    expect(error).toMatchObject({ step: 3, origin: 'gradient', term: undefined });
    expect(error.message).toContain('fit: the gradient of encoder.0.kernel is NaN at step 3, in epoch 1, though the losses are finite');
  });
});

describe('data that are not scaled', () => {
  const wide = tidy((): Tensor2D => {
    const [mixed, noise] = [matMul(normal<Rank.R2>([64, 2], 3), normal<Rank.R2>([2, 4], 4)), normal<Rank.R2>([64, 4], 5)];
    return mul(add(mixed, mul(noise, 0.1)), [100, 90, 110, 1234]);
  });
  afterAll(() => wide.dispose());
  const vae = (logVarRange?: readonly [number, number]) =>
    autoencoder({
      input: [4],
      encoder: chain(dense(16), relu),
      bottleneck: gaussian(2, { logVarRange }),
      decoder: chain(dense(16), relu, dense(4)),
      seed: 2,
    });
  const options = { loss: { squaredError, gaussianKl }, optimizer: adam({ learningRate: 0.01 }), epochs: 100, seed: 1 };

  test('are the advice where the first forward pass overflows', async () => {
    using model = vae();
    const error = await fails(fit(model, wide, options));
    expect(error).toMatchObject({ step: 1, origin: 'loss', layer: 'bottleneck, gaussian(2)' });
    expect(error.message).toMatch(
      /unchanged\. The data of this batch have a standard deviation of \d+(\.\d)? \(feature 3: \d+(\.\d)?\) and go up to \d+; standardise each feature: subtract its mean and divide by its standard deviation, or bound ln σ² with gaussian\(size, \{ logVarRange: \[-10, 10\] \}\)$/,
    );
  });

  test('train with bounds on ln σ²', async () => {
    using model = vae([-10, 10]);
    const { history } = await fit(model, wide, options);
    expect(history.at(-1)!.loss).toBeLessThan(0.1 * history[0]!.loss);
  });
});

describe('data that are not finite', () => {
  const values = Float32Array.from({ length: 40 * 64 }, (_, i) => (i === 7 * 64 + 3 ? NaN : i === 21 * 64 ? Infinity : 0.5));
  const stream: StreamDataset = {
    name: 'stream',
    shape: [64],
    count: 40,
    async *chunks() {
      yield { shape: [64], values };
    },
  };
  test.each<[string, ArrayDataset | StreamDataset]>([
    ['in memory', { name: 'own', shape: [64], values }],
    ['in a stream', stream],
  ])('are refused %s, or their batches are skipped', async (_, own) => {
    using model = make();
    const before = weightsOf(model);
    const options = { loss: { squaredError }, batch: 10, epochs: 2, shuffle: false };
    await expect(Promise.resolve(fit(model, own, options))).rejects.toThrow('fit: data holds NaN in example 7, feature 3');
    expect(weightsOf(model)).toEqual(before);
    const { history } = await expectNoLeaks(() => fit(model, own, { ...options, nonFinite: 'skip' }));
    expect(history.map(({ skippedSteps, steps }) => [skippedSteps, steps])).toEqual([
      [2, 4],
      [4, 4],
    ]);
    expect(weightsOf(model).every(Number.isFinite)).toBe(true);
    const held = fit(model, data, { ...options, seed: 1, nonFinite: 'skip', validation: own });
    await expect(Promise.resolve(held)).rejects.toThrow('fit: validation holds NaN in example 7, feature 3');
  });

  test('of which every batch is bad end training, and are named', async () => {
    using model = make();
    const own: ArrayDataset = { name: 'own', shape: [64], values: new Float32Array(40 * 64).fill(NaN) };
    const error = await fails(fit(model, own, { loss: { squaredError }, batch: 10, nonFinite: 'skip' }));
    expect(error).toMatchObject({ step: 11, origin: 'data' });
    expect(error.message).toContain('fit: data holds NaN, so loss.squaredError is NaN at step 11');
  });
});

describe('training gives up', () => {
  test('after maxConsecutive steps that failed in a row', async () => {
    using model = make();
    const x = digitsLike(40);
    const nonFinite = { action: 'skip', maxConsecutive: 2 } as const;
    const options = { batch: 10, epochs: 3, nonFinite };
    const { history } = await fit(model, x, { ...options, loss: { error: wrongAt(squaredError, NaN, 2, 3, 5, 6) } });
    expect(history.at(-1)!.skippedSteps).toBe(4);
    const error = await expectNoLeaks(() =>
      fails(fit(model, x, { ...options, seed: 1, loss: { error: wrongAt(squaredError, NaN, 4, 5, 6) } })),
    );
    expect(error.step).toBe(6);
    expect(error.message).toContain('loss.error is NaN at step 6, in epoch 2; the 2 steps before it failed, too; training stopped');
    x.dispose();
  });

  test('at a loss of an epoch of which every step failed', async () => {
    using model = make();
    const x = digitsLike(40);
    const error = await fails(fit(model, x, { batch: 40, epochs: 20, nonFinite: 'skip', loss: { nan: () => scalar(NaN) } }));
    expect(error.step).toBe(11);
    x.dispose();
  });
});

describe('a spike of the loss', () => {
  const options = { batch: 10, epochs: 10 };
  const spiky = wrongAt(squaredError, 100, 25, 31);

  test('is found by the median of the losses before, and skipped', async () => {
    using model = make();
    using expected = make();
    const x = digitsLike(40);
    const { history } = await expectNoLeaks(() => fit(model, x, { ...options, loss: { spiky }, spikes: {} }));
    expect(history.at(-1)!.skippedSteps).toBe(2);
    expect(Math.max(...history.map(({ loss }) => loss))).toBe(history[0]!.loss);
    const plain = await fit(expected, x, { ...options, loss: { spiky: squaredError }, spikes: {} });
    expect(plain.history.at(-1)!.skippedSteps).toBe(0);
    x.dispose();
  });

  test('is left alone by default, and ends training with stop', async () => {
    using model = make();
    const x = digitsLike(40);
    expect((await fit(model, x, { ...options, loss: { spiky } })).history.at(-1)).not.toHaveProperty('skippedSteps');
    using other = make();
    const error = await expectNoLeaks(() => fails(fit(other, x, { ...options, loss: { spiky }, spikes: { action: 'stop' } })));
    expect(error).toMatchObject({ step: 25, origin: 'loss' });
    expect(error.message).toMatch(/^fit: the loss rises to [\d.]+ at step 25, in epoch 7, from a median of [\d.]+; training stopped/);
    x.dispose();
  });
});

test.each<[FaultOptions, string]>([
  [{ nonFinite: 'ignore' as 'skip' }, `fit: nonFinite must be 'stop', 'skip' or 'lowerLearningRate', not "ignore"`],
  [{ nonFinite: { action: 'lowerLearningRate', factor: 2 } }, 'fit: nonFinite: factor must lie between 0 and 1, not 2'],
  [{ nonFinite: { action: 'skip', maxConsecutive: -1 } }, 'fit: nonFinite: maxConsecutive must be a whole number of 0 or more, not -1'],
  [{ spikes: { threshold: 0 } }, 'fit: spikes: threshold must be above 0, not 0'],
  [{ spikes: { window: 3 } }, 'fit: spikes: window must be a whole number from 20 to 1048576, not 3'],
])('%o is refused', (options, message) => {
  using model = make();
  expect(() => fit(model, data, { loss: { squaredError }, ...options })).toThrow(message);
});
