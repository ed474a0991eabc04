import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { ahead, chunksOf, isArrayDataset, joinRows } from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset, IndexedDataset, StreamDataset } from '@autoencoders/core';
import { nameOf } from './dataset.js';

/**
 * Reads all examples into memory, once. Throws when there are none. Data in memory are given back as they are.
 *
 * @param dataset In memory, by rows, or a stream.
 */
export async function cache(dataset: Dataset): Promise<ArrayDataset> {
  if (isArrayDataset(dataset)) return dataset;
  const parts: ArrayDataset[] = [];
  for await (const chunk of chunksOf('cache', nameOf(dataset), dataset)) parts.push(chunk);
  check(parts.length > 0, () => `cache: ${nameOf(dataset)} has no examples`);
  const { name = parts[0]!.name, classes = parts[0]!.classes } = dataset;
  return { ...joinRows(parts), name, classes };
}

/** Options of `prefetch`. */
export interface PrefetchOptions {
  /** How many chunks are read before they are needed. Default 2. */
  readonly chunks?: number;
}

/**
 * A stream of the same examples that is read ahead, so that reading goes on while a step runs. `fit` does so by itself for two batches.
 *
 * @param dataset In memory, by rows, or a stream.
 */
export function prefetch(dataset: IndexedDataset | StreamDataset, options: PrefetchOptions = {}): StreamDataset {
  checkOptions('prefetch', options, { chunks: true });
  const { chunks: count = 2 } = options;
  checkInteger('prefetch', 'chunks', count, 1);
  const { name, shape, classes } = dataset;
  return { name, shape, classes, count: dataset.count, chunks: () => ahead(chunksOf('prefetch', nameOf(dataset), dataset), count) };
}
