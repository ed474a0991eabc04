import { checkInteger } from '@autoencoders/core/operations';
import { chunksOf, isArrayDataset, isIndexed, pickRows, rowCount } from '@autoencoders/core/internal';
import type { Dataset, Group } from '@autoencoders/core';
import { countSome, nameOf } from './dataset.js';
import { pick } from './select.js';

/**
 * Every `size`-th example, from number `rank` on: the part of one of `size` processes. So each encodes, scores or writes its own examples; all ranks
 * together have every example once. `fit` and `evaluate` divide batches themselves: give them the whole dataset on every rank, or this part with
 * `sharded: true`. Of a stream, all examples are read, and those of other ranks are dropped. Throws where a rank would have none.
 *
 * @param dataset In memory, by rows, or a stream.
 * @param group The processes: a group of `@autoencoders/mpi`, or a rank and a size.
 */
export function shard<D extends Dataset>(dataset: D, { rank, size }: Pick<Group, 'rank' | 'size'>): D {
  const count = countSome('shard', dataset);
  checkInteger('shard', 'size', size, 1, count);
  checkInteger('shard', 'rank', rank, 0, size - 1);
  const places = (all: number, first: number): Int32Array =>
    Int32Array.from({ length: Math.max(0, Math.ceil((all - first) / size)) }, (_, i) => first + i * size);
  if (isArrayDataset(dataset) || isIndexed(dataset)) return pick(dataset, places(count!, rank)) as D;
  return {
    ...dataset,
    count: count === undefined ? undefined : places(count, rank).length,
    async *chunks() {
      let at = 0;
      for await (const chunk of chunksOf('shard', nameOf(dataset), dataset)) {
        const rows = rowCount(chunk);
        // The first example at or after `at` whose number leaves the remainder `rank`.
        const own = places(rows, (((rank - at) % size) + size) % size);
        if (own.length > 0) yield pickRows(chunk, own);
        at += rows;
      }
    },
  };
}
