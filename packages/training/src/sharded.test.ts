import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import type { Group } from '@autoencoders/core';
import { squaredError } from '@autoencoders/losses';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainModel } from '../test/helpers.js';
import { evaluate } from './evaluate.js';
import { ofTensor } from './examples.js';
import { fit } from './fit.js';
import { TOOLS } from './ranks.js';
import { shardedSource } from './sharded.js';
import { memorySource } from './source.js';
import type { PassOptions, Source } from './source.js';

/*
 * What needs no second process: batches of data in memory, whose counts are all that the ranks tell each other. packages/mpi trains with several.
 */
beforeAll(() => setBackend('cpu'));

const model = { input: [1], weights: {}, forward: () => undefined as never };
/** A rank of a group, whose other ranks have these counts. */
const groupOf = (rank: number, counts: readonly number[]): Group => ({
  rank,
  size: counts.length,
  allReduce: (all) => all!.length === 3 * counts.length && all!.set(counts.flatMap((count) => [0, count, 0])),
  broadcast: () => undefined,
  barrier: () => undefined,
  close: () => undefined,
});
/** The parts of all ranks: row j of rank r is 100 r + j. */
const sourcesOf = (counts: readonly number[]): readonly Source<Tensor2D>[] =>
  counts.map((count, rank) => {
    const rows = tensor2d(
      Array.from({ length: count }, (_, j) => 100 * rank + j),
      [count, 1],
    );
    const own = memorySource<Tensor2D>({ data: ofTensor(rows), target: undefined });
    return shardedSource(own, 'data', { ...TOOLS, call: 'fit', group: groupOf(rank, counts), model });
  });

/** The batches of a pass: their sizes, and the rows of all ranks. */
async function passOf(source: Source<Tensor2D>, options: PassOptions) {
  const batches: { size: number; last: boolean; own: number[]; from: number; whole: number[] }[] = [];
  for await (const { size, last, load, shard } of source.batches(options)) {
    const of = (part?: typeof shard): number[] => tidy(() => [...load(part).x.dataSync()]);
    batches.push({ size, last, own: shard!.share > 0 ? of(shard) : [], from: shard!.from, whole: of() });
  }
  return batches;
}

describe('batches of parts', () => {
  it.each([[[5, 20, 25]], [[0, 3, 1]], [[7, 7]], [[1, 0, 0, 40]]])(
    '%j rows: every row once, and as many batches on all ranks',
    async (counts) => {
      const total = counts.reduce((a, b) => a + b, 0);
      for (const seed of [undefined, 3]) {
        const all = await Promise.all(sourcesOf(counts).map((source) => passOf(source, { size: 8, seed })));
        const sizes = Array.from({ length: Math.ceil(total / 8) }, (_, i) => Math.min(8, total - 8 * i));
        for (const batches of all) {
          expect(batches.map(({ size }) => size)).toEqual(sizes);
          expect(batches.map(({ last }) => last)).toEqual(sizes.map((_, i) => i === sizes.length - 1));
        }
        sizes.forEach((size, i) => {
          const rows = all.flatMap((batches) => batches[i]!.own);
          expect(rows).toHaveLength(size);
          // The rows of each rank come after those of the ranks before.
          for (const batches of all) expect(rows.slice(batches[i]!.from).slice(0, batches[i]!.own.length)).toEqual(batches[i]!.own);
          // What is corrupted has the size of the whole batch, and the rank's rows at their places.
          for (const { own, from, whole } of all.map((batches) => batches[i]!)) {
            expect(whole).toHaveLength(size);
            if (own.length > 0) expect(whole.slice(from, from + own.length)).toEqual(own);
          }
        });
        const seen = all.map((batches) => batches.flatMap(({ own }) => own));
        seen.forEach((rows, rank) => {
          const expected = Array.from({ length: counts[rank]! }, (_, j) => 100 * rank + j);
          expect(seed === undefined ? rows : rows.toSorted((a, b) => a - b)).toEqual(expected);
        });
      }
    },
  );

  it('goes on after batches that are skipped', async () => {
    for (const source of sourcesOf([5, 20, 25])) {
      const whole = await passOf(source, { size: 8, seed: 1 });
      for (const skip of [1, 3, 7]) expect(await passOf(source, { size: 8, seed: 1, skip })).toEqual(whole.slice(skip));
    }
  });

  it('shuffles parts that are alike in other orders', async () => {
    const [a, b] = await Promise.all(sourcesOf([40, 40]).map((source) => passOf(source, { size: 80, seed: 1 })));
    expect(a![0]!.own).not.toEqual(b![0]!.own.map((row) => row - 100));
  });

  it('sets a share aside over all ranks', () => {
    // The counts of the parts that are left follow from those of the whole.
    const asides = [5, 1, 14].map((_, rank) => {
      const group = groupOf(rank, [5, 1, 14]);
      const own = { ...sourcesOf([5, 1, 14])[rank]!.own! };
      let aside = 0;
      const divide: Source['divide'] = (_share, _seed, found) => [own, { ...own, ...((aside = found!) && {}) }];
      shardedSource({ ...own, divide } as Source, 'data', { ...TOOLS, call: 'fit', group, model }).divide(0.2, 1);
      return aside;
    });
    expect(asides.reduce((a, b) => a + b, 0)).toBe(4);
  });
});

describe('what does not fit', () => {
  const none = tensor2d([], [0, 64]);
  const options = { loss: { squaredError }, epochs: 1 };

  it('refuses data that no rank has, and a part without examples where there are no ranks', async () => {
    using of = plainModel();
    await expect(fit(of, none, { ...options, group: groupOf(0, [0, 0]), sharded: true })).rejects.toThrow(
      new InputError('fit: data has no examples on any rank'),
    );
    expect(() => fit(of, none, { ...options, sharded: true })).toThrow('fit: data has no examples');
    await expect(evaluate(of, none, { loss: { squaredError }, sharded: true })).rejects.toThrow('evaluate: data has no examples');
  });

  it('refuses another value than true or false', () => {
    using of = plainModel();
    expect(() => fit(of, none, { ...options, sharded: 2 as unknown as boolean })).toThrow('fit: sharded must be');
  });

  it('refuses averages of ranks that have no examples', async () => {
    using of = plainModel();
    const given = { ...options, group: groupOf(1, [2, 0]), sharded: true, averageEvery: 2 };
    await expect(fit(of, none, given)).rejects.toThrow(
      new InputError('fit: rank 1 has no examples, and with averageEvery each rank needs some'),
    );
  });

  it('names the rank whose data do not fit, on all ranks', async () => {
    using of = plainModel();
    let calls = 0;
    const base = groupOf(0, [2, 2]);
    const group: Group = {
      ...base,
      // After the counts, rank 1 says that its data do not fit.
      allReduce: (all) => (all!.length === 2 ? void all!.set([0, 1]) : (calls++, base.allReduce(all!))),
    };
    await expect(
      fit(
        of,
        tensor2d(
          Array.from({ length: 128 }, () => 0.5),
          [2, 64],
        ),
        { ...options, group, sharded: true },
      ),
    ).rejects.toThrow(new InputError('fit: the data of rank 1 do not fit; its error says why'));
    expect(calls).toBe(1);
  });
});
