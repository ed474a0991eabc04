import { concat, fill, gather, onesLike, tensor1d } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ArrayDataset, Group, Model, Shape, Shard } from '@autoencoders/core';
import { fairShares, rowsBefore } from './apportion.js';
import { rowReader } from './row-reader.js';
import type { RowReader, Rows } from './row-reader.js';
import type { PartsUse } from './sharded.js';
import type { Batch, BatchTensors, PassOptions, Source } from './source.js';

/** The parts of all ranks. */
export interface Parts extends Pick<PartsUse, 'group' | 'model' | 'joinRows' | 'sliceRows'> {
  /** The number of examples of each rank, where it is known. */
  readonly parts: readonly (number | undefined)[];
  /** Whether a rank has masks; undefined if that shows only when the data are read. */
  readonly masked: boolean | undefined;
  /** The values of every rank. Every rank must call it. */
  readonly gathered: (values: readonly number[]) => readonly Float32Array[];
}

/** What all ranks know of a batch before they take it: how many rows each has of it. */
interface NextBatch {
  readonly rows: readonly number[];
  readonly masked: boolean;
  readonly last: boolean;
}

/** The batches of all ranks, with the tensors of this rank's rows. All ranks take as many batches, however many examples each has. */
export async function* shardedBatches<X extends Tensor>(
  own: Source<X>,
  parts: Parts,
  { size, seed, skip = 0 }: PassOptions,
): AsyncGenerator<Batch<X>, void> {
  const { group } = parts;
  const counts = parts.parts.filter((count) => count !== undefined);
  const isKnown = counts.length === group.size;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const left = isKnown ? rowsBefore(counts, Math.min(total, skip * size))[group.rank]! : 0;
  // Data in memory are one batch, of which any part can be loaded. Of others, about as many rows are read at a time as this rank has of a batch.
  const atOnce = own.inMemory ? own.count! : Math.ceil(size * (isKnown ? counts[group.rank]! / total : 1 / group.size));
  const each = Math.max(1, atOnce);
  const reader = rowReader(own.batches({ size: each, seed, skip: Math.floor(left / each) }));
  const next = isKnown ? nextOfCounts(reader, parts, counts, size) : nextOfStreams(reader, parts, size);
  try {
    await reader.take(left % each);
    // Streams of unknown length tell only when they are read how many rows each has of a batch.
    const first = isKnown ? skip : 0;
    for (let [i, last] = [first, isKnown && first * size >= total]; !last; i++) {
      const { rows, masked, last: isLast } = await next(i);
      last = isLast;
      const mine = await reader.take(rows[group.rank]!);
      const again = reader.again();
      const taken = mine.length > 0 || !again ? mine : [again];
      const shard = shardOf(group, rows);
      if (i >= skip && shard.of > 0) yield batchOf(taken, { ...parts, shard, masked, last });
    }
  } finally {
    await reader.close();
  }
}

/** Where the number of examples of each rank is known, all parts are used up at the same time. */
const nextOfCounts =
  (reader: RowReader<any>, { group, masked, gathered }: Parts, counts: readonly number[], size: number) =>
  async (i: number): Promise<NextBatch> => {
    const total = counts.reduce((a, b) => a + b, 0);
    const end = Math.min(total, (i + 1) * size);
    const before = rowsBefore(counts, i * size);
    const rows = rowsBefore(counts, end).map((until, rank) => until - before[rank]!);
    await reader.fill(rows[group.rank]!);
    const some = masked ?? gathered([Number(reader.isMasked())]).some(([mask]) => mask === 1);
    return { rows, masked: some, last: end === total };
  };

/** Where it is not known, the ranks give as many rows each, until some have no more. One sum for each batch tells. */
const nextOfStreams =
  (reader: RowReader<any>, { gathered }: Parts, size: number) =>
  async (): Promise<NextBatch> => {
    // With one more row than a batch has, the last batch is known.
    const have = Math.min(size + 1, await reader.fill(size + 1));
    const all = gathered([have, Number(reader.isMasked())]);
    const left = all.map(([rows]) => rows!);
    const sum = left.reduce((a, b) => a + b, 0);
    return { rows: fairShares(left, Math.min(size, sum)), masked: all.some(([, mask]) => mask === 1), last: sum <= size };
  };

/** The rows of this rank: a rank without a row computes one that counts for nothing. */
function shardOf(group: Group, rows: readonly number[]): Shard {
  const own = rows[group.rank]!;
  const of = rows.reduce((a, b) => a + b, 0);
  if (own === 0) return { group, from: 0, rows: 1, of, share: 0 };
  return { group, from: rows.slice(0, group.rank).reduce((a, b) => a + b, 0), rows: own, of, share: own / of };
}

interface BatchUse extends Pick<Parts, 'model' | 'joinRows' | 'sliceRows'> {
  readonly shard: Shard;
  readonly masked: boolean;
  readonly last: boolean;
}

/** A batch of all ranks, with this rank's rows. */
function batchOf<X extends Tensor>(taken: readonly Rows<X>[], use: BatchUse): Batch<X> {
  const { shard, masked, last, model } = use;
  return {
    size: shard.of,
    last,
    shard,
    load(part) {
      const own = taken.length > 0 ? joined(taken.map(({ batch, from, rows }) => batch.load({ from, rows }))) : blank<X>(model);
      const known = masked && !own.mask ? { ...own, mask: onesLike(own.target) } : own;
      return part ? known : repeated(known, shard);
    },
    plain: plainOf(taken, use),
  };
}

/** The same tensors as one batch. */
function joined<X extends Tensor>(parts: readonly BatchTensors<X>[]): BatchTensors<X> {
  const [first] = parts as readonly [BatchTensors<X>];
  if (parts.length === 1) return first;
  const all = (of: (tensors: BatchTensors<X>) => Tensor): Tensor => concat(parts.map(of), 0);
  const x = all((each) => each.x) as X;
  return {
    x,
    target: first.target === first.x ? x : all(({ target }) => target),
    mask: first.mask && all(({ mask }) => mask!),
  };
}

/** A row for a rank that has none. It counts for nothing; no loss has a pole at ½. */
function blank<X extends Tensor>({ input, output, classes }: Model<any, any, Tensor>): BatchTensors<X> {
  const row = (shape: Shape, value: number): Tensor => fill([1, ...shape], value);
  const x = row(input, 0.5) as X;
  return { x, target: classes === undefined ? (output ? row(output, 0.5) : x) : row([], 0) };
}

/**
 * As many rows as the whole batch has: this rank's rows at their places, and these again at the places of others. Noise then has the random numbers
 * that it has in one process, and what mixes rows mixes those of this rank.
 */
function repeated<X extends Tensor>({ x, target, mask }: BatchTensors<X>, { from, rows, of }: Shard): BatchTensors<X> {
  const places = tensor1d(
    Int32Array.from({ length: of }, (_, i) => (((i - from) % rows) + rows) % rows),
    'int32',
  );
  const whole = <T extends Tensor>(tensor: T): T => gather(tensor, places) as T;
  const all = whole(x);
  return { x: all, target: target === x ? all : whole(target), mask: mask && whole(mask) };
}

/** The rows in plain arrays, if they all come from there. */
function plainOf(taken: readonly Rows<any>[], { joinRows, sliceRows }: BatchUse): ArrayDataset | undefined {
  const plain = taken.map(({ batch, from, rows }) => batch.plain && sliceRows(batch.plain, from, from + rows));
  return plain.length > 0 && plain.every((rows) => rows !== undefined) ? joinRows(plain) : undefined;
}
