import { tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { permutation } from '@autoencoders/core';
import { check, checkInteger, checkOptions, showShape } from '@autoencoders/core/operations';
import { show, sizeOf } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';

/**
 * Examples, and their labels if there are any. The data is in plain arrays: only `toImages` and `toFlat` make tensors. No function of this
 * package changes a dataset. A part of a dataset, or a tensor, may share its memory.
 */
export interface Dataset {
  readonly name: string;
  /** The shape of one example, such as `[28, 28, 1]`. */
  readonly shape: Shape;
  /** The numbers of all examples, one example after the other, scaled to [0, 1]. */
  readonly values: Float32Array;
  /** The class of each example, counted from 0. */
  readonly labels?: Int32Array | undefined;
  /** The name of each class. */
  readonly classes?: readonly string[] | undefined;
}

/** The number of examples. Throws when values, shape and labels do not fit each other. */
export function count(dataset: Dataset): number {
  return countFor('count', dataset);
}

function countFor(call: string, dataset: Dataset): number {
  const { name, shape, values, labels } = dataset;
  check(
    shape.every((size) => Number.isInteger(size) && size > 0),
    () => `${call}: the shape of ${show(name)} must be whole numbers of 1 or more, not ${showShape(shape)}`,
  );
  const count = values.length / sizeOf(dataset.shape);
  check(
    Number.isInteger(count),
    () => `${call}: the ${values.length} values of ${show(name)} do not divide into examples of shape ${showShape(shape)}`,
  );
  check(!labels || labels.length === count, () => `${call}: ${show(name)} has ${count} examples and ${labels!.length} labels`);
  return count;
}

/** The number of examples. Throws when there are none. */
function countSome(call: string, dataset: Dataset): number {
  const count = countFor(call, dataset);
  check(count > 0, () => `${call}: ${show(dataset.name)} has no examples`);
  return count;
}

/** The examples as a tensor `[n, height, width, channels]`, which you dispose. Throws when an example is not an image. */
export function toImages(dataset: Dataset): Tensor4D {
  const count = countSome('toImages', dataset);
  const { name, shape, values } = dataset;
  check(
    shape.length === 3,
    () => `toImages: an example of ${show(name)} must be [height, width, channels], not ${showShape(shape)}; toFlat takes any shape`,
  );
  return tensor4d(values, [count, ...(shape as [number, number, number])]);
}

/** The examples as a tensor `[n, features]`, which you dispose. */
export function toFlat(dataset: Dataset): Tensor2D {
  return tensor2d(dataset.values, [countSome('toFlat', dataset), sizeOf(dataset.shape)]);
}

/** The examples from `start` to before `end`. They share the memory of `dataset`. */
function slice(dataset: Dataset, start: number, end: number): Dataset {
  const size = sizeOf(dataset.shape);
  return { ...dataset, values: dataset.values.subarray(start * size, end * size), labels: dataset.labels?.subarray(start, end) };
}

/** A copy of the examples at `places`, in that order. */
export function pick(dataset: Dataset, places: Int32Array): Dataset {
  const size = sizeOf(dataset.shape);
  const values = new Float32Array(places.length * size);
  places.forEach((from, to) => values.set(dataset.values.subarray(from * size, (from + 1) * size), to * size));
  return { ...dataset, values, labels: dataset.labels && places.map((place) => dataset.labels![place]!) };
}

function order(call: string, count: number, seed: number): Int32Array {
  checkInteger(call, 'seed', seed, 0);
  return permutation(count, seed);
}

/** The same examples in another order. `seed` (default 0) decides the order. */
export function shuffled(dataset: Dataset, options: { readonly seed?: number } = {}): Dataset {
  checkOptions('shuffled', options, { seed: true });
  const { seed = 0 } = options;
  return pick(dataset, order('shuffled', countSome('shuffled', dataset), seed));
}

/** The first `count` examples. Throws when there are fewer. */
export function take(dataset: Dataset, count: number): Dataset {
  checkInteger('take', 'count', count, 1, countSome('take', dataset));
  return slice(dataset, 0, count);
}

/**
 * Splits a dataset in two: the first examples, and the rest. `first` is a number of examples, or a share between 0 and 1, which is rounded to whole
 * examples. With a `seed` the examples are shuffled first (default: not shuffled). Throws when one of the two would be empty.
 */
export function split(dataset: Dataset, first: number, options: { readonly seed?: number } = {}): [first: Dataset, rest: Dataset] {
  checkOptions('split', options, { seed: true });
  const { seed } = options;
  const count = countSome('split', dataset);
  const isShare = first > 0 && first < 1;
  check(
    isShare || (Number.isInteger(first) && first > 0),
    () => `split: first must be a share between 0 and 1 or a whole number of 1 or more, not ${show(first)}`,
  );
  const end = isShare ? Math.round(first * count) : first;
  check(
    end > 0 && end < count,
    () => `split: ${isShare ? `a share of ${first}` : first} of the ${count} examples of ${show(dataset.name)} leaves one side empty`,
  );
  const all = seed === undefined ? dataset : pick(dataset, order('split', count, seed));
  return [slice(all, 0, end), slice(all, end, count)];
}

/**
 * The examples in batches of `size`. Each example comes once; the last batch may be smaller. With a `seed` the examples are shuffled
 * (default: not shuffled). Without one, batches share the memory of `dataset`.
 */
export function batches(dataset: Dataset, size: number, options: { readonly seed?: number | undefined } = {}): Generator<Dataset, void> {
  checkOptions('batches', options, { seed: true });
  const { seed } = options;
  const count = countSome('batches', dataset);
  checkInteger('batches', 'size', size, 1);
  const places = seed === undefined ? undefined : order('batches', count, seed);
  return (function* () {
    for (let start = 0; start < count; start += size) {
      const end = Math.min(start + size, count);
      yield places ? pick(dataset, places.subarray(start, end)) : slice(dataset, start, end);
    }
  })();
}
