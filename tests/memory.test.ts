import { setWasmBackend } from '@autoencoders/backend-wasm';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { meanSquaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { backend, randomUniform } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';

/* Memory of the WASM heap while a model trains. */

interface Wasm {
  readonly HEAPU8: Uint8Array;
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

let wasm: Wasm;
beforeAll(async () => {
  await setWasmBackend({ threads: 1 });
  ({ wasm } = backend() as unknown as { wasm: Wasm });
});

/** Bytes that are allocated from now on and not freed, now and at most. */
function watched(): { live: number; peak: number } {
  const seen = { live: 0, peak: 0 };
  const sizes = new Map<number, number>();
  const { _malloc: allocate, _free: free } = wasm;
  wasm._malloc = (bytes) => {
    const address = allocate(bytes);
    sizes.set(address, bytes);
    seen.live += bytes;
    seen.peak = Math.max(seen.peak, seen.live);
    return address;
  };
  wasm._free = (address) => {
    seen.live -= sizes.get(address) ?? 0;
    sizes.delete(address);
    free(address);
  };
  return seen;
}

const mirrored = (features: number, sizes: readonly number[]): Autoencoder<Tensor2D> => {
  const hidden = sizes.slice(0, -1).map((size) => chain(dense(size), relu));
  const stack = (layers: typeof hidden) => layers.reduce((before, layer) => chain(before, layer));
  return autoencoder({
    input: [features],
    encoder: chain(stack(hidden), dense(sizes.at(-1)!)),
    decoder: chain(stack(hidden.toReversed()), dense(features)),
    output: sigmoid,
  });
};

test('a thousand steps grow the heap by nothing after the tenth', async () => {
  using model = mirrored(64, [32, 8]);
  const data = randomUniform<Rank.R2>([320, 64]);
  const sizes: number[] = [];
  for await (const _ of fit(model, data, { loss: { meanSquaredError }, batch: 32, epochs: 100, every: 1 })) sizes.push(wasm.HEAPU8.length);
  data.dispose();
  expect(sizes).toHaveLength(1000);
  expect(sizes.at(-1)).toBe(sizes[9]);
});

test('training takes at most half as much again as weights, gradients, moments and activations', async () => {
  const seen = watched();
  const sizes = [512, 256, 64];
  using model = mirrored(784, sizes);
  const data = randomUniform<Rank.R2>([512, 784]);
  const others = seen.live - 4 * model.parameterCount;
  seen.peak = 0;
  const steps: number[] = [];
  for await (const _ of fit(model, data, { loss: { meanSquaredError }, batch: 128, epochs: 4, every: 1 })) steps.push(seen.peak);
  data.dispose();
  const activations = 4 * 128 * (784 + 512 + 256 + 64 + 256 + 512 + 784 + 784);
  // Weights, gradients and two moments.
  const needed = 4 * 4 * model.parameterCount + activations;
  expect((seen.peak - others) / needed).toBeLessThan(1.5);
  expect((seen.peak - others) / needed).toBeGreaterThan(1);
  expect(steps.at(-1)).toBe(steps[9]);
});
