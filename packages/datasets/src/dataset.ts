import { tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core/operations';
import { countOf, isArrayDataset, isIndexed, show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Dataset, IndexedDataset } from '@autoencoders/core';

/** A dataset in memory as this package gives it: with a name, and numbers scaled to [0, 1]. */
export interface NamedDataset extends ArrayDataset {
  readonly name: string;
  /** The numbers of all examples, one example after the other, scaled to [0, 1]. */
  readonly values: Float32Array;
  /** The class of each example, counted from 0. */
  readonly labels?: Int32Array | undefined;
}

/** What messages call a dataset. */
export const nameOf = ({ name }: Pick<Dataset, 'name'>): string => (name === undefined ? 'the dataset' : show(name));

/**
 * The number of examples. Throws when values, shape and labels do not fit each other.
 *
 * @param dataset In memory or by rows.
 */
export function count(dataset: ArrayDataset | IndexedDataset): number {
  return isIndexed(dataset) ? dataset.count : countOf('count', nameOf(dataset), dataset);
}

/** The number of examples, undefined for a stream of unknown length. Throws when there are none. */
export function countSome(call: string, dataset: ArrayDataset | IndexedDataset): number;
export function countSome(call: string, dataset: Dataset): number | undefined;
export function countSome(call: string, dataset: Dataset): number | undefined {
  const count = isArrayDataset(dataset) ? countOf(call, nameOf(dataset), dataset) : dataset.count;
  check(count !== 0, () => `${call}: ${nameOf(dataset)} has no examples`);
  return count;
}

/**
 * The examples as a tensor `[n, height, width, channels]`, which you dispose. Throws when an example is not an image.
 *
 * @param dataset A dataset in memory.
 */
export function toImages(dataset: ArrayDataset): Tensor4D {
  const count = countSome('toImages', dataset);
  const { shape, values } = dataset;
  check(
    shape.length === 3,
    () => `toImages: an example of ${nameOf(dataset)} must be [height, width, channels], not ${showShape(shape)}; toFlat takes any shape`,
  );
  return tensor4d(floats(values), [count, ...(shape as [number, number, number])]);
}

/**
 * The examples as a tensor `[n, features]`, which you dispose.
 *
 * @param dataset A dataset in memory.
 */
export function toFlat(dataset: ArrayDataset): Tensor2D {
  return tensor2d(floats(dataset.values), [countSome('toFlat', dataset), sizeOf(dataset.shape)]);
}

const floats = (values: ArrayDataset['values']): Float32Array => (values instanceof Float32Array ? values : Float32Array.from(values));
