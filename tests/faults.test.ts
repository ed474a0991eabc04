import '@tensorflow/tfjs-backend-cpu';
import { setNodeBackend } from '@autoencoders/backend-node';
import { adam, adamW, clipByGlobalNorm, leaves, parameterGroups, sgd } from '@autoencoders/core';
import type { Loss, Model, Optimizer } from '@autoencoders/core';
import { chain, dense, relu } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { badGradientAt, digitsLike, expectNoLeaks, wrongAt } from '@autoencoders/testing';
import { fit } from '@autoencoders/training';
import type { FaultAction } from '@autoencoders/training';
import { fill, mul, setBackend, sum, tidy, variable } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/* What training does after steps that fail, on backends whose optimizers write in place, and on one whose do not. */

/** `optimizer`, which changes nothing in the given steps. */
const idleAt = (optimizer: Optimizer, ...steps: readonly number[]): Optimizer => ({
  init: optimizer.init,
  update: (gradients, state, weights, clock) =>
    steps.includes(clock.step + 1) ? { weights, state } : optimizer.update(gradients, state, weights, clock),
});

const make = () => autoencoder({ input: [64], encoder: chain(dense(8), relu), decoder: dense(64), seed: 1 });
const weightsOf = (model: Pick<Model<any, any, any>, 'weights'>): number[] =>
  Object.values(leaves(model.weights)).flatMap((leaf) => [...leaf.dataSync()]);

describe.each([
  ['the CPU backend', () => setBackend('cpu')],
  ['WASM', () => setNodeBackend({ blas: false })],
  ['the BLAS', () => setNodeBackend({ onNotice: () => undefined })],
])('on %s, training goes on', (_, begin) => {
  let data: Tensor2D;
  beforeAll(async () => {
    await begin();
    data = digitsLike(40);
  });
  afterAll(() => data.dispose());

  test.each([
    ['a loss that is NaN', wrongAt(squaredError, NaN, 3, 6), adam()],
    ['a loss that is infinite', wrongAt(squaredError, Infinity, 3, 6), sgd({ momentum: 0.9 })],
    ['a gradient that is not finite', badGradientAt(squaredError, 3, 6), adam()],
    ['a gradient that is not finite, clipped', badGradientAt(squaredError, 3, 6), clipByGlobalNorm(1, adamW())],
    [
      'a gradient that is not finite, in groups',
      badGradientAt(squaredError, 3, 6),
      parameterGroups({ encoder: sgd({ momentum: 0.5 }) }, adam()),
    ],
  ])('with skip, after %s: as if the step had changed nothing', async (__, error, optimizer) => {
    using model = make();
    using expected = make();
    const options = { epochs: 2, batch: 10 };
    const { history } = await expectNoLeaks(() => fit(model, data, { ...options, loss: { error }, optimizer, nonFinite: 'skip' }));
    expect(history.map(({ skippedSteps, learningRateFactor }) => [skippedSteps, learningRateFactor])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    await fit(expected, data, { ...options, loss: { error: squaredError }, optimizer: idleAt(optimizer, 3, 6) });
    expect(weightsOf(model)).toEqual(weightsOf(expected));
  });

  test('with lowerLearningRate, from the last good weights, by smaller steps', async () => {
    using model = make();
    const seen: number[][] = [];
    const run = fit(model, data, {
      loss: { error: wrongAt(squaredError, NaN, 3) },
      optimizer: sgd({ learningRate: 0.25 }),
      nonFinite: 'lowerLearningRate',
      shuffle: false,
      batch: 40,
      epochs: 4,
    });
    for await (const __ of run) seen.push(weightsOf(model));
    const [first, second, third, fourth] = seen as [number[], number[], number[], number[]];
    // The loss of step 3 is bad, so that step 2 is taken back. Then, half of the same step is made.
    expect(third).toEqual(first);
    fourth.forEach((value, i) => expect(value).toBeCloseTo((first[i]! + second[i]!) / 2, 5));
  });

  test.each<FaultAction>(['skip', 'lowerLearningRate'])(
    'with %s, from any checkpoint to the same weights and the same history',
    async (action) => {
      const options = {
        loss: {
          error: ((pass) =>
            pass.clock.step === 29 ? mul(squaredError(pass), 99) : wrongAt(squaredError, NaN, 3, 10, 33)(pass)) satisfies Loss,
        },
        nonFinite: action,
        spikes: { action },
        batch: 10,
        epochs: 9,
      };
      const kept: Uint8Array[] = [];
      const store = { write: (bytes: Uint8Array) => void kept.push(bytes), read: () => kept.at(-1) };
      using model = make();
      const { history } = await fit(model, data, { ...options, checkpoint: { store, everySteps: 5 } });
      expect(history.at(-1)).toMatchObject({ skippedSteps: 4, learningRateFactor: action === 'skip' ? 1 : 0.5 ** 4 });
      expect(kept.length).toBeGreaterThan(5);
      const figures = (all: typeof history) =>
        all.map(({ loss, skippedSteps, learningRateFactor }) => [loss, skippedSteps, learningRateFactor]);
      for (const resume of kept) {
        using again = make();
        const result = await fit(again, data, { ...options, resume });
        expect(weightsOf(again)).toEqual(weightsOf(model));
        expect(figures(result.history)).toEqual(figures(history));
      }
    },
  );

  test('with weights so large that their sum is infinite, though none is', async () => {
    const w = tidy(() => variable(fill([4], 3e38)));
    const forward = (x: Tensor2D) => ({ codes: x, logits: x, output: () => x, decode: () => x });
    const zero: Loss = () => sum(mul(w, 0)) as Scalar;
    await expectNoLeaks(() => fit({ input: [64], weights: { w }, forward }, data, { loss: { zero }, epochs: 2 }));
    expect([...w.dataSync()]).toEqual(Array.from({ length: 4 }, () => Math.fround(3e38)));
    w.dispose();
  });
});
