// What all platforms run: it trains a small model on pictures of digits, from a fixed seed.
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { digits, take, toFlat } from '@autoencoders/datasets';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';

export const options = { loss: { squaredError }, epochs: 5, seed: 1 };

export const makeModel = () =>
  autoencoder({
    input: [64],
    encoder: chain(dense(32), relu, dense(8)),
    decoder: chain(dense(32), relu, dense(64)),
    output: sigmoid,
    seed: 1,
  });

export const someDigits = async () => toFlat(take(await digits(), 512));

/** Trains on the calling thread. Resolves with the last loss, and what the backend runs on. */
export async function train() {
  const info = await setWasmBackend();
  const model = makeModel();
  try {
    const { history } = await fit(model, await someDigits(), options);
    return { loss: history.at(-1)?.loss, ...info };
  } finally {
    model.dispose();
  }
}
