import type { Tensor } from '@tensorflow/tfjs-core';
import type { Group, Model } from '@autoencoders/core';
import type { Ranks, Tools } from './ranks.js';
import { shardedBatches } from './sharded-batches.js';
import type { Source } from './source.js';

/*
 * Data that no rank has whole: each rank of a group has a part of the examples, and `batch` is still the batch of all ranks. A group of processes
 * loads this file when it trains on such data. It imports nothing that a training without a group has, so that bundlers need not split that.
 */

/** What the parts are for, and functions that a training has loaded. */
export interface PartsUse extends Tools {
  readonly call: string;
  readonly group: Group;
  readonly model: Model<any, any, Tensor>;
}

/** What the ranks of a group do together. */
export const ranksOf = <X extends Tensor>(use: PartsUse): Ranks<X> => ({
  opened(plan, { batchOf, shareOf }) {
    const { call, names, share, batch, validation, averageEvery } = plan;
    const check: Tools['check'] = use.check;
    const source = shardedSource(plan.source, names.training.data, use);
    shareOf(call, share || undefined, source.count);
    const none = source.parts!.indexOf(0);
    check(averageEvery === 1 || none < 0, () => `${call}: rank ${none} has no examples, and with averageEvery each rank needs some`);
    return {
      ...plan,
      ranks: this,
      source,
      validation: validation && shardedSource(validation, names.validation.data, use),
      batch: batchOf(batch, share, source.count),
    };
  },
  whole: (own, name) => shardedSource(own, name, use),
  any: (here) => gathered(use.group, [Number(here)]).some(([value]) => value === 1),
  async all(task) {
    let failure: { readonly error: unknown } | undefined;
    await task().catch((error: unknown) => (failure = { error }));
    const failed = gathered(use.group, [Number(failure !== undefined)]).findIndex(([value]) => value === 1);
    if (failure) throw failure.error;
    const check: Tools['check'] = use.check;
    check(failed < 0, () => `${use.call}: the data of rank ${failed} do not fit; its error says why`);
  },
});

/**
 * All examples of a group, of which this rank has `own`. A batch has first the rows of rank 0, then those of rank 1, and so on; its tensors are those
 * of this rank's rows. Each rank takes its examples in an order of its own, by `seed` and its rank.
 */
export function shardedSource<X extends Tensor>(own: Source<X>, name: string, use: PartsUse): Source<X> {
  const { call, group, seeded } = use;
  const check: Tools['check'] = use.check;
  const all = gathered(group, [...halves(own.count ?? -1), own.masked === undefined ? -1 : Number(own.masked)]);
  const parts = all.map(([high, low]) => (high! < 0 ? undefined : high! * HALF + low!));
  const masks = all.map(([, , masked]) => masked!);
  const masked = masks.includes(-1) ? undefined : masks.includes(1);
  const count = parts.reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0);
  check(count !== 0, () => `${call}: ${name} has no examples on any rank`);
  const { shape, cost, inMemory } = own;
  // Parts that are alike should not be taken in the same order.
  const seedHere = (seed: number): number => seeded(seed, group.rank)();
  return {
    count,
    shape,
    cost,
    inMemory,
    own,
    parts,
    batches: ({ seed, ...options }) =>
      shardedBatches(
        own,
        { ...use, gathered: (values) => gathered(group, values), parts, masked },
        { ...options, seed: seed === undefined ? undefined : seedHere(seed) },
      ),
    divide(share, seed) {
      const until = parts.slice(0, group.rank + 1).reduce<number>((sum, part) => sum + (part ?? 0), 0);
      const before = until - (own.count ?? 0);
      const asideUntil = (rows: number): number => Math.floor((use.asideOf(share, count!) * rows) / count!);
      // Over all ranks, as many as one process sets aside.
      const aside = count === undefined ? undefined : asideUntil(until) - asideUntil(before);
      const [rest, held] = own.divide(share, seedHere(seed), aside);
      return [shardedSource(rest, name, use), shardedSource(held, `the validation share of ${name}`, use)];
    },
  };
}

/** Numbers above 2²⁴ go as two, which float32 holds exactly. */
const HALF = 2 ** 20;
const halves = (count: number): readonly number[] => (count < 0 ? [-1, 0] : [Math.floor(count / HALF), count % HALF]);

/** The values of every rank: all-gather. Every rank gives as many. */
function gathered({ rank, size, allReduce }: Group, values: readonly number[]): readonly Float32Array[] {
  const all = new Float32Array(size * values.length);
  // Each rank writes at its own place.
  all.set(values, rank * values.length);
  allReduce(all);
  return Array.from({ length: size }, (_, each) => all.subarray(each * values.length, (each + 1) * values.length));
}
