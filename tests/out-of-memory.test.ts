import { setWasmBackend } from '@autoencoders/backend-wasm';
import { leaves } from '@autoencoders/core';
import { chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder, load, save } from '@autoencoders/models';
import type { Savable } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
import { backend, memory, randomUniform, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';

/* The WASM heap is full: in every place of a training step and of loading where memory is asked for, and for good. */

interface Wasm {
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

let wasm: Wasm;
let allocate: Wasm['_malloc'];
beforeAll(async () => {
  await setWasmBackend({ threads: 1 });
  ({ wasm } = backend() as unknown as { wasm: Wasm });
  allocate = wasm._malloc;
});
afterEach(() => {
  wasm._malloc = allocate;
});

/** A request that never fits, so that the allocator says what it says where memory has run out. */
const HUGE = 2 ** 32;
const NO_ROOM = /^backend-wasm: there is no room for [\d,]+ MB more; the heap holds [\d,]+ MB of the 4 GB/;

/** From now on, the request of this number finds no room, the first being 1. Gives how many there were. */
function fullAt(number: number): { readonly requests: () => number } {
  let count = 0;
  wasm._malloc = (bytes) => allocate(++count === number ? HUGE : bytes);
  return { requests: () => count };
}

const weightsOf = (model: Parameters<typeof save>[0]): string =>
  Object.values(leaves(model.weights))
    .map((leaf) => leaf.dataSync().join())
    .join('|');

const models: Readonly<Record<string, () => Savable & ReturnType<typeof autoencoder<any, any>>>> = {
  dense: () =>
    autoencoder({ input: [16], encoder: chain(dense(8), relu, dense(2)), decoder: dense(16), output: sigmoid, seed: 1 }) as never,
  convolutional: () =>
    autoencoder({
      input: [8, 8, 1],
      encoder: chain(conv2d(4, { stride: 2 }), relu, flatten, dense(2)),
      decoder: chain(dense(4 * 4 * 4), relu, reshape([4, 4, 4]), conv2dTranspose(1, { stride: 2 })),
      output: sigmoid,
      seed: 1,
    }) as never,
};

describe.each(Object.entries(models))('of a %s model', (_, make) => {
  const dataIds = (): number => (backend() as unknown as { numDataIds: () => number }).numDataIds();

  test('training ends with one sentence, the weights of the last good step, and nothing left behind, wherever memory runs out', async () => {
    const shape = make().input;
    const data = randomUniform([20, ...shape], 0, 1, 'float32', 1) as Tensor;
    const options = { loss: { squaredError }, batch: 10, epochs: 1, seed: 1, shuffle: false };
    const good = new Set<string>();
    {
      using model = make();
      good.add(weightsOf(model));
      for await (const __ of fit(model, data, { ...options, every: 1 })) good.add(weightsOf(model));
    }
    expect(good.size).toBe(3);
    let faults = 0;
    for (let number = 1; ; number++) {
      using model = make();
      const before = [memory().numTensors, dataIds()];
      const full = fullAt(number);
      const error = await fit(model, data, options).then(
        () => undefined,
        (reason: unknown) => reason as Error,
      );
      wasm._malloc = allocate;
      if (full.requests() < number) break;
      faults += 1;
      expect(error?.message, `request ${number}`).toMatch(NO_ROOM);
      expect([memory().numTensors, dataIds()], `request ${number}`).toEqual(before);
      expect(good.has(weightsOf(model)), `request ${number}`).toBe(true);
    }
    expect(faults).toBeGreaterThan(10);
    data.dispose();
    process.stderr.write(`training a model: ${faults} requests for memory, each refused once\n`);
  });

  test('loading ends with one sentence, and nothing left behind, wherever memory runs out', async () => {
    using model = make();
    const bytes = await save(model);
    let faults = 0;
    for (let number = 1; ; number++) {
      const before = [memory().numTensors, dataIds()];
      const full = fullAt(number);
      const read = (): void => load(bytes).dispose();
      if (number > 100) throw new Error('loading asks for memory again and again');
      try {
        read();
      } catch (error) {
        expect((error as Error).message).toMatch(NO_ROOM);
        faults += 1;
      } finally {
        wasm._malloc = allocate;
      }
      expect([memory().numTensors, dataIds()], `request ${number}`).toEqual(before);
      if (full.requests() < number) break;
    }
    expect(faults).toBeGreaterThan(3);
  });
});

test('a batch that does not fit is refused, and a smaller one is then trained as if nothing had been', async () => {
  const taken: number[] = [];
  // Until 100 MB are left, a part at a time, as the heap cannot grow by everything at once.
  for (let size = 1e9; size >= 1e8;) {
    try {
      taken.push(allocate(size));
    } catch {
      size /= 2;
    }
  }
  const make = () => autoencoder({ input: [4], encoder: dense(2000), decoder: dense(4), seed: 1 });
  const data = randomUniform<Rank.R2>([20_000, 4], 0, 1, 'float32', 1);
  using model = make();
  const begin = weightsOf(model);
  const options = { loss: { squaredError }, epochs: 1, seed: 1 };
  const before = memory().numTensors;
  await expect(Promise.resolve(fit(model, data, { ...options, batch: 20_000 }))).rejects.toThrow(NO_ROOM);
  expect(memory().numTensors).toBe(before);
  expect(weightsOf(model)).toBe(begin);
  await fit(model, data, { ...options, batch: 500 });
  for (const address of taken) wasm._free(address);
  using other = make();
  await fit(other, data, { ...options, batch: 500 });
  expect(weightsOf(model)).toBe(weightsOf(other));
  tidy(() => data.dispose());
}, 60_000);
