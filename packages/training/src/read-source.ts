import type { Tensor } from '@tensorflow/tfjs-core';
import { permutation } from '@autoencoders/core';
import { ahead, isStream, passOver, rowCount, rowsPerChunk, sizeOf, sliceRows } from '@autoencoders/core/internal';
import type { Pass } from '@autoencoders/core/internal';
import type { ArrayDataset, IndexedDataset, Shape, StreamDataset } from '@autoencoders/core';
import { asideOf } from './source.js';
import type { Batch, BatchTensors, PassOptions, Source } from './source.js';

/** What errors call data outside of memory, the shape in which the model takes them, and how their rows become tensors. */
export interface ReadUse<X extends Tensor> {
  readonly call: string;
  readonly name: string;
  readonly shape: Shape;
  /** Makes the tensors of a batch. Throws where targets or labels are missing, or do not fit the model. */
  readonly load: (rows: ArrayDataset) => BatchTensors<X>;
}

/** Examples outside of memory, which are read while training goes on. */
export const readSource = <X extends Tensor>(use: ReadUse<X>, dataset: IndexedDataset | StreamDataset): Source<X> =>
  isStream(dataset) ? streamSource(use, dataset) : indexedSource(use, dataset);

/** How many numbers the window of a shuffle holds: 16 MB of float32. */
const WINDOW = 2 ** 22;

/** How many batches are read ahead. */
const AHEAD = 2;

/** Examples that come in chunks, in their order. They are shuffled within a window, and read again in every pass. */
function streamSource<X extends Tensor>(use: ReadUse<X>, dataset: StreamDataset): Source<X> {
  const { call, name } = use;
  const most = rowsPerChunk(dataset.shape, WINDOW);
  const some = (count: number | undefined, shares: Pass['shares']): Source<X> => {
    const read = ({ size, seed, skip = 0 }: PassOptions): AsyncIterable<ArrayDataset> =>
      passOver(dataset, { call, name, size, seed, skip: skip * size, window: Math.max(most, size), shares });
    return sourceOf(use, count, read, (share, seed) => [
      some(undefined, [...(shares ?? []), { share, seed, chosen: false }]),
      some(undefined, [...(shares ?? []), { share, seed, chosen: true }]),
    ]);
  };
  return some(dataset.count, undefined);
}

/** Examples that are read by their places. The shuffle is exact. */
function indexedSource<X extends Tensor>(use: ReadUse<X>, dataset: IndexedDataset): Source<X> {
  const { call, name } = use;
  const sourceOfRows = (count: number, rows: Int32Array | undefined): Source<X> => {
    const read = ({ size, seed, skip = 0, shard }: PassOptions): AsyncIterable<ArrayDataset> =>
      passOver(dataset, {
        call,
        name,
        size,
        seed,
        skip: skip * size,
        window: 0,
        rows,
        shard: shard && { rank: shard.rank, size: shard.size },
      });
    const some = (places: Int32Array): Source<X> =>
      sourceOfRows(
        places.length,
        places.map((place) => rows?.[place] ?? place),
      );
    const divide: Source<X>['divide'] = (share, seed, aside = asideOf(share, count)) => {
      const order = permutation(count, seed);
      return [some(order.slice(aside).sort()), some(order.slice(0, aside))];
    };
    return { ...sourceOf(use, count, read, divide, true), some };
  };
  return sourceOfRows(dataset.count, undefined);
}

/** A source of what `read` gives in each pass. */
const sourceOf = <X extends Tensor>(
  { shape, load }: ReadUse<X>,
  count: number | undefined,
  read: (options: PassOptions) => AsyncIterable<ArrayDataset>,
  divide: Source<X>['divide'],
  readsParts: boolean = false,
): Source<X> => ({
  count,
  shape,
  cost: sizeOf(shape),
  inMemory: false,
  async *batches(options) {
    const { size, skip = 0, shard } = options;
    let at = skip * size;
    let before: ArrayDataset | undefined;
    const isPart = readsParts && shard !== undefined;
    const batch = (rows: ArrayDataset, last: boolean): Batch<X> => ({
      // All ranks together have read as many rows as a batch has.
      size: isPart ? Math.min(size, count! - at) : rowCount(rows),
      last,
      load: (part) => load(part && !isPart ? sliceRows(rows, part.from, part.from + part.rows) : rows),
      plain: rows,
    });
    for await (const rows of ahead(read(options), AHEAD)) {
      if (before) {
        yield batch(before, false);
        at += size;
      }
      before = rows;
    }
    if (before) yield batch(before, true);
  },
  divide,
});
