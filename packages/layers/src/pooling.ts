import { avgPool, div, maxPool, ones, pad } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkOptions, showShape, toFloat32 } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { checkPadding, convolvedSize } from './geometry.js';
import type { Geometry, Padding } from './geometry.js';
import { fromImageShape, images, series, showPair, toImageShape } from './space.js';
import type { Size, Space } from './space.js';

/** Options of `maxPool2d` and `averagePool2d`; of `maxPool1d` and `averagePool1d`, where a size is one number. */
export interface PoolingOptions<S = Size> {
  /** Step from one window to the next. Default: the size of the window. */
  readonly stride?: S;
  /** Default `valid`. */
  readonly padding?: Padding;
}

type Pool = (x: Tensor4D, g: Geometry) => Tensor4D;

function pooling<X extends Tensor>(name: string, space: Space<X>, size: Size, options: PoolingOptions, pool: Pool): Layer<X, X, {}> {
  checkOptions(name, options, { stride: true, padding: true });
  const { stride = size, padding = 'valid' } = options;
  const kernelSize = space.pair(name, 'size', size);
  const call = `${name}(${showPair(space, kernelSize)})`;
  const g: Geometry = { kernelSize, stride: space.pair(call, 'stride', stride), padding, dilation: [1, 1] };
  checkPadding(call, padding);
  return {
    init(shape) {
      const [height, width, channels] = toImageShape(call, space, shape);
      const out = convolvedSize([height, width], g);
      check(
        Math.min(...out) > 0,
        () => `${call}: ${space.name} of ${showShape(shape)} are smaller than the window of ${showPair(space, kernelSize)}`,
      );
      return { weights: {}, shape: fromImageShape(space, [...out, channels]) };
    },
    apply: (_, x) => space.fromImages(pool(space.toImages(toFloat32(x)), g)),
    config: configOf(name, size, options),
  };
}

/**
 * The greatest value of each window: `[batch, h, w, c] → [batch, ⌊h / size⌋, ⌊w / size⌋, c]` at the defaults. `size` is one number (default
 * 2) or `[height, width]`. With padding `same`, sizes are rounded up, and `upsample2d(size)` followed by `crop2d` gives images of an odd
 * size back: 7 → 4 → 8 → 7.
 */
export function maxPool2d(size: Size = 2, options: PoolingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  return pooling('maxPool2d', images, size, options, greatest);
}

/**
 * The mean of each window: `[batch, h, w, c] → [batch, ⌊h / size⌋, ⌊w / size⌋, c]` at the defaults. `size` is one number (default 2) or
 * `[height, width]`. Padding does not count: a window at the edge averages only the pixels within the image.
 */
export function averagePool2d(size: Size = 2, options: PoolingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  return pooling('averagePool2d', images, size, options, averaged);
}

/** The greatest value of each window of a series: `[batch, time, c] → [batch, ⌊time / size⌋, c]` at the defaults. Default size 2. */
export function maxPool1d(size: number = 2, options: PoolingOptions<number> = {}): Layer<Tensor3D, Tensor3D, {}> {
  return pooling('maxPool1d', series, size, options, greatest);
}

/**
 * The mean of each window of a series: `[batch, time, c] → [batch, ⌊time / size⌋, c]` at the defaults. `size` is 2 by default. Padding
 * does not count.
 */
export function averagePool1d(size: number = 2, options: PoolingOptions<number> = {}): Layer<Tensor3D, Tensor3D, {}> {
  return pooling('averagePool1d', series, size, options, averaged);
}

const greatest: Pool = (x, { kernelSize, stride, padding }) => maxPool(x, [...kernelSize], [...stride], padding);

/**
 * With padding, a window that sticks out averages what it holds of the image. The gradient of tfjs's own `avgPool`
 * divides by the whole window there, so this pads first, where the two agree, and divides by the share of each window
 * that lies on the image.
 */
function averaged(x: Tensor4D, { kernelSize, stride, padding }: Geometry): Tensor4D {
  if (padding === 'valid') return avgPool(x, [...kernelSize], [...stride], padding);
  const [, height, width] = x.shape;
  const window: [number, number] = [enough(height, kernelSize[0]), enough(width, kernelSize[1])];
  const around: [number, number][] = [[0, 0], outside(height, window[0], stride[0]), outside(width, window[1], stride[1]), [0, 0]];
  const over = (image: Tensor4D): Tensor4D => avgPool(pad(image, around), window, [...stride], 'valid');
  return div(over(x), over(ones<Rank.R4>([1, height, width, 1])));
}

/**
 * A window that sees as much of an axis of `length` as one of `size`: twice the length sees all of it from everywhere. Padding for a larger one
 * would take memory for nothing. What is left out is even, so that the window stays in the middle.
 */
const enough = (length: number, size: number): number => Math.min(size, 2 * length + (size % 2));

/** How far windows stick out before and after an axis of `length` with padding `same`. */
function outside(length: number, size: number, stride: number): [number, number] {
  const whole = Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
  return [Math.floor(whole / 2), Math.ceil(whole / 2)];
}
