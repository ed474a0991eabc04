import { setNodeBackend } from '@autoencoders/backend-node';
import { setWasmBackend } from '@autoencoders/backend-wasm';
import { leaves } from '@autoencoders/core';
import type { Model } from '@autoencoders/core';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, squaredError } from '@autoencoders/losses';
import { stacked } from '@autoencoders/models';
import { maskingNoise } from '@autoencoders/noise';
import { digitsLike } from '@autoencoders/testing';
import { fit, pretrain, readCheckpoint } from '@autoencoders/training';
import type { CheckpointStore } from '@autoencoders/training';
import { Tensor, memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { draws, randomTraining } from './cases/trainings.js';
import type { Draws } from './cases/trainings.js';

/** How many random trainings each backend interrupts. */
const RUNS = Number(process.env['CHECKPOINT_RUNS'] ?? 25);

/** A store that dies after some checkpoints: what comes later is lost, as after a power cut. */
function mortal(lives: number): CheckpointStore & { readonly count: () => number } {
  let kept: Uint8Array | undefined;
  let count = 0;
  return {
    write(bytes) {
      if (count++ < lives) kept = bytes;
    },
    read: () => kept,
    count: () => count,
  };
}

/** Every number of a model as bits. */
const bitsOf = (model: Pick<Model<any, any, any>, 'weights'>): Record<string, number[]> =>
  Object.fromEntries(
    Object.entries(leaves(model.weights)).map(([path, leaf]) => [
      path,
      [...new Uint32Array((leaf.dataSync() as Float32Array).slice().buffer)],
    ]),
  );

/** A result without its times. */
const timeless = (result: unknown): unknown =>
  JSON.parse(
    JSON.stringify(result, (key, value: unknown) => (/Second/.test(key) ? undefined : typeof value === 'number' ? String(value) : value)),
  );

type Train = (model: any, more: Record<string, unknown>) => AsyncGenerator<unknown> & Promise<unknown>;

/** Trains to the end in one go, and again with interruptions, each resumed with a new model. Both must be the same. */
async function interrupted({ below, of }: Draws, make: (seed: number) => any, train: Train): Promise<void> {
  const whole = make(1);
  const expected = { result: timeless(await train(whole, {})), bits: bitsOf(whole) };
  whole.dispose();
  let bytes: Uint8Array | undefined;
  for (let i = 0; i < 1 + below(3); i++) {
    const model = make(i + 1);
    const everySteps = 1 + below(4);
    const store = mortal(1 + below(6));
    const run = train(model, { checkpoint: { store, everySteps }, ...(bytes && { resume: bytes }), every: of([1, 1, 3, Infinity]) });
    // At any progress, or never: what the store has by then is what is left.
    let left = below(12);
    for await (const _ of run) if (left-- === 0) break;
    model.dispose();
    bytes = (await store.read(() => undefined)) ?? bytes;
  }
  const last = make(9);
  const result = timeless(await train(last, bytes ? { resume: bytes } : {}));
  expect(result).toEqual(expected.result);
  expect(bitsOf(last)).toEqual(expected.bits);
  last.dispose();
}

const levelsOf = (seed: number) =>
  stacked({
    input: [64],
    levels: [
      { encoder: chain(dense(24), sigmoid), decoder: dense(64), output: sigmoid },
      { encoder: chain(dense(12), sigmoid), decoder: dense(24), output: sigmoid },
      { encoder: dense(4), decoder: dense(12) },
    ],
    seed,
  });

describe.each([
  ['WASM', () => setWasmBackend({ threads: 1 })],
  ['the BLAS', () => setNodeBackend({ threads: 1, onNotice: () => undefined })],
] as const)('an interrupted training ends as one that was not, to the last bit, on %s', (_, set) => {
  beforeAll(async () => void (await set()));

  test.each(Array.from({ length: RUNS }, (_, i) => i))('random training %i', async (seed) => {
    const { name, model, data, options } = randomTraining(seed);
    const before = memory().numTensors;
    await interrupted(draws(seed + 1000), model, (own, more) => fit(own, data as any, { ...options, ...more } as any) as any).catch(
      (error: Error) => {
        error.message = `${name}\n${error.message}`;
        throw error;
      },
    );
    expect(memory().numTensors).toBe(before);
    if (data instanceof Tensor) data.dispose();
  });

  test.each(Array.from({ length: Math.ceil(RUNS / 5) }, (_, i) => i))('random pre-training %i', async (seed) => {
    const own = draws(seed + 2000);
    const data = digitsLike(30 + own.below(20));
    const options = {
      epochs: 1 + own.below(3),
      batch: 5 + own.below(8),
      seed: own.below(9),
      validation: own.of([undefined, 0.2]),
      memory: own.of([0, 4000, 2 ** 28]),
      levels: [
        { loss: { binaryCrossEntropy }, corrupt: maskingNoise(0.25) },
        { loss: { squaredError }, earlyStopping: { patience: 0, minDelta: 0.01 }, epochs: 3 },
        { loss: { squaredError } },
      ],
    };
    const before = memory().numTensors;
    await interrupted(own, levelsOf, (stack, more) => pretrain(stack, data, { ...options, ...more } as any) as any);
    expect(memory().numTensors).toBe(before);
    data.dispose();
  });
});

test('a checkpoint is plain data that reads as it was written', async () => {
  await setWasmBackend({ threads: 1 });
  const store = mortal(1);
  const { model, data, options } = randomTraining(3);
  using own = model(1);
  await fit(own, data as any, { ...options, checkpoint: { store, everySteps: 1 } } as any);
  const checkpoint = readCheckpoint((await store.read(() => undefined))!);
  expect(checkpoint).toMatchObject({ call: 'fit', level: 1, epoch: 1, step: 1, globalStep: 1 });
  expect(Object.keys(checkpoint.weights)).toEqual(Object.keys(leaves(own.weights)));
  if (data instanceof Tensor) data.dispose();
});
