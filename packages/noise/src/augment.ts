import {
  add,
  clipByValue,
  concat,
  gather,
  image,
  mean,
  mul,
  reshape,
  sub,
  sum,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf, withConfig } from '@autoencoders/core';
import { check, checkInteger, checkNumber, checkOptions, inFloat32, showShape } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Augmentation, Config, Range, Seeds } from '@autoencoders/core';
import { sharesOf } from './strength.js';

/*
 * Augmentations of images `[batch, height, width, channels]`, drawn anew for each example. They are for the option `augment` of `fit`, where
 * they change the input and the target alike.
 */

const ofImages = (call: string, f: (x: Tensor4D, seeds: Seeds) => Tensor, config: Config): Augmentation =>
  withConfig<Augmentation>((x, seeds) => {
    check(x.rank === 4, () => `${call}: the batch must be images [batch, height, width, channels], its shape is ${showShape(x.shape)}`);
    return inFloat32(x, (floats) => tidy(() => f(floats as unknown as Tensor4D, seeds) as typeof x));
  }, config);

/** Lines along an axis of images. Line i of an example comes from line `source(example, i)`, or is 0 if there is none. */
function movedLines(x: Tensor, axis: 1 | 2, source: (example: number, line: number) => number): Tensor {
  const turned = axis === 1 ? x : transpose(x, [0, 2, 1, 3]);
  const [batch, lines] = turned.shape as [number, number];
  const rows = reshape(turned, [batch * lines, -1]);
  const places = Int32Array.from({ length: batch * lines }, (_, place) => {
    const example = Math.floor(place / lines);
    const from = source(example, place % lines);
    return from >= 0 && from < lines ? example * lines + from : batch * lines;
  });
  const withZeros = concat([rows, zeros([1, rows.shape[1]!])]);
  const moved = reshape(gather(withZeros, tensor1d(places, 'int32')), turned.shape);
  return axis === 1 ? moved : transpose(moved, [0, 2, 1, 3]);
}

/**
 * Moves an image by a whole number of pixels, up to `pixels` in each direction, or up to `[rows, columns]`. Zeros come in. torchvision:
 * `RandomCrop` with padding; Keras: `RandomTranslation`.
 */
export function randomShift(pixels: number | readonly [rows: number, columns: number]): Augmentation {
  const [down, across] = typeof pixels === 'number' ? [pixels, pixels] : pixels;
  checkInteger('randomShift', 'pixels', down, 0);
  checkInteger('randomShift', 'pixels', across, 0);
  const shifted = (x: Tensor, seeds: Seeds): Tensor => {
    const [rows, columns] = [down, across].map((most) =>
      sharesOf(x.shape[0]!, seeds()).map((share) => Math.floor(share * (2 * most + 1)) - most),
    ) as [number[], number[]];
    return movedLines(
      movedLines(x, 1, (example, line) => line - rows[example]!),
      2,
      (example, line) => line - columns[example]!,
    );
  };
  return ofImages('randomShift', shifted, configOf('randomShift', pixels));
}

/**
 * Flips an image with probability ½: `horizontal` (default) swaps left and right, `vertical` top and bottom. Keras: `RandomFlip`;
 * torchvision: `RandomHorizontalFlip`, `RandomVerticalFlip`.
 *
 * @param mode The direction.
 */
export function randomFlip(mode: 'horizontal' | 'vertical' = 'horizontal'): Augmentation {
  check(mode === 'horizontal' || mode === 'vertical', () => `randomFlip: mode must be "horizontal" or "vertical", not ${show(mode)}`);
  const axis = mode === 'horizontal' ? 2 : 1;
  const flipped = (x: Tensor, seeds: Seeds): Tensor => {
    const last = x.shape[axis]! - 1;
    const flips = sharesOf(x.shape[0]!, seeds()).map((share) => share < 0.5);
    return movedLines(x, axis, (example, line) => (flips[example] ? last - line : line));
  };
  return ofImages('randomFlip', flipped, configOf('randomFlip', mode));
}

/**
 * Cuts a part of an image out and enlarges it to the size of the image, with values between pixels (bilinear). The share of the area is
 * uniform in `scale`, default [0.5, 1]; the part has the proportions of the image. torchvision: `RandomResizedCrop` with `ratio=(1, 1)`.
 */
export function randomResizedCrop(scale: Range = [0.5, 1]): Augmentation {
  check(
    Array.isArray(scale) && scale.length === 2 && scale[0] > 0 && scale[0] <= scale[1] && scale[1] <= 1,
    () => `randomResizedCrop: scale must be a range [least, greatest] above 0 and up to 1, not ${show(scale)}`,
  );
  const cropped = (x: Tensor4D, seeds: Seeds): Tensor => {
    const [batch, height, width] = x.shape;
    const [areas, downs, acrosses] = [seeds(), seeds(), seeds()].map((seed) => sharesOf(batch, seed)) as [number[], number[], number[]];
    const boxes = areas.map((share, i): [number, number, number, number] => {
      const side = Math.sqrt(scale[0] + (scale[1] - scale[0]) * share);
      const [top, left] = [downs[i]! * (1 - side), acrosses[i]! * (1 - side)];
      return [top, left, top + side, left + side];
    });
    const examples = tensor1d(
      Int32Array.from(boxes, (_, i) => i),
      'int32',
    );
    return image.cropAndResize(x, tensor2d(boxes, [batch, 4]), examples, [height, width], 'bilinear');
  };
  return ofImages('randomResizedCrop', cropped, configOf('randomResizedCrop', scale));
}

/** Options of `colorJitter`: how far each factor may lie from 1, so that a factor is uniform in [1 − amount, 1 + amount]. */
export interface ColorJitterOptions {
  /** The image is multiplied by a factor. From 0 to 1. Default 0. */
  readonly brightness?: number;
  /** Distances from the mean of the image's grey values are multiplied by a factor. From 0 to 1. Default 0. */
  readonly contrast?: number;
  /** Distances from a pixel's grey value are multiplied by a factor. From 0 to 1. Default 0. Images need 3 channels. */
  readonly saturation?: number;
}

/** How much red, green and blue add to the grey value: ITU-R BT.601. */
const GREY = [0.299, 0.587, 0.114];

/**
 * Changes the brightness, the contrast and the saturation of images with numbers from 0 to 1, and clips the result to [0, 1]. torchvision
 * and albumentations: `ColorJitter`, here in this order.
 */
export function colorJitter(options: ColorJitterOptions): Augmentation {
  checkOptions('colorJitter', options, { brightness: true, contrast: true, saturation: true });
  const { brightness = 0, contrast = 0, saturation = 0 } = options;
  for (const [name, amount] of Object.entries({ brightness, contrast, saturation })) checkNumber('colorJitter', name, amount, 0, 1);
  const jittered = (x: Tensor4D, seeds: Seeds): Tensor => {
    const factors = (amount: number): Tensor => {
      const values = sharesOf(x.shape[0], seeds()).map((share) => 1 + amount * (2 * share - 1));
      return tensor(values, [values.length, 1, 1, 1]);
    };
    let y: Tensor = x;
    const spread = (center: Tensor, amount: number): Tensor => add(center, mul(sub(y, center), factors(amount)));
    if (brightness > 0) y = mul(y, factors(brightness));
    if (contrast > 0) y = spread(mean(greyOf(y), [1, 2], true), contrast);
    if (saturation > 0) {
      check(
        x.shape[3] === 3,
        () => `colorJitter: saturation needs images with 3 channels, the shape of the batch is ${showShape(x.shape)}`,
      );
      y = spread(greyOf(y), saturation);
    }
    return clipByValue(y, 0, 1);
  };
  return ofImages('colorJitter', jittered, configOf('colorJitter', options));
}

/** Grey values `[batch, height, width, 1]`; of images without colour, the mean of their channels. */
function greyOf(x: Tensor): Tensor {
  const channels = x.shape[3]!;
  if (channels === 1) return x;
  if (channels !== 3) return mean(x, 3, true);
  return sum(mul(x, tensor(GREY, [1, 1, 1, 3])), 3, true);
}
