import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { copyRegisteredKernels, findBackend, registerBackend, removeBackend, setBackend } from '@tensorflow/tfjs-core';
import { BackendLostError } from '@autoencoders/core';
import { declareFound, declareLost } from '@autoencoders/core/internal';
import { squaredError } from '@autoencoders/losses';
import { digitsLike } from '@autoencoders/testing';
import { expect, test } from 'vitest';
import { plainModel, weightsOf } from '../test/helpers.js';
import type { CheckpointStore } from './checkpoints/store.js';
import { fit } from './fit.js';

/** A device that can be lost, under the name of a backend that has one. */
async function setDevice(): Promise<void> {
  if (findBackend('webgpu') !== null) removeBackend('webgpu');
  registerBackend('webgpu', () => new MathBackendCPU());
  declareFound('webgpu');
  await setBackend('webgpu');
}

/** Trains, and loses the device in the third epoch. */
async function lostIn(options: object): Promise<BackendLostError> {
  await setDevice();
  const run = fit(plainModel(), digitsLike(30), { ...how, every: 1, ...options });
  try {
    for await (const { epoch, step } of run) if (epoch === 3 && step === 2) declareLost('webgpu', 'its driver restarted');
  } catch (error) {
    return error as BackendLostError;
  }
  throw new Error('nothing was lost');
}

const how = { loss: { squaredError }, batch: 10, epochs: 5, seed: 1 };
copyRegisteredKernels('cpu', 'webgpu');

test('without checkpoints, the error has the weights of the last epoch', async () => {
  const error = await lostIn({});
  expect(error).toBeInstanceOf(BackendLostError);
  expect(error.message).toBe(
    'fit: the device behind the webgpu backend was lost (its driver restarted); the weights after epoch 2 are in the error',
  );
  expect(Object.keys(error.weights!)).toContain('encoder.0.kernel');
});

test('with checkpoints, it says how to go on, and the weights are those of a training without a loss', async () => {
  let kept: Uint8Array | undefined;
  const store: CheckpointStore = { write: (bytes) => void (kept = bytes), read: () => kept };
  const checkpoint = { store, everySteps: 1 };
  const error = await lostIn({ checkpoint });
  expect(error).toBeInstanceOf(BackendLostError);
  expect(error.message).toBe(
    'fit: the device behind the webgpu backend was lost (its driver restarted); the weights after epoch 2 are in the error; to go on from the last checkpoint, set the backend again, or start another worker, and call fit with resume: true',
  );
  await setDevice();
  const [whole, model] = [plainModel(), plainModel(5)];
  await fit(whole, digitsLike(30), how);
  const { history } = await fit(model, digitsLike(30), { ...how, checkpoint, resume: true });
  expect(history).toHaveLength(5);
  expect(weightsOf(model)).toEqual(weightsOf(whole));
});
