import { squaredError } from '@autoencoders/losses';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { autoencoder } from '@autoencoders/models';
import { digitsLike } from '@autoencoders/testing';
import { browserStore, fit } from '../../src/index.js';
import type { CheckpointStore } from '../../src/index.js';
import { readCheckpoint } from '../../src/checkpoints/checkpoint.js';
import { weightsOf } from '../helpers.js';

const options = { loss: { squaredError }, batch: 10, seed: 1 };

/** A model whose checkpoints have 2 MB, so that writing one takes some time. */
const largeModel = (seed: number) =>
  autoencoder({ input: [64], encoder: chain(dense(1300), relu, dense(4)), decoder: dense(64), output: sigmoid, seed });

/**
 * Goes on with a training that takes a checkpoint after every step, to its end. The page tells the test when it begins to write one, and when
 * that is written.
 */
export async function trainOn(name: string, epochs: number): Promise<number[]> {
  const { begun, written } = globalThis as unknown as Record<'begun' | 'written', (globalStep: number) => void>;
  const store = browserStore(name);
  const telling: CheckpointStore = {
    ...store,
    async write(checkpoint, info) {
      begun(info.globalStep);
      await store.write(checkpoint, info);
      written(info.globalStep);
    },
  };
  const model = largeModel(1);
  const checkpoint = { store: telling, everySteps: 1, onNotice: fail };
  await fit(model, digitsLike(60), { ...options, epochs, checkpoint, resume: true });
  return weightsOf(model);
}

/** A damaged checkpoint is passed over with a notice. Here there must be none. */
const fail = (notice: string): never => {
  throw new Error(notice);
};

/** The weights of the same training, never interrupted. */
export async function trainAtOnce(epochs: number): Promise<number[]> {
  const model = largeModel(1);
  await fit(model, digitsLike(60), { ...options, epochs });
  return weightsOf(model);
}

/** At which step the newest checkpoint of a store was taken. Fails if one is damaged. */
export async function newestStep(name: string): Promise<number> {
  const bytes = await browserStore(name).read(fail);
  return bytes ? readCheckpoint(bytes).globalStep : 0;
}
