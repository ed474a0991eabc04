import { check, checkFunction, showShape } from '@autoencoders/core/operations';
import { chunksOf, isArrayDataset, isIndexed, pickRows, rowCount, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset, IndexedDataset, Shape, StreamDataset } from '@autoencoders/core';
import { countSome, nameOf } from './dataset.js';

/** One example, as the functions of `map` and `filter` get it. */
export interface Example {
  /** Its numbers. */
  readonly values: ArrayLike<number>;
  /** Its class, if the dataset has labels. */
  readonly label: number | undefined;
}

/** `f` of the numbers of every example: as many numbers as `shape` (default: the shape of the dataset) holds. Labels and targets stay. */
export function map<D extends Dataset>(dataset: D, f: (example: Example) => ArrayLike<number>, shape: Shape = dataset.shape): D {
  checkFunction('map', 'f', f);
  const mapped = (rows: ArrayDataset): ArrayDataset => mapRows(rows, f, shape, nameOf(dataset));
  if (isArrayDataset(dataset)) {
    countSome('map', dataset);
    return mapped(dataset) as D;
  }
  if (isIndexed(dataset)) {
    const { rows } = dataset;
    return { ...dataset, shape, rows: async (places: Int32Array) => mapped(await rows(places)) };
  }
  return {
    ...dataset,
    shape,
    async *chunks() {
      for await (const chunk of chunksOf('map', nameOf(dataset), dataset)) yield mapped(chunk);
    },
  };
}

function mapRows(rows: ArrayDataset, f: (example: Example) => ArrayLike<number>, shape: Shape, name: string): ArrayDataset {
  const size = sizeOf(shape);
  const values = new Float32Array(rowCount(rows) * size);
  eachExample(rows, (example, i) => {
    const numbers = f(example);
    check(
      numbers?.length === size,
      () =>
        `map: f must give ${size} numbers, as the shape ${showShape(shape)} holds, and gave ${numbers?.length ?? 'none'} for an example of ${name}`,
    );
    values.set(numbers, i * size);
  });
  // A mask stays as long as the numbers stay where they are.
  return { ...rows, shape, values, mask: size === sizeOf(rows.shape) ? rows.mask : undefined };
}

/**
 * The examples for which `keep` gives true. Of data by rows this is a stream, as nobody knows how many there are.
 *
 * @param dataset In memory, by rows, or a stream.
 */
export function filter<D extends ArrayDataset | StreamDataset>(dataset: D, keep: (example: Example) => boolean): D;
export function filter(dataset: IndexedDataset, keep: (example: Example) => boolean): StreamDataset;
export function filter(dataset: Dataset, keep: (example: Example) => boolean): ArrayDataset | StreamDataset {
  checkFunction('filter', 'keep', keep);
  const kept = (rows: ArrayDataset): ArrayDataset => {
    const places: number[] = [];
    eachExample(rows, (example, i) => keep(example) && places.push(i));
    return pickRows(rows, places);
  };
  if (isArrayDataset(dataset)) {
    countSome('filter', dataset);
    return kept(dataset);
  }
  const { name, shape, classes } = dataset;
  return {
    name,
    shape,
    classes,
    async *chunks() {
      for await (const chunk of chunksOf('filter', nameOf(dataset), dataset)) yield kept(chunk);
    },
  };
}

function eachExample(rows: ArrayDataset, visit: (example: Example, place: number) => void): void {
  const size = sizeOf(rows.shape);
  const { values, labels } = rows;
  for (let i = 0; i < rowCount(rows); i++) {
    const own = 'subarray' in values ? values.subarray(i * size, (i + 1) * size) : values.slice(i * size, (i + 1) * size);
    visit({ values: own, label: labels?.[i] }, i);
  }
}
