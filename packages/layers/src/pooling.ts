import { avgPool, div, maxPool, ones, pad } from '@tensorflow/tfjs-core';
import type { Rank, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkInteger, checkOptions, showShape, toFloat32 } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { checkImage, checkPadding, convolved } from './convolution.js';
import type { Padding } from './convolution.js';

/** Options of `maxPool2d` and `averagePool2d`. */
export interface PoolingOptions {
  /** Step from one window to the next. Default: the size of the window. */
  readonly stride?: number;
  /** Default `valid`. */
  readonly padding?: Padding;
}

type Pool = (x: Tensor4D, size: number, stride: number, padding: Padding) => Tensor4D;

function pooling(name: string, size: number, options: PoolingOptions, pool: Pool): Layer<Tensor4D, Tensor4D, {}> {
  checkOptions(name, options, { stride: true, padding: true });
  const { stride = size, padding = 'valid' } = options;
  const call = `${name}(${size})`;
  checkInteger(name, 'size', size, 1);
  checkInteger(call, 'stride', stride, 1);
  checkPadding(call, padding);
  const g = { kernelSize: size, stride, padding };
  return {
    init(shape) {
      checkImage(call, shape);
      const [height, width, channels] = shape;
      const out = [convolved(height, g), convolved(width, g), channels];
      check(Math.min(...out) > 0, () => `${call}: images of ${showShape(shape)} are smaller than the window of ${size}`);
      return { weights: {}, shape: out };
    },
    apply: (_, x) => pool(toFloat32(x), size, stride, padding),
    config: configOf(name, size, options),
  };
}

/** The greatest value of each window: `[batch, h, w, c] → [batch, ⌊h / size⌋, ⌊w / size⌋, c]` at the defaults. */
export function maxPool2d(size: number = 2, options: PoolingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  return pooling('maxPool2d', size, options, maxPool);
}

/**
 * The mean of each window: `[batch, h, w, c] → [batch, ⌊h / size⌋, ⌊w / size⌋, c]` at the defaults. Padding does not count: a window at the
 * edge averages only the pixels within the image.
 */
export function averagePool2d(size: number = 2, options: PoolingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  return pooling('averagePool2d', size, options, averaged);
}

/**
 * With padding, a window that sticks out averages what it holds of the image. The gradient of tfjs's own `avgPool`
 * divides by the whole window there, so this pads first, where the two agree, and divides by the share of each window
 * that lies on the image.
 */
function averaged(x: Tensor4D, size: number, stride: number, padding: Padding): Tensor4D {
  if (padding === 'valid') return avgPool(x, size, stride, padding);
  const [, height, width] = x.shape;
  const around = [[0, 0], outside(height, size, stride), outside(width, size, stride), [0, 0]] as [number, number][];
  const over = (image: Tensor4D): Tensor4D => avgPool(pad(image, around), size, stride, 'valid');
  return div(over(x), over(ones<Rank.R4>([1, height, width, 1])));
}

/** How far windows stick out before and after an axis of `length` with padding `same`. */
function outside(length: number, size: number, stride: number): [number, number] {
  const whole = Math.max(0, (Math.ceil(length / stride) - 1) * stride + size - length);
  return [Math.floor(whole / 2), Math.ceil(whole / 2)];
}
