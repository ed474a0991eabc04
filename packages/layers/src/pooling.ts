import { avgPool, image, maxPool } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { check, checkInteger, showShape } from '@autoencoders/core';
import type { Layer } from '@autoencoders/core';
import { checkImage, convolved } from './convolution.js';
import type { Padding } from './convolution.js';
import { describe } from './describe.js';

/** What pooling can be told. */
export interface PoolingOptions {
  /** Step from one window to the next; the window's size by default. */
  readonly stride?: number;
  /** `valid` by default. */
  readonly padding?: Padding;
}

function pooling(name: string, size: number, options: PoolingOptions, pool: typeof maxPool): Layer<Tensor4D, Tensor4D, {}> {
  const { stride = size, padding = 'valid' } = options;
  const call = `${name}(${size})`;
  checkInteger(name, 'size', size, 1);
  checkInteger(call, 'stride', stride, 1);
  const g = { kernel: size, stride, padding };
  return {
    init(shape) {
      checkImage(call, shape);
      const [height, width, channels] = shape;
      const out = [convolved(height, g), convolved(width, g), channels];
      check(Math.min(...out) > 0, () => `${call}: images of ${showShape(shape)} are smaller than the window of ${size}`);
      return { weights: {}, shape: out };
    },
    apply: (_, x) => pool(x, size, stride, padding),
    description: describe(name, size, options),
  };
}

/** The greatest value of each window: `[batch, h, w, c] → [batch, ⌊h / size⌋, ⌊w / size⌋, c]` at the defaults. */
export function maxPool2d(size: number = 2, options: PoolingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  return pooling('maxPool2d', size, options, maxPool);
}

/** The mean of each window: `[batch, h, w, c] → [batch, ⌊h / size⌋, ⌊w / size⌋, c]` at the defaults. */
export function averagePool2d(size: number = 2, options: PoolingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  return pooling('averagePool2d', size, options, avgPool);
}

/** What `upsample2d` can be told. */
export interface UpsamplingOptions {
  /** `nearest` (the default) repeats pixels, `bilinear` interpolates between their centres. */
  readonly interpolation?: 'nearest' | 'bilinear';
}

/** Enlarges images by a whole factor: `[batch, h, w, c] → [batch, h·factor, w·factor, c]`. */
export function upsample2d(factor: number = 2, options: UpsamplingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  const { interpolation = 'nearest' } = options;
  checkInteger('upsample2d', 'factor', factor, 1);
  check(interpolation === 'nearest' || interpolation === 'bilinear', () => `upsample2d: interpolation is "${String(interpolation)}"; there are nearest and bilinear`);
  const resize = interpolation === 'nearest' ? image.resizeNearestNeighbor : image.resizeBilinear;
  return {
    init(shape) {
      checkImage(`upsample2d(${factor})`, shape);
      const [height, width, channels] = shape;
      return { weights: {}, shape: [height * factor, width * factor, channels] };
    },
    apply: (_, x) => resize(x, [x.shape[1] * factor, x.shape[2] * factor], false, true),
    description: describe('upsample2d', factor, options),
  };
}
