import { matMul, reshape, tensor2d, tile, transpose } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { fromImageShape, images, series, showPair, toImageShape } from './space.js';
import type { Pair, Size, Space } from './space.js';

/** Options of `upsample2d`. */
export interface UpsamplingOptions<Interpolation = 'nearest' | 'bilinear'> {
  /** `nearest` (default) repeats pixels. `bilinear`, or `linear` for series, interpolates between their centres and repeats the edge. */
  readonly interpolation?: Interpolation;
}

function upsampling<X extends Tensor>(
  name: string,
  space: Space<X>,
  factor: Size,
  options: UpsamplingOptions<string>,
  smooth: string,
): Layer<X, X, {}> {
  checkOptions(name, options, { interpolation: true });
  const { interpolation = 'nearest' } = options;
  const factors = space.pair(name, 'factor', factor);
  check(
    interpolation === 'nearest' || interpolation === smooth,
    () => `${name}: interpolation is "${String(interpolation)}"; there are nearest and ${smooth}`,
  );
  const resize = interpolation === 'nearest' ? nearest : bilinear;
  return {
    init(shape) {
      const [height, width, channels] = toImageShape(`${name}(${showPair(space, factors)})`, space, shape);
      return { weights: {}, shape: fromImageShape(space, [height * factors[0], width * factors[1], channels]) };
    },
    apply: (_, x) => space.fromImages(resize(space.toImages(x), factors)),
    config: configOf(name, factor, options),
  };
}

/**
 * Enlarges images by a whole factor: `[batch, h, w, c] → [batch, h·factor, w·factor, c]`. `factor` is one number (default 2) or one for
 * the height and one for the width.
 */
export function upsample2d(factor: Size = 2, options: UpsamplingOptions = {}): Layer<Tensor4D, Tensor4D, {}> {
  return upsampling('upsample2d', images, factor, options, 'bilinear');
}

/** Lengthens series by a whole factor (default 2): `[batch, time, c] → [batch, time·factor, c]`. */
export function upsample1d(factor: number = 2, options: UpsamplingOptions<'nearest' | 'linear'> = {}): Layer<Tensor3D, Tensor3D, {}> {
  return upsampling('upsample1d', series, factor, options, 'linear');
}

/** Every row repeated, then every pixel. tfjs's own `resizeNearestNeighbor` does the same, but not its gradient everywhere. */
function nearest(x: Tensor4D, [down, across]: Pair): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = tile(reshape(x, [batch * height, 1, width * channels]), [1, down, 1]);
  const pixels = tile(reshape(rows, [batch * height * down * width, 1, channels]), [1, across, 1]);
  return reshape(pixels, [batch, height * down, width * across, channels]);
}

/**
 * One matrix for the rows, one for the columns. tfjs's own `resizeBilinear` interpolates alike, but its gradient does
 * not know of pixel centres, and is wrong for them.
 */
function bilinear(x: Tensor4D, [down, across]: Pair): Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const rows = reshape<Rank.R4>(matMul(lastAxis(x, height), interpolation(height, down)), [batch, width, channels, height * down]);
  const both = reshape<Rank.R4>(matMul(lastAxis(rows, width), interpolation(width, across)), [
    batch,
    channels,
    height * down,
    width * across,
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
