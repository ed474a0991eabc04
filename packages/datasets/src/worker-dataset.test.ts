import '@tensorflow/tfjs-backend-cpu';
import { setTimeout as after } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { InputError } from '@autoencoders/core';
import type { ArrayDataset, IndexedDataset, StreamDataset } from '@autoencoders/core';
import { passOver } from '@autoencoders/core/internal';
import type { Pass } from '@autoencoders/core/internal';
import { afterEach, describe, expect, test } from 'vitest';
import { datasetOf } from '../test/worker/dataset-of.js';
import type { Asked } from '../test/worker/dataset-of.js';
import { cache, map, serveDataset, split, workerDataset } from './index.js';
import type { WorkerDataset } from './index.js';

const script = new URL('../test/worker/serve.ts', import.meta.url);
const started: WorkerDataset[] = [];
afterEach(() => started.splice(0).forEach(({ terminate }) => terminate()));

async function remote<D = StreamDataset>(asked: Asked): Promise<WorkerDataset & D> {
  const dataset = await workerDataset(new Worker(script), { options: asked });
  started.push(dataset);
  return dataset as WorkerDataset & D;
}

const collect = async (items: AsyncIterable<ArrayDataset>): Promise<readonly ArrayDataset[]> => {
  const all: ArrayDataset[] = [];
  for await (const item of items) all.push(item);
  return all;
};

describe('a dataset in a worker', () => {
  test('is a stream of the same chunks, every time anew, and two loops at once', async () => {
    const asked: Asked = { kind: 'stream', count: 95 };
    const there = await remote(asked);
    const here = await collect((datasetOf(asked) as StreamDataset).chunks());
    const { name, shape, classes, count } = there;
    expect({ name, shape, classes, count }).toEqual({ name: 'numbers', shape: [3], classes: ['even', 'odd'], count: undefined });
    const [one, other] = await Promise.all([collect(there.chunks()), collect(there.chunks())]);
    expect(one).toEqual(here.map((chunk) => ({ ...chunk, name: 'numbers' })));
    expect(other).toEqual(one);
    expect(await collect(there.chunks())).toEqual(one);
    expect((await cache(map(there, ({ values }) => [values[0]! + 1, 0, 0]))).values[3 * 94]).toBe(3 * 94 + 1);
  });

  test.each(['rows', 'memory'] as const)('is read by rows, where it is %s there', async (kind) => {
    const there = await remote<IndexedDataset>({ kind, count: 20 });
    const rows = await there.rows(Int32Array.of(19, 0));
    expect(there.count).toBe(20);
    expect(rows).toMatchObject({ values: Float32Array.of(57, 58, 59, 0, 1, 2), labels: Int32Array.of(1, 0), classes: ['even', 'odd'] });
  });

  test.each<[string, Partial<Pass>]>([
    ['in order', {}],
    ['shuffled', { seed: 7 }],
    ['a share, shuffled', { seed: 7, shares: [{ share: 0.3, seed: 1, chosen: false }] }],
    ['in batches that one message cannot hold', { seed: 3, size: 100_000 }],
  ])('gives the same batches as without a worker: a stream, %s', async (_, some) => {
    const asked: Asked = { kind: 'stream', count: 105 };
    const pass: Pass = { call: 'fit', name: 'the data', size: 8, window: 50, ...some };
    const batches = await collect(passOver(datasetOf(asked) as StreamDataset, pass));
    expect(await collect(passOver(await remote(asked), pass))).toEqual(batches);
    expect(batches.length).toBeGreaterThan(0);
  });

  test.each<[string, Partial<Pass>]>([
    ['in order', {}],
    ['shuffled', { seed: 7 }],
    ['some rows, shuffled', { seed: 7, rows: Int32Array.of(1, 4, 9, 16, 25, 36, 49, 64, 81) }],
  ])('gives the same batches as without a worker: rows, %s', async (_, some) => {
    const asked: Asked = { kind: 'rows', count: 105 };
    const pass: Pass = { call: 'fit', name: 'the data', size: 4, window: 0, ...some };
    expect(await collect(passOver(await remote<IndexedDataset>(asked), pass))).toEqual(
      await collect(passOver(datasetOf(asked) as IndexedDataset, pass)),
    );
  });

  test('is split there, and each part gives the same batches as without a worker', async () => {
    const asked: Asked = { kind: 'stream', count: 105 };
    const there = split((await remote(asked)) as StreamDataset, 0.7, { seed: 3 });
    const here = split(datasetOf(asked) as StreamDataset, 0.7, { seed: 3 });
    const pass: Pass = { call: 'fit', name: 'the data', size: 8, window: 50, seed: 1 };
    for (const part of [0, 1] as const)
      expect(await collect(passOver(there[part], pass))).toEqual(await collect(passOver(here[part], pass)));
  });

  test('begins the next epoch as soon as one is read, with the same batches as without a worker', async () => {
    const made = new Int32Array(new SharedArrayBuffer(4));
    const asked: Asked = { kind: 'stream', count: 105, made };
    const there = await remote(asked);
    for (const seed of [1, 2, 3]) {
      const pass: Pass = { call: 'fit', name: 'the data', size: 8, window: 50, seed };
      const read = collect(passOver(there, pass));
      expect(await read).toEqual(await collect(passOver(datasetOf({ ...asked, made: undefined }) as StreamDataset, pass)));
      await after(50);
      expect(made[0]).toBe(11 * (seed + 1));
    }
  });

  test('is read a few chunks ahead, and no further when the loop is left', async () => {
    const made = new Int32Array(new SharedArrayBuffer(4));
    const there = await remote({ kind: 'stream', count: 1000, made });
    for await (const chunk of there.chunks()) {
      expect(chunk.values).toHaveLength(30);
      await after(100);
      break;
    }
    expect(made[0]).toBeLessThanOrEqual(3);
    await after(100);
    expect(made[0]).toBeLessThanOrEqual(3);
    expect(await collect(there.chunks())).toHaveLength(100);
  });
});

describe('what goes wrong there is said here', () => {
  test.each([
    ['throws', new InputError('the file: row 31, column "x" is damaged')],
    ['ragged', /^serveDataset: the 4 values of the dataset, from example 30 on, do not divide into examples of shape \[3\], of 3 numbers/],
    ['crashes', new InputError('workerDataset: the worker failed (out of order)')],
    ['exits', new InputError('workerDataset: the worker failed (it ended with code 0)')],
  ] as const)('a stream that %s', async (how, error) => {
    const there = await remote({ kind: 'stream', count: 95, wrong: { chunk: 3, how } });
    const seen: ArrayDataset[] = [];
    const loop = async (): Promise<void> => {
      for await (const chunk of there.chunks()) seen.push(chunk);
    };
    await expect(loop()).rejects.toThrow(error);
    expect(seen.length).toBeLessThanOrEqual(3);
    await expect(loop()).rejects.toThrow(error);
  });

  test('a dataset that cannot be opened, a worker that does not answer, that is not there, or is terminated', async () => {
    await expect(remote({ kind: 'refused', count: 1 })).rejects.toThrow(new InputError('there is no such file'));
    await expect(workerDataset(new Worker(script), { options: { kind: 'silent', count: 1 }, timeout: 50 })).rejects.toThrow(
      'workerDataset: the worker did not answer within 0.05 s',
    );
    await expect(workerDataset(new Worker(new URL('nowhere.mjs', import.meta.url)))).rejects.toThrow(
      /^workerDataset: the worker failed \(.*nowhere/,
    );
    await expect(workerDataset(undefined as never)).rejects.toThrow(
      'workerDataset: worker must be a Web Worker or a thread of Node, not undefined',
    );
    const there = await remote({ kind: 'stream', count: 1000 });
    const loop = async (): Promise<void> => {
      for await (const _ of there.chunks()) there.terminate();
    };
    await expect(loop()).rejects.toThrow('workerDataset: the worker was terminated');
    expect(() => serveDataset(() => there)).toThrow('serveDataset: this is not a worker');
  });
});
