import { check, checkInteger } from '@autoencoders/core/operations';
import { rowsPerChunk, show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, IndexedDataset, StreamDataset } from '@autoencoders/core';
import { batches } from './batches.js';
import { count } from './dataset.js';
import { pick, take } from './select.js';
import type { NamedDataset } from './dataset.js';
import { checkOneEach, fromIdx, imageShape } from './from-idx.js';
import type { FromIdxOptions } from './from-idx.js';
import type { IdxFile } from './idx-file.js';

/** A dataset that may be larger than the memory: `batches` reads some examples at a time. */
export interface OpenDataset extends StreamDataset {
  readonly name: string;
  /** The number of examples. */
  readonly count: number;
  /** Whether the examples have labels. */
  readonly labelled: boolean;
  /** Whether the dataset has no test part, so that this is a part of its training examples. */
  readonly heldOut: boolean;
  /** The examples in their order, `size` at a time. The last batch may be smaller. */
  readonly batches: (size: number) => AsyncGenerator<NamedDataset, void>;
}

/** The chunks of a dataset that has batches. */
const withChunks = (dataset: Omit<OpenDataset, 'chunks'>): OpenDataset => ({
  ...dataset,
  chunks: () => dataset.batches(rowsPerChunk(dataset.shape)),
});

/** A dataset in files: images, and labels if there are any. */
export function openFiles(images: IdxFile, labels: IdxFile | undefined, { name = images.name, classes }: FromIdxOptions): OpenDataset {
  const shape = imageShape(images);
  if (labels) checkOneEach(images, labels);
  return withChunks({
    name,
    shape,
    classes,
    count: images.shape[0]!,
    labelled: labels !== undefined,
    heldOut: false,
    async *batches(size) {
      checkInteger('batches', 'size', size, 1);
      const ofLabels = labels?.parts(size);
      try {
        for await (const part of images.parts(size)) yield fromIdx(part, (await ofLabels?.next())?.value ?? undefined, { name, classes });
        // The check of what follows the last label runs only now.
        await ofLabels?.next();
      } finally {
        await ofLabels?.return();
      }
    },
  });
}

/** A dataset that is in memory already, or that is read by rows. */
export function opened(dataset: ArrayDataset | IndexedDataset): OpenDataset {
  const { name = 'the dataset', shape, classes } = dataset;
  return withChunks({
    name,
    shape,
    classes,
    count: count(dataset),
    labelled: 'labels' in dataset && dataset.labels !== undefined,
    heldOut: false,
    async *batches(size) {
      for await (const { values, labels, ...rest } of batches(dataset as IndexedDataset, size))
        yield {
          ...rest,
          name,
          values: values instanceof Float32Array ? values : Float32Array.from(values),
          labels: labels && Int32Array.from(labels),
        };
    },
  });
}

/** One part of a dataset that has no test part, as `divided` has it. Only its own examples are read. */
export function partOf(dataset: ArrayDataset | IndexedDataset, part: 'train' | 'test'): OpenDataset {
  const all = count(dataset);
  const places = Int32Array.from({ length: all }, (_, place) => place).filter((place) => isIn(part, place, all));
  return { ...opened(pick(dataset, places)), heldOut: true };
}

/** Without a test part, one of this many examples is a test example. */
const ONE_IN = 10;

/** Whether the example at `place`, of `all`, is in a part of a dataset that has no test part. */
function isIn(part: 'train' | 'test', place: number, all: number): boolean {
  const isHeld = all < ONE_IN ? place === all - 1 : place % ONE_IN === ONE_IN - 1;
  return all === 1 || isHeld === (part === 'test');
}

/**
 * One part of a dataset that has no test part. Every tenth example is a test example, the others are training examples. With fewer than
 * ten, the last one is the test example; a single example is in both parts.
 */
export function divided(all: OpenDataset, part: 'train' | 'test'): OpenDataset {
  const held = Math.max(1, Math.floor(all.count / ONE_IN));
  return withChunks({
    ...all,
    count: part === 'test' ? held : Math.max(1, all.count - held),
    heldOut: true,
    async *batches(size) {
      let at = 0;
      for await (const some of all.batches(size)) {
        const places = Int32Array.from({ length: count(some) }, (_, i) => i);
        const start = at;
        const mine = places.filter((place) => isIn(part, start + place, all.count));
        at += places.length;
        if (mine.length > 0) yield pick(some, mine);
      }
    },
  });
}

/** How many numbers are read at a time. */
const READ = 2 ** 22;

/** All examples, or the first `limit`, in memory. Throws when `limit` is not a whole number of 1 or more. */
export async function whole(dataset: OpenDataset, limit: number = Infinity): Promise<NamedDataset> {
  if (limit !== Infinity) checkInteger('loadDataset', 'limit', limit, 1);
  const { name, shape, classes, labelled } = dataset;
  const wanted = Math.min(limit, dataset.count);
  const size = sizeOf(shape);
  const values = new Float32Array(wanted * size);
  const labels = labelled ? new Int32Array(wanted) : undefined;
  let at = 0;
  for await (const batch of dataset.batches(Math.max(1, Math.min(wanted, Math.floor(READ / size))))) {
    const some = count(batch) > wanted - at ? take(batch, wanted - at) : batch;
    values.set(some.values, at * size);
    if (some.labels) labels?.set(some.labels, at);
    at += count(some);
    // The end of the file is read only when all examples are wanted, to notice a file that is too long.
    if (at === wanted && wanted < dataset.count) break;
  }
  check(at === wanted, () => `loadDataset: ${show(name)} has ${at} examples, and ${wanted} were expected`);
  return { name, shape, values, labels, classes };
}
