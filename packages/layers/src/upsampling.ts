import { matMul, reshape, tensor2d, tile, transpose } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { checkImage } from './convolution.js';

/** Options of `upsample2d`. */
export interface UpsamplingOptions {
  /** `nearest` (default) repeats pixels. `bilinear` interpolates between their centres and repeats the edge. */
  readonly interpolation?: 'nearest' | 'bilinear';
}

/** Enlarges images by a whole factor: `[batch, h, w, c] → [batch, h·factor, w·factor, c]`. */
export function upsample2d(factor: number = 2, options: UpsamplingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  checkOptions('upsample2d', options, { interpolation: true });
  const { interpolation = 'nearest' } = options;
  checkInteger('upsample2d', 'factor', factor, 1);
  check(
    interpolation === 'nearest' || interpolation === 'bilinear',
    () => `upsample2d: interpolation is "${String(interpolation)}"; there are nearest and bilinear`,
  );
  const resize = interpolation === 'nearest' ? nearest : bilinear;
  return {
    init(shape) {
      checkImage(`upsample2d(${factor})`, shape);
      const [height, width, channels] = shape;
      return { weights: {}, shape: [height * factor, width * factor, channels] };
    },
    apply: (_, x) => resize(x, factor),
    config: configOf('upsample2d', factor, options),
  };
}

/** Every row repeated, then every pixel. tfjs's own `resizeNearestNeighbor` does the same, but not its gradient everywhere. */
function nearest(x: Tensor4D, factor: number): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = tile(reshape(x, [batch * height, 1, width * channels]), [1, factor, 1]);
  const pixels = tile(reshape(rows, [batch * height * factor * width, 1, channels]), [1, factor, 1]);
  return reshape(pixels, [batch, height * factor, width * factor, channels]);
}

/**
 * One matrix for the rows, one for the columns. tfjs's own `resizeBilinear` interpolates alike, but its gradient does
 * not know of pixel centres, and is wrong for them.
 */
function bilinear(x: Tensor4D, factor: number): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = reshape<Rank.R4>(matMul(lastAxis(x, height), interpolation(height, factor)), [batch, width, channels, height * factor]);
  const both = reshape<Rank.R4>(matMul(lastAxis(rows, width), interpolation(width, factor)), [
    batch,
    channels,
    height * factor,
    width * factor,
  ]);
  return turned(both);
}

const turned = (x: Tensor4D): Tensor4D => transpose(x, [0, 2, 3, 1]);

/** The second axis, of `size`, put last, and all others flattened: `[…, size]`. */
const lastAxis = (x: Tensor4D, size: number): Tensor2D => reshape(turned(x), [-1, size]);

/** Column i holds what the pixels weigh at (i + ½) / factor, the pixels standing at ½, 1½ …: `[size, size·factor]`. */
function interpolation(size: number, factor: number): Tensor2D {
  const width = size * factor;
  const weights = new Float32Array(size * width);
  for (let i = 0; i < width; i++) {
    const at = Math.min(Math.max((i + 0.5) / factor - 0.5, 0), size - 1);
    const before = Math.floor(at);
    weights[before * width + i]! += 1 - (at - before);
    if (at > before) weights[(before + 1) * width + i]! += at - before;
  }
  return tensor2d(weights, [size, width]);
}
