import type { Tensor } from '@tensorflow/tfjs-core';
import { permutation } from '@autoencoders/core';
import {
  ahead,
  chosenShare,
  chunksOf,
  isStream,
  rebatch,
  rowCount,
  rowsOf,
  rowsPerChunk,
  shuffleWithin,
  sizeOf,
} from '@autoencoders/core/internal';
import type { ArrayDataset, IndexedDataset, Shape, StreamDataset } from '@autoencoders/core';
import { asideOf } from './source.js';
import type { BatchTensors, PassOptions, Source } from './source.js';

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
  const window = rowsPerChunk(dataset.shape, WINDOW);
  const read = (chunks: () => AsyncIterable<ArrayDataset>) => {
    return ({ size, seed, skip = 0 }: PassOptions): AsyncIterable<ArrayDataset> => {
      const ordered = seed === undefined ? chunks() : shuffleWithin(chunks(), { seed, window: Math.max(window, size) });
      return without(skip, rebatch(ordered, size));
    };
  };
  const some = (count: number | undefined, chunks: () => AsyncIterable<ArrayDataset>): Source<X> =>
    sourceOf(use, count, read(chunks), (share, seed) => [
      some(undefined, () => chosenShare(chunks(), { share, seed, chosen: false })),
      some(undefined, () => chosenShare(chunks(), { share, seed, chosen: true })),
    ]);
  return some(dataset.count, () => chunksOf(use.call, use.name, dataset));
}

/** All but the first `count` items. A stream has to be read to get beyond them. */
async function* without<T>(count: number, items: AsyncIterable<T>): AsyncGenerator<T, void> {
  let left = count;
  for await (const item of items) if (left-- <= 0) yield item;
}

/** Examples that are read by their places. The shuffle is exact. */
function indexedSource<X extends Tensor>(use: ReadUse<X>, dataset: IndexedDataset): Source<X> {
  const some = (rows: Int32Array): Source<X> => {
    const count = rows.length;
    async function* read({ size, seed, skip = 0 }: PassOptions): AsyncGenerator<ArrayDataset, void> {
      const places = seed === undefined ? rows : permutation(count, seed).map((place) => rows[place]!);
      const asked: Promise<ArrayDataset>[] = [];
      for (let at = skip * size; at < count; at += size) {
        const next = rowsOf(use.call, use.name, dataset, places.slice(at, at + size));
        // What cannot be read is reported when its turn comes.
        next.catch(() => undefined);
        if (asked.push(next) > AHEAD) yield asked.shift()!;
      }
      yield* asked;
    }
    return sourceOf(use, count, read, (share, seed) => {
      const aside = asideOf(share, count);
      const order = permutation(count, seed).map((place) => rows[place]!);
      return [some(order.slice(aside).sort()), some(order.slice(0, aside))];
    });
  };
  return some(Int32Array.from({ length: dataset.count }, (_, i) => i));
}

/** A source of what `read` gives in each pass. */
const sourceOf = <X extends Tensor>(
  { shape, load }: ReadUse<X>,
  count: number | undefined,
  read: (options: PassOptions) => AsyncIterable<ArrayDataset>,
  divide: Source<X>['divide'],
): Source<X> => ({
  count,
  shape,
  cost: sizeOf(shape),
  inMemory: false,
  async *batches(options) {
    let before: ArrayDataset | undefined;
    const batch = (rows: ArrayDataset, last: boolean) => ({ size: rowCount(rows), last, load: () => load(rows), plain: rows });
    for await (const rows of ahead(read(options), AHEAD)) {
      if (before) yield batch(before, false);
      before = rows;
    }
    if (before) yield batch(before, true);
  },
  divide,
});
