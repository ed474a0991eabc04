import { check, show, showShape } from '../errors.js';
import { bits, permutation, seeded } from '../random.js';
import { sizeOf } from '../shape.js';
import type { ArrayDataset, Dataset, IndexedDataset, StreamDataset } from './dataset.js';
import { checkExampleShape, kindOf, copyRow, countOf, joinRows, pickRows, roomFor, rowCount, sliceRows } from './rows.js';

const has = (data: unknown, field: string): boolean => typeof data === 'object' && data !== null && 'shape' in data && field in data;

/** Whether this is a dataset in memory. */
export const isArrayDataset = (data: unknown): data is ArrayDataset => has(data, 'values');
/** Whether this is a dataset that is read by rows. */
export const isIndexed = (data: unknown): data is IndexedDataset => has(data, 'rows');
/** Whether this is a stream. */
export const isStream = (data: unknown): data is StreamDataset => has(data, 'chunks');

/** Whether this is a dataset. Tensors have a shape, too, but none of the rest. */
export const isDataset = (data: unknown): data is Dataset => isArrayDataset(data) || isIndexed(data) || isStream(data);

/** Throws unless `dataset` is a dataset whose parts fit each other. Gives the number of examples, undefined where it is not known. */
export function checkDataset(call: string, name: string, dataset: Dataset): number | undefined {
  check(isDataset(dataset), () => `${call}: ${name} must be a dataset, with values, rows or chunks, not ${show(dataset)}`);
  if (isArrayDataset(dataset)) return countOf(call, name, dataset);
  checkExampleShape(call, name, dataset.shape);
  const { count } = dataset;
  const known = isIndexed(dataset) || count !== undefined;
  check(
    !known || (Number.isInteger(count) && count! >= 0),
    () => `${call}: the count of ${name} must be a whole number of 0 or more, not ${show(count)}`,
  );
  return count;
}

/** How many numbers a chunk has at most, where nobody says otherwise: 4 MB of float32. */
const CHUNK = 2 ** 20;

/** How many examples of this shape a chunk has. */
export const rowsPerChunk = (shape: readonly number[], numbers: number = CHUNK): number => Math.max(1, Math.floor(numbers / sizeOf(shape)));

/** How many examples a chunk has: a multiple of `multiple`, as few of them as hold `CHUNK` numbers. */
const sizeOfChunks = ({ shape }: Pick<Dataset, 'shape'>, multiple: number): number => multiple * Math.ceil(rowsPerChunk(shape) / multiple);

/**
 * All examples of any dataset in their order, in chunks of any size. Checks that each chunk fits. Chunks of data that are no stream have a multiple of
 * `multiple` examples (default 1), except the last: batches of that size need no copies.
 */
export async function* chunksOf(call: string, name: string, dataset: Dataset, multiple: number = 1): AsyncGenerator<ArrayDataset, void> {
  if (isArrayDataset(dataset)) {
    const count = countOf(call, name, dataset);
    const size = sizeOfChunks(dataset, multiple);
    for (let at = 0; at < count; at += size) yield sliceRows(dataset, at, Math.min(count, at + size));
  } else if (isIndexed(dataset)) {
    const size = sizeOfChunks(dataset, multiple);
    for (let at = 0; at < dataset.count; at += size) {
      const places = Int32Array.from({ length: Math.min(size, dataset.count - at) }, (_, i) => at + i);
      yield await rowsOf(call, name, dataset, places);
    }
  } else {
    let at = 0;
    let kind: string | undefined;
    for await (const chunk of dataset.chunks()) {
      const count = checkChunk(call, `${name}, from example ${at} on,`, dataset.shape, chunk);
      if (count === 0) continue;
      kind ??= kindOf(chunk);
      check(
        kind === kindOf(chunk),
        () => `${call}: the chunks of ${name} must be alike; the first has ${kind}, that from example ${at} on ${kindOf(chunk)}`,
      );
      yield chunk;
      at += count;
    }
    check(
      dataset.count === undefined || dataset.count === at,
      () => `${call}: ${name} should have ${dataset.count} examples, and ${at} came; the source may have changed or broken off`,
    );
  }
}

/** The examples of an indexed dataset at `places`. Checks that they fit. */
export async function rowsOf(call: string, name: string, dataset: IndexedDataset, places: Int32Array): Promise<ArrayDataset> {
  const rows = await dataset.rows(places);
  const count = checkChunk(call, `rows of ${name}`, dataset.shape, rows);
  check(count === places.length, () => `${call}: ${name} was asked for ${places.length} rows and gave ${count}`);
  return rows;
}

/** The number of examples of a chunk. Throws when its shape is another one than that of its dataset. */
function checkChunk(call: string, name: string, shape: readonly number[], chunk: ArrayDataset): number {
  const count = countOf(call, name, chunk);
  check(
    String(chunk.shape) === String(shape),
    () => `${call}: ${name} has examples of shape ${showShape(chunk.shape)}, but those of the dataset are ${showShape(shape)}`,
  );
  return count;
}

/** The same examples in chunks of `size`; the last may be smaller. */
export async function* rebatch(chunks: AsyncIterable<ArrayDataset>, size: number): AsyncGenerator<ArrayDataset, void> {
  let waiting: ArrayDataset[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    const count = rowCount(chunk);
    let at = 0;
    while (held + count - at >= size) {
      const end = at + size - held;
      yield joinRows([...waiting, sliceRows(chunk, at, end)]);
      at = end;
      waiting = [];
      held = 0;
    }
    if (at < count) {
      // A copy, as whoever made the chunk may write over it.
      waiting.push(pickRows(chunk, range(at, count)));
      held += count - at;
    }
  }
  if (held > 0) yield joinRows(waiting);
}

const range = (from: number, to: number): Int32Array => Int32Array.from({ length: to - from }, (_, i) => from + i);

/**
 * The same examples in another order, by `seed`. A window holds `window` examples. Each example that comes takes the place of
 * one that leaves, in an order that is drawn anew whenever the window was gone through. So an example moves by two windows at
 * most; with a window of all examples the order is any.
 */
export async function* shuffleWithin(
  chunks: AsyncIterable<ArrayDataset>,
  { seed, window }: { readonly seed: number; readonly window: number },
): AsyncGenerator<ArrayDataset, void> {
  const seeds = seeded(seed);
  let held: ArrayDataset | undefined;
  let [filled, next] = [0, 0];
  let order = permutation(window, seeds());
  for await (const chunk of chunks) {
    const count = rowCount(chunk);
    held ??= roomFor(chunk, window);
    const filling = Math.min(count, window - filled);
    copyRow(chunk, 0, held, filled, filling);
    filled += filling;
    if (filling === count) continue;
    const leaving = roomFor(chunk, count - filling);
    for (let i = filling; i < count; i++) {
      if (next === window) [next, order] = [0, permutation(window, seeds())];
      const place = order[next++]!;
      copyRow(held, place, leaving, i - filling);
      copyRow(chunk, i, held, place);
    }
    yield leaving;
  }
  if (held && filled > 0) yield pickRows(held, permutation(filled, seeds()));
}

/** How many examples are drawn for at a time. */
const DRAWN = 1024;

/**
 * The examples that a share chooses, or all others. Each example is drawn for by itself, as nobody knows how many will come. The
 * draws depend on the seed alone, not on the sizes of the chunks.
 */
export async function* chosenShare(
  chunks: AsyncIterable<ArrayDataset>,
  { share, seed, chosen }: { readonly share: number; readonly seed: number; readonly chosen: boolean },
): AsyncGenerator<ArrayDataset, void> {
  const seeds = seeded(seed);
  for await (const chunk of rebatch(chunks, DRAWN)) {
    const words = bits(rowCount(chunk), seeds());
    const places = Int32Array.from(words.keys()).filter((place) => words[place]! < share * 2 ** 32 === chosen);
    if (places.length > 0) yield pickRows(chunk, places);
  }
}
