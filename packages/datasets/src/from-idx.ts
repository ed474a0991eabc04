import { check, checkOptions, showShape } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import type { NamedDataset } from './dataset.js';
import type { Idx } from './idx.js';

/** Options of `fromIdx`. */
export interface FromIdxOptions {
  /** The name of the dataset. Default: the name of the file with the images. */
  readonly name?: string | undefined;
  /** The name of each class, from label 0 on. */
  readonly classes?: readonly string[] | undefined;
}

/**
 * A dataset of images, with labels if there are any. The shape of an example is `[features]` for images `[n, features]`, `[h, w, 1]` for
 * `[n, h, w]`, and `[h, w, c]` for `[n, h, w, c]`. Unsigned bytes are divided by 255; floats must be in [0, 1]. Throws when there are no
 * images, when the numbers of images and labels differ, and when a label is not a class.
 */
export function fromIdx(images: Idx, labels?: Idx, options: FromIdxOptions = {}): NamedDataset {
  checkOptions('fromIdx', options, { name: true, classes: true });
  const { name = images.name, classes } = options;
  const shape = imageShape(images);
  if (labels) checkOneEach(images, labels);
  return { name, shape, values: scaled(images), labels: labels && toLabels(labels, classes), classes };
}

/** The part of an IDX file that is known before its values are read. */
type Sizes = Pick<Idx, 'name' | 'shape'>;

/** The shape of one image. Throws when there are none. */
export function imageShape({ name, shape }: Sizes): Shape {
  const [count, ...rest] = shape;
  check(
    rest.length >= 1 && rest.length <= 3,
    () =>
      `fromIdx: ${name} has shape ${showShape(shape)}; images have shape [n, features], [n, height, width] or [n, height, width, channels]`,
  );
  check(count !== 0, () => `fromIdx: ${name} has shape ${showShape(shape)}, so it has no images`);
  check(!rest.includes(0), () => `fromIdx: ${name} has shape ${showShape(shape)}, so its images have no pixels`);
  return rest.length === 2 ? [...rest, 1] : rest;
}

function scaled({ name, data }: Idx): Float32Array {
  if (data instanceof Uint8Array) return bytesToShares(data);
  check(
    data instanceof Float32Array || data instanceof Float64Array,
    () => `fromIdx: ${name} has signed integers; images are unsigned bytes or floats from 0 to 1`,
  );
  const values = Float32Array.from(data);
  const odd = values.findIndex((value) => !(value >= 0 && value <= 1));
  check(odd === -1, () => `fromIdx: ${name} has the value ${values[odd]}; images are unsigned bytes or floats from 0 to 1`);
  return values;
}

/** Each byte / 255. The loop does nothing else, because MNIST has 47 million bytes. */
function bytesToShares(bytes: Uint8Array): Float32Array {
  const shares = new Float32Array(bytes.length);
  for (let i = 0; i < shares.length; i++) shares[i] = bytes[i]! / 255;
  return shares;
}

/** Throws unless there is one label for each image. */
export function checkOneEach(images: Sizes, { name, shape }: Sizes): void {
  check(shape.length === 1, () => `fromIdx: ${name} has shape ${showShape(shape)}; labels have shape [n]`);
  check(shape[0] === images.shape[0], () => `fromIdx: ${images.name} has ${images.shape[0]} images, and ${name} has ${shape[0]} labels`);
}

function toLabels({ name, data }: Idx, classes: readonly string[] | undefined): Int32Array {
  const most = classes ? classes.length - 1 : 2 ** 31 - 1;
  for (const label of data)
    check(
      Number.isInteger(label) && label >= 0 && label <= most,
      () => `fromIdx: ${name} has the label ${label}; labels are whole numbers from 0 to ${most}`,
    );
  return Int32Array.from(data);
}
