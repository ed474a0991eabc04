import { rowsOfRank } from '../group.js';
import type { Group } from '../group.js';
import { permutation } from '../random.js';
import type { ArrayDataset, IndexedDataset, StreamDataset } from './dataset.js';
import { sliceRows, rowCount } from './rows.js';
import { chosenShare, chunksOf, isStream, rebatch, rowsOf, shuffleWithin } from './streams.js';

/** One pass over a dataset that is not in memory, as plain data, so that a worker can be asked for it. */
export interface Pass {
  /** What messages call it. */
  readonly call: string;
  readonly name: string;
  /** How many examples a batch has. */
  readonly size: number;
  /** The seed of the order. Without one, the examples come in their own order. */
  readonly seed?: number | undefined;
  /** How many examples at the beginning of the order to leave out: whole batches. Default 0. */
  readonly skip?: number | undefined;
  /** How many examples of a stream are shuffled at a time. */
  readonly window: number;
  /** Which examples of a stream take part: a share, then a share of that, and so on. Default: all. */
  readonly shares?: readonly Parameters<typeof chosenShare>[1][] | undefined;
  /** Which examples of an indexed dataset take part. Default: all. */
  readonly rows?: Int32Array | undefined;
  /** Of an indexed dataset: read only the rows of each batch that this rank of a group computes. Default: all. */
  readonly shard?: Pick<Group, 'rank' | 'size'> | undefined;
}

/** A function that makes the batches of a pass. */
export type Passes = (pass: Pass) => AsyncIterable<ArrayDataset>;

/** The passes of datasets that make their batches themselves, by their `chunks` or `rows`. A copy with another `chunks`, as `map` makes, has none. */
const passes = new WeakMap<object, Passes>();

/** The same dataset. From now on `own` makes its batches, for example in a worker. */
export function withPasses<D extends IndexedDataset | StreamDataset>(dataset: D, own: Passes): D {
  passes.set(isStream(dataset) ? dataset.chunks : dataset.rows, own);
  return dataset;
}

/** One pass over the examples, in batches. Its order depends only on the seeds, not on the sizes of chunks or on the thread. */
export function passOver(dataset: IndexedDataset | StreamDataset, pass: Pass): AsyncIterable<ArrayDataset> {
  const own = passes.get(isStream(dataset) ? dataset.chunks : dataset.rows);
  if (own) return own(pass);
  if (!isStream(dataset)) return batchesOfRows(dataset, pass);
  const { call, name, size, seed, window, skip = 0, shares = [] } = pass;
  const chosen = shares.reduce<AsyncIterable<ArrayDataset>>((chunks, share) => chosenShare(chunks, share), chunksOf(call, name, dataset));
  return rebatch(without(skip, seed === undefined ? chosen : shuffleWithin(chosen, { seed, window })), size);
}

/** All but the first `count` examples. These are read, too, since a stream cannot jump. */
async function* without(count: number, chunks: AsyncIterable<ArrayDataset>): AsyncGenerator<ArrayDataset, void> {
  let left = count;
  for await (const chunk of chunks) {
    const rows = rowCount(chunk);
    if (left < rows) yield left > 0 ? sliceRows(chunk, left, rows) : chunk;
    left = Math.max(0, left - rows);
  }
}

/** How many batches of rows are asked for before they are needed. */
const AHEAD = 2;

async function* batchesOfRows(
  dataset: IndexedDataset,
  { call, name, size, seed, rows, shard = { rank: 0, size: 1 }, skip = 0 }: Pass,
): AsyncGenerator<ArrayDataset, void> {
  const count = rows?.length ?? dataset.count;
  const order = seed === undefined ? undefined : permutation(count, seed);
  const placeOf = (i: number): number => {
    const at = order ? order[i]! : i;
    return rows ? rows[at]! : at;
  };
  const asked: Promise<ArrayDataset>[] = [];
  for (let at = skip; at < count; at += size) {
    const own = rowsOfRank(shard, Math.min(size, count - at));
    const next = rowsOf(
      call,
      name,
      dataset,
      Int32Array.from({ length: own.rows }, (_, i) => placeOf(at + own.from + i)),
    );
    // An error of reading is thrown later, when these rows are needed.
    next.catch(() => undefined);
    if (asked.push(next) > AHEAD) yield asked.shift()!;
  }
  yield* asked;
}

/** Large batches in parts of `size`, which share their memory. */
export async function* inParts(batches: AsyncIterable<ArrayDataset>, size: number): AsyncGenerator<ArrayDataset, void> {
  for await (const batch of batches) {
    const count = rowCount(batch);
    for (let at = 0; at < count; at += size) yield sliceRows(batch, at, Math.min(count, at + size));
  }
}
