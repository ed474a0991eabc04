import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded } from '@autoencoders/core';
import { check, checkBoolean } from '@autoencoders/core/operations';
import { joinRows, sliceRows } from '@autoencoders/core/internal';
import type { Group, Model } from '@autoencoders/core';
import { checkedGroup } from './group.js';
import { asideOf } from './source.js';
import type { Source } from './source.js';

/*
 * Data that no rank has whole: each rank of a group has a part of the examples, and `batch` is still the batch of all ranks. What makes the batches is
 * loaded with the first of them, so that a training without a group does not load it.
 */

/** Where the parts of the data are, and what they are for. */
export interface PartsUse {
  readonly call: string;
  /** What errors call the data. */
  readonly name: string;
  readonly group: Group;
  readonly model: Model<any, any, Tensor>;
}

/** Whether the data of this rank are a part only. In one process alone, a part is the whole. */
export function isSharded(call: string, sharded: boolean | undefined, group: Group | undefined): boolean {
  if (sharded !== undefined) checkBoolean(call, 'sharded', sharded);
  return sharded === true && checkedGroup(call, group) !== undefined;
}

/**
 * All examples of a group, of which this rank has `own`. Every rank must call it. A batch has first the rows of rank 0, then those of rank 1, and so
 * on; its tensors are those of this rank's rows. Each rank takes its examples in an order of its own, by `seed` and its rank.
 */
export function shardedSource<X extends Tensor>(own: Source<X>, use: PartsUse): Source<X> {
  const { call, name, group } = use;
  const all = gathered(group, [...halves(own.count ?? -1), own.masked === undefined ? -1 : Number(own.masked)]);
  const parts = all.map(([high, low]) => (high! < 0 ? undefined : high! * HALF + low!));
  const masks = all.map(([, , masked]) => masked!);
  const count = parts.reduce((sum, part) => (sum === undefined || part === undefined ? undefined : sum + part), 0);
  check(count !== 0, () => `${call}: ${name} has no examples on any rank`);
  const { shape, cost, inMemory } = own;
  return {
    count,
    shape,
    cost,
    inMemory,
    own,
    parts,
    async *batches({ seed, ...options }) {
      const { shardedBatches } = await import('./sharded-batches.js');
      const masked = masks.includes(-1) ? undefined : masks.includes(1);
      yield* shardedBatches(
        own,
        { ...use, gathered, joinRows, sliceRows, parts, masked },
        { ...options, seed: seed === undefined ? undefined : seedOfRank(seed, group) },
      );
    },
    divide(share, seed) {
      const until = parts.slice(0, group.rank + 1).reduce<number>((sum, part) => sum + (part ?? 0), 0);
      const before = until - (own.count ?? 0);
      const asideUntil = (rows: number): number => Math.floor((asideOf(share, count!) * rows) / count!);
      // Over all ranks, as many as one process sets aside.
      const aside = count === undefined ? undefined : asideUntil(until) - asideUntil(before);
      const [rest, held] = own.divide(share, seedOfRank(seed, group), aside);
      return [shardedSource(rest, use), shardedSource(held, { ...use, name: `the validation share of ${name}` })];
    },
  };
}

/** The seed of one rank: parts that are alike should not be taken in the same order. */
const seedOfRank = (seed: number, { rank }: Group): number => seeded(seed, rank)();

/** Numbers above 2²⁴ go as two, which float32 holds exactly. */
const HALF = 2 ** 20;
const halves = (count: number): readonly number[] => (count < 0 ? [-1, 0] : [Math.floor(count / HALF), count % HALF]);

/** The values of every rank: all-gather. Every rank must call it, with as many values. */
export function gathered(group: Pick<Group, 'rank' | 'size' | 'allReduce'>, values: readonly number[]): readonly Float32Array[] {
  const all = new Float32Array(group.size * values.length);
  // Each rank writes at its own place.
  all.set(values, group.rank * values.length);
  group.allReduce(all);
  return Array.from({ length: group.size }, (_, rank) => all.subarray(rank * values.length, (rank + 1) * values.length));
}

/** Whether it is so on any rank, where the ranks have parts of the data; else whether it is so here. */
export const onAnyRank = (
  { source, group }: { readonly source: Pick<Source, 'parts'>; readonly group?: Group | undefined },
  here: boolean,
): boolean => (source.parts && group ? gathered(group, [Number(here)]).some(([value]) => value === 1) : here);

/** Does a task with the part of this rank. If it fails on one rank, it throws on all, so that no rank waits for ever. */
export async function onAllRanks(
  call: string,
  { source, group }: { readonly source: Pick<Source, 'parts'>; readonly group?: Group | undefined },
  task: () => Promise<void>,
): Promise<void> {
  if (!source.parts || !group) return task();
  let failure: { readonly error: unknown } | undefined;
  await task().catch((error: unknown) => (failure = { error }));
  const failed = gathered(group, [Number(failure !== undefined)]).findIndex(([value]) => value === 1);
  if (failure) throw failure.error;
  check(failed < 0, () => `${call}: the data of rank ${failed} do not fit; its error says why`);
}
