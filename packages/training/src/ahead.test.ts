import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { copyRegisteredKernels, env, registerBackend, scalar, setBackend } from '@tensorflow/tfjs-core';
import { DivergenceError } from '@autoencoders/core';
import type { Loss } from '@autoencoders/core';
import { squaredError } from '@autoencoders/losses';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { all, plainModel, weightsOf } from '../test/helpers.js';
import { readCheckpoint } from './checkpoints/checkpoint.js';
import { fit } from './fit.js';

/*
 * A backend that reading makes wait, as WebGL and WebGPU do: the CPU's kernels under another's name. Losses are read
 * sixteen steps at a time there.
 */
beforeAll(() => {
  copyRegisteredKernels('cpu', 'webgl');
  registerBackend('webgl', () => new MathBackendCPU());
  env().registerFlag('WEBGL_RENDER_FLOAT32_ENABLED', () => true);
});

const options = { loss: { squaredError }, epochs: 2, batch: 4, seed: 3 };

/** Twenty-five steps an epoch, on one backend: the losses as they are told, and the weights in the end. */
async function trained(backend: string, more: object = {}): Promise<{ losses: number[]; weights: number[] }> {
  await setBackend(backend);
  const data = digitsLike(100);
  using model = plainModel();
  const losses: number[] = [];
  for await (const { loss } of fit(model, data, { ...options, ...more })) losses.push(loss);
  data.dispose();
  return { losses, weights: weightsOf(model) };
}

describe('where losses are read many steps at a time', () => {
  test('they are the same, and so are the weights', async () => {
    expect(await trained('webgl')).toEqual(await trained('cpu'));
  });

  test('whoever asks for them every few steps gets them, of all steps so far', async () => {
    const [waiting, direct] = [await trained('webgl', { every: 7 }), await trained('cpu', { every: 7 })];
    expect(waiting.losses).toHaveLength(2 * 4);
    expect(waiting).toEqual(direct);
  });

  test('one that is not finite is found at the next reading, by its step; the weights are those of the one before', async () => {
    await setBackend('webgl');
    const data = digitsLike(100);
    const turning: Loss = (pass) => (pass.clock.step + 1 >= 20 ? scalar(NaN) : squaredError(pass));
    using model = plainModel();
    using expected = plainModel();
    const found = await expectNoLeaks(() =>
      all(fit(model, data, { ...options, loss: { squaredError, turning } })).then(
        () => undefined,
        (error: unknown) => error as DivergenceError,
      ),
    );
    expect(found).toBeInstanceOf(DivergenceError);
    expect([found!.step, found!.term]).toEqual([20, 'turning']);
    // Read after sixteen steps, whose last loss is of the weights that fifteen had made.
    for await (const { step } of fit(expected, data, { ...options, loss: { squaredError, turning }, every: 15 })) if (step === 15) break;
    expect(weightsOf(model)).toEqual(weightsOf(expected));
    data.dispose();
  });

  test('a checkpoint in between has the losses of all steps so far, and training goes on from it to the last bit', async () => {
    await setBackend('webgl');
    const data = digitsLike(100);
    using whole = plainModel();
    using begun = plainModel();
    using resumed = plainModel(5);
    const expected = await fit(whole, data, options);
    const kept: Uint8Array[] = [];
    const store = { write: (bytes: Uint8Array) => void kept.push(bytes), read: () => undefined };
    await fit(begun, data, { ...options, checkpoint: { store, everySteps: 7, everySeconds: Infinity } });
    expect(kept.map((bytes) => readCheckpoint(bytes)).map(({ epoch, step, examples }) => [epoch, step, examples])).toEqual([
      [1, 7, 28],
      [1, 14, 56],
      [1, 21, 84],
      [2, 3, 12],
      [2, 10, 40],
      [2, 17, 68],
      [2, 24, 96],
      [3, 0, 0],
    ]);
    for (const resume of kept.slice(1, 6)) {
      const { history } = await fit(resumed, data, { ...options, resume });
      expect(history.map(({ loss }) => loss)).toEqual(expected.history.map(({ loss }) => loss));
      expect(weightsOf(resumed)).toEqual(weightsOf(whole));
    }
    data.dispose();
  });

  test('leaving the loop in between leaves nothing behind', async () => {
    await setBackend('webgl');
    const data = digitsLike(100);
    using model = plainModel();
    await expectNoLeaks(async () => {
      for await (const { step } of fit(model, data, { ...options, every: 5 })) if (step === 20) break;
    });
    data.dispose();
  });
});
