import { pad, slice } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkInteger, showShape } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Layer } from '@autoencoders/core';
import { fromImageShape, images, series, showPair, toImageShape } from './space.js';
import type { Pair, Size, Space } from './space.js';

function cropping<X extends Tensor>(name: string, space: Space<X>, size: Size): Layer<X, X, {}> {
  const [height, width] = space.pair(name, 'size', size);
  const call = `${name}(${showPair(space, [height, width])})`;
  return {
    init(shape) {
      const [tall, wide, channels] = toImageShape(call, space, shape);
      check(tall >= height && wide >= width, () => `${call}: ${space.name} of ${showShape(shape)} are smaller`);
      return { weights: {}, shape: fromImageShape(space, [height, width, channels]) };
    },
    apply(_, x) {
      const whole = space.toImages(x);
      const [, tall, wide] = whole.shape;
      const part = slice(whole, [0, Math.floor((tall - height) / 2), Math.floor((wide - width) / 2), 0], [-1, height, width, -1]);
      return space.fromImages(part);
    },
    config: configOf(name, size),
  };
}

/**
 * Crops images to the `height` × `width` in their middle: `[batch, h, w, c] → [batch, height, width, c]`. Of an odd number of extra rows
 * or columns, one more is removed at the end. `size` is `[height, width]`, or one number for both. Useful at the end of a decoder of doubling layers, when the size of
 * the images is not a power of two. Throws when the input is not an image, or is smaller than the result.
 */
export function crop2d(size: Size): Layer<Tensor4D, Tensor4D, {}> {
  return cropping('crop2d', images, size);
}

/** Crops series to the `length` in their middle: `[batch, time, c] → [batch, length, c]`. See `crop2d`. */
export function crop1d(length: number): Layer<Tensor3D, Tensor3D, {}> {
  return cropping('crop1d', series, length);
}

/** Zeros before and after each axis. */
type Around = readonly [rows: Pair, columns: Pair];

function zeroPadding<X extends Tensor>(name: string, space: Space<X>, padding: unknown, [rows, columns]: Around): Layer<X, X, {}> {
  return {
    init(shape) {
      const [height, width, channels] = toImageShape(`${name}(${JSON.stringify(padding)})`, space, shape);
      const size = [height + rows[0] + rows[1], width + columns[0] + columns[1]] as const;
      return { weights: {}, shape: fromImageShape(space, [...size, channels]) };
    },
    apply: (_, x) => space.fromImages(pad(space.toImages(x), [[0, 0], [...rows], [...columns], [0, 0]])),
    config: configOf(name, padding),
  };
}

/** How many zeros stand before and after an axis. Throws unless `padding` is one number for both, or `[before, after]`. */
function ends(call: string, padding: number | Pair): Pair {
  const [before, after, ...more] = Array.isArray(padding) ? (padding as unknown as number[]) : [padding as number, padding as number];
  check(more.length === 0, () => `${call}: padding must be one number or [before, after] for each axis, not ${show(padding)}`);
  for (const each of [before, after]) checkInteger(call, 'each number of padding', each, 0);
  return [before!, after!];
}

/**
 * Puts zeros around images: `[batch, h, w, c] → [batch, h + top + bottom, w + left + right, c]`. `padding` is one number for every side,
 * `[height, width]` for both sides of each axis, or `[[top, bottom], [left, right]]`. Throws when the input is not an image.
 */
export function zeroPad2d(padding: number | readonly [height: number | Pair, width: number | Pair]): Layer<Tensor4D, Tensor4D, {}> {
  const [height, width, ...more] = Array.isArray(padding) ? (padding as unknown as (number | Pair)[]) : [padding, padding];
  check(more.length === 0, () => `zeroPad2d: padding must be one number or [height, width], not ${show(padding)}`);
  return zeroPadding('zeroPad2d', images, padding, [ends('zeroPad2d', height as Pair), ends('zeroPad2d', width as Pair)]);
}

/**
 * Puts zeros around series: `[batch, time, c] → [batch, time + before + after, c]`. `padding` is one number for both ends, or
 * `[before, after]`. Throws when the input is not a series.
 */
export function zeroPad1d(padding: number | readonly [before: number, after: number]): Layer<Tensor3D, Tensor3D, {}> {
  return zeroPadding('zeroPad1d', series, padding, [[0, 0], ends('zeroPad1d', padding)]);
}
