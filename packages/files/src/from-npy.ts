import { check, checkNumber, checkOptions, showShape } from '@autoencoders/core/operations';
import { sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Shape } from '@autoencoders/core';
import type { NpyArray } from './npy.js';

/** Options of `fromNpy`. */
export interface FromNpyOptions {
  /** What messages call the dataset. Default: the name of the array. */
  readonly name?: string | undefined;
  /** The name of each class, from label 0 on. */
  readonly classes?: readonly string[] | undefined;
  /** The shape of one example, such as `[28, 28, 1]` for images of 28×28. Default: the sizes of the array after the first. */
  readonly shape?: Shape | undefined;
  /** What every value is multiplied by, such as `1 / 255` for pixels in bytes. Default 1: the values stay as they are. */
  readonly scale?: number | undefined;
}

/**
 * A dataset of arrays from NumPy: examples along the first axis, `[examples, …shape]`, with labels `[examples]` if there are any. Throws
 * when there are no examples, when the numbers of examples and labels differ, and when a label is not a whole number, or not a class.
 *
 * @param array The examples, as `parseNpy` gives them.
 */
export function fromNpy(array: NpyArray, labels?: NpyArray, options: FromNpyOptions = {}): ArrayDataset {
  checkOptions('fromNpy', options, { name: true, classes: true, shape: true, scale: true });
  const { name = array.name, classes, scale = 1 } = options;
  checkNumber('fromNpy', 'scale', scale);
  const [count = 0, ...rest] = array.shape;
  check(rest.length > 0, () => `fromNpy: ${array.name} has shape ${showShape(array.shape)}; examples have shape [examples, features, …]`);
  check(array.data.length > 0, () => `fromNpy: ${array.name} has shape ${showShape(array.shape)}, so it has no values`);
  const { shape = rest } = options;
  check(
    sizeOf(shape) === sizeOf(rest),
    () =>
      `fromNpy: shape ${showShape(shape)} has ${sizeOf(shape)} values; an example of ${array.name} has ${showShape(rest)}, ${sizeOf(rest)} values`,
  );
  const values = scale === 1 ? array.data : Float32Array.from(array.data, (value) => value * scale);
  return { name, shape, values, labels: labels && toLabels(labels, count, array.name, classes), classes };
}

function toLabels({ name, shape, data }: NpyArray, count: number, examples: string, classes: readonly string[] | undefined): Int32Array {
  check(data.length === count, () => `fromNpy: ${examples} has ${count} examples, and ${name} has shape ${showShape(shape)}`);
  const most = classes ? classes.length - 1 : 2 ** 31 - 1;
  for (const label of data)
    check(
      Number.isInteger(label) && label >= 0 && label <= most,
      () => `fromNpy: ${name} has the label ${label}; labels are whole numbers from 0 to ${most}`,
    );
  return Int32Array.from(data);
}
