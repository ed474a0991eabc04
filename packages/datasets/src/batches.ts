import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import { chunksOf, isArrayDataset, isIndexed, rebatch, rowsOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset, IndexedDataset, StreamDataset } from '@autoencoders/core';
import { countSome, nameOf } from './dataset.js';
import { pick, randomOrder, shuffled, slice } from './select.js';

/** Options of `batches`. */
export interface BatchesOptions {
  /** Shuffles the examples, as `shuffled` does. Default: not. */
  readonly seed?: number | undefined;
}

/**
 * The examples in batches of `size`. Each example comes once; the last batch may be smaller. Batches of data in memory that are not
 * shuffled share its memory. Other data are looped over with `for await`.
 *
 * @param dataset In memory, by rows, or a stream.
 */
export function batches<D extends ArrayDataset>(dataset: D, size: number, options?: BatchesOptions): Generator<D, void>;
export function batches(
  dataset: IndexedDataset | StreamDataset,
  size: number,
  options?: BatchesOptions,
): AsyncGenerator<ArrayDataset, void>;
export function batches(
  dataset: Dataset,
  size: number,
  options: BatchesOptions = {},
): Generator<ArrayDataset, void> | AsyncGenerator<ArrayDataset, void> {
  checkOptions('batches', options, { seed: true });
  const { seed } = options;
  const count = countSome('batches', dataset);
  checkInteger('batches', 'size', size, 1);
  if (!isArrayDataset(dataset) && !isIndexed(dataset)) {
    const ordered = seed === undefined ? dataset : shuffled(dataset, { seed });
    return rebatch(chunksOf('batches', nameOf(dataset), ordered), size);
  }
  const places = seed === undefined ? Int32Array.from({ length: count! }, (_, i) => i) : randomOrder('batches', count!, seed);
  return isIndexed(dataset)
    ? batchesOfRows(dataset, places, size)
    : batchesInMemory(dataset, seed === undefined ? undefined : places, size);
}

function* batchesInMemory(dataset: ArrayDataset, places: Int32Array | undefined, size: number): Generator<ArrayDataset, void> {
  const count = countSome('batches', dataset);
  for (let start = 0; start < count; start += size) {
    const end = Math.min(start + size, count);
    yield places ? pick(dataset, places.subarray(start, end)) : slice(dataset, start, end);
  }
}

async function* batchesOfRows(dataset: IndexedDataset, places: Int32Array, size: number): AsyncGenerator<ArrayDataset, void> {
  for (let at = 0; at < places.length; at += size) yield await rowsOf('batches', nameOf(dataset), dataset, places.slice(at, at + size));
}
