import '@tensorflow/tfjs-backend-cpu';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { setNodeBackend } from '@autoencoders/backend-node';
import { digitsLike } from '@autoencoders/testing';
import { fit } from '@autoencoders/training';
import type { FitOptions } from '@autoencoders/training';
import { undercomplete, variants, variational } from '@autoencoders/variants';
import type { Variant } from '@autoencoders/variants';
import { backend, memory, reshape, setBackend, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';

/* What a long training leaves behind while it goes on: nothing may grow. LONG_TESTS=1 takes 2,000 steps, and 500 on the slow CPU backend. */

const long = process.env['LONG_TESTS'] === '1';
const PER_EPOCH = 4;
/** A convolution takes the CPU backend a fifth of a second. */
const stepsOn = (where: string, variant: string): number =>
  where === 'the CPU backend' ? (variant !== 'convolutional' ? (long ? 500 : 40) : long ? 100 : 20) : long ? 2000 : 120;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

interface Footprint {
  readonly tensors: number;
  readonly buffers: number;
  /** Bytes of the WASM heap. */
  readonly wasm: number;
  /** Megabytes of JavaScript's heap and of array buffers, after a collection, and of the process. */
  readonly heap: number;
  readonly arrays: number;
  readonly process: number;
}

async function footprint(): Promise<Footprint> {
  collect();
  // Array buffers are freed by another thread, after the objects that had them.
  await new Promise((done) => setTimeout(done, 50));
  collect();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const { numTensors: tensors, numDataBuffers: buffers } = memory();
  const { wasm } = backend() as { readonly wasm?: { readonly HEAPU8: Uint8Array } };
  const [heap, arrays, all] = [heapUsed, arrayBuffers, rss].map((bytes) => bytes / 2 ** 20) as [number, number, number];
  return { tensors, buffers, wasm: wasm?.HEAPU8.length ?? 0, heap, arrays, process: all };
}

type Options = Partial<FitOptions<any, any, string>>;
const faults: Options = { nonFinite: 'lowerLearningRate', spikes: {} };
const judged: Options = { validation: 0.25, earlyStopping: { patience: 5000 } };

describe.each([
  ['the CPU backend', () => setBackend('cpu')],
  ['WASM', () => setNodeBackend({ blas: false })],
  ['the BLAS', () => setNodeBackend({ onNotice: () => undefined })],
])('on %s, steps leave nothing behind', (where, begin) => {
  beforeAll(async () => {
    await begin();
  });

  test.each([
    ...variants.map((variant) => [variant.name, variant, {}] as const),
    ['undercomplete, with faults looked for', undercomplete as Variant, faults] as const,
    ['variational, with validation', variational as Variant, judged] as const,
  ])(
    '%s',
    async (name, variant, more) => {
      const shape = variant.images ? [8, 8, 1] : [64];
      const settings = variant.settings(shape, { latent: 4 });
      using model = variant.model(shape, settings);
      const x = tidy(() => reshape(digitsLike(16 * PER_EPOCH), [16 * PER_EPOCH, ...shape]));
      const seen: Footprint[] = [];
      const run = fit(model, x as never, {
        loss: variant.loss(settings),
        corrupt: variant.corrupt?.(settings),
        batch: 16,
        epochs: stepsOn(where, name) / PER_EPOCH,
        ...more,
      });
      for await (const { epoch, epochs } of run) if (epoch % (epochs / 5) === 0) seen.push(await footprint());
      x.dispose();
      const [first, last] = [seen[0]!, seen.at(-1)!];
      // oxlint-disable-next-line no-console -- The figures of the long form are its result.
      if (long) console.log(JSON.stringify({ where, name, first, last }));
      expect(seen).toHaveLength(5);
      expect([last.tensors, last.buffers, last.wasm]).toEqual([first.tensors, first.buffers, first.wasm]);
      // The history grows by an entry for each epoch, and compilers keep what they made.
      expect(last.heap - first.heap).toBeLessThan(4);
      expect(last.arrays - first.arrays).toBeLessThan(1);
      expect(last.process - first.process).toBeLessThan(64);
    },
    long ? 600_000 : 30_000,
  );
});
