import { permutation } from '@autoencoders/core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import {
  chunksOf,
  isArrayDataset,
  isIndexed,
  pickRows,
  rowCount,
  rowsPerChunk,
  shuffleWithin,
  sliceRows,
} from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset, IndexedDataset, StreamDataset } from '@autoencoders/core';
import { countSome, nameOf } from './dataset.js';

/** The examples at `places`, in that order: a copy of data in memory, a view of others. */
export function pick<D extends ArrayDataset | IndexedDataset>(dataset: D, places: Int32Array): D {
  if (isArrayDataset(dataset)) return pickRows(dataset, places) as D;
  const { rows } = dataset;
  return { ...dataset, count: places.length, rows: (asked: Int32Array) => rows(asked.map((place) => places[place]!)) };
}

/** The examples from `start` to before `end`. They share the memory of `dataset`. */
export function slice<D extends ArrayDataset | IndexedDataset>(dataset: D, start: number, end: number): D {
  if (isArrayDataset(dataset)) return sliceRows(dataset, start, end) as D;
  return pick(
    dataset,
    Int32Array.from({ length: end - start }, (_, i) => start + i),
  );
}

/** The examples of a stream from number `start` on, to before number `end`. */
export function sliceStream(call: string, dataset: StreamDataset, start: number, end: number): StreamDataset {
  const { count } = dataset;
  return {
    ...dataset,
    count: count === undefined ? undefined : Math.max(0, Math.min(end, count) - start),
    async *chunks() {
      let at = 0;
      for await (const chunk of chunksOf(call, nameOf(dataset), dataset)) {
        const size = rowCount(chunk);
        const [from, to] = [Math.max(0, start - at), Math.min(size, end - at)];
        if (from < to) yield from === 0 && to === size ? chunk : sliceRows(chunk, from, to);
        at += size;
        if (at >= end) return;
      }
    },
  };
}

/** A random order of `count` examples. */
export function randomOrder(call: string, count: number, seed: number): Int32Array {
  checkInteger(call, 'seed', seed, 0);
  return permutation(count, seed);
}

/**
 * The first `count` examples. Throws when there are fewer; a stream of unknown length may end before.
 *
 * @param dataset In memory, by rows, or a stream.
 */
export function take<D extends Dataset>(dataset: D, count: number): D {
  const all = countSome('take', dataset);
  checkInteger('take', 'count', count, 1, all);
  return (isArrayDataset(dataset) || isIndexed(dataset) ? slice(dataset, 0, count) : sliceStream('take', dataset, 0, count)) as D;
}

/** Options of `shuffled`. */
export interface ShuffledOptions {
  /** Decides the order. Default 0. */
  readonly seed?: number;
  /** How many examples of a stream are in memory to be shuffled. Default: as many as 2²² numbers hold (16 MB of float32). */
  readonly window?: number;
}

/** How many numbers the window of a stream holds by default. */
const WINDOW = 2 ** 22;

/**
 * The same examples in another order, which `seed` decides. In memory, and by rows, the order is any. An example of a stream moves by
 * two windows at most.
 *
 * @param dataset In memory, by rows, or a stream.
 */
export function shuffled<D extends Dataset>(dataset: D, options: ShuffledOptions = {}): D {
  checkOptions('shuffled', options, { seed: true, window: true });
  const { seed = 0, window } = options;
  const count = countSome('shuffled', dataset);
  if (window !== undefined) checkInteger('shuffled', 'window', window, 1);
  if (isArrayDataset(dataset) || isIndexed(dataset)) {
    check(window === undefined, 'shuffled: window is for streams; other datasets are shuffled as a whole');
    return pick(dataset, randomOrder('shuffled', count!, seed)) as D;
  }
  checkInteger('shuffled', 'seed', seed, 0);
  const rows = window ?? rowsPerChunk(dataset.shape, WINDOW);
  return { ...dataset, chunks: () => shuffleWithin(chunksOf('shuffled', nameOf(dataset), dataset), { seed, window: rows }) };
}
