import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { configOf, withConfig } from '@autoencoders/core';
import {
  check,
  checkInteger,
  checkNumber,
  checkOptions,
  filterImages,
  inFloat32,
  quantizeAsJpeg,
  showShape,
} from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Clock, Config, Corruption } from '@autoencoders/core';
import { blurMatrix, resampleMatrix } from './matrices.js';
import { quantizationTable } from './quantization.js';
import { atLeastZero, batchStrength } from './strength.js';
import type { BatchStrength } from './strength.js';

/*
 * What cameras and files do to images `[batch, height, width, channels]`. Nothing is random. Each is a matrix along the height and one along
 * the width. Backends agree to rounding.
 */

/** A corruption of images in float32. */
const ofImages = (call: string, f: (x: Tensor4D, clock?: Clock) => Tensor, config: Config): Corruption =>
  withConfig<Corruption>((x, _, clock) => {
    check(x.rank === 4, () => `${call}: the batch must be images [batch, height, width, channels], its shape is ${showShape(x.shape)}`);
    return inFloat32(x, (floats) => tidy(() => f(floats as unknown as Tensor4D, clock) as typeof x));
  }, config);

/**
 * A blur: each number becomes a mean of its neighbours with weights e^(−distance² / 2σ²), as far as 3σ; beyond the edges, images are
 * mirrored. `sigma`, σ, is in pixels, 0 or more. torchvision: `GaussianBlur`.
 */
export function gaussianBlur(sigma: BatchStrength): Corruption {
  const strength = batchStrength('gaussianBlur', 'sigma', sigma, atLeastZero);
  const blurred = (x: Tensor4D, clock?: Clock): Tensor => {
    const [, height, width] = x.shape;
    const value = strength(clock);
    return filterImages(x, blurMatrix(height, value), blurMatrix(width, value));
  };
  return ofImages('gaussianBlur', blurred, configOf('gaussianBlur', sigma));
}

/** Options of `downsampling`. */
export interface DownsamplingOptions {
  /** How the small image becomes large again: each pixel as a square, or with values between pixels. Default `nearest`. */
  readonly interpolation?: 'nearest' | 'bilinear';
}

/**
 * Fewer pixels: each square of `factor`×`factor` pixels becomes its mean, then the image gets its size back. albumentations: `Downscale`.
 */
export function downsampling(factor: number, options: DownsamplingOptions = {}): Corruption {
  checkOptions('downsampling', options, { interpolation: true });
  const { interpolation = 'nearest' } = options;
  checkInteger('downsampling', 'factor', factor, 1);
  check(
    interpolation === 'nearest' || interpolation === 'bilinear',
    () => `downsampling: interpolation must be "nearest" or "bilinear", not ${show(interpolation)}`,
  );
  const resampled = (x: Tensor4D): Tensor => {
    const [, height, width] = x.shape;
    return filterImages(x, resampleMatrix(height, factor, interpolation), resampleMatrix(width, factor, interpolation));
  };
  return ofImages('downsampling', resampled, configOf('downsampling', factor, options));
}

/**
 * What JPEG loses of an image with numbers from 0 to 1. The cosine transform of each block of 8×8 is rounded to multiples of JPEG's
 * standard table for brightness. `quality`, from 1 to 100, scales the table as libjpeg does. Each channel is treated alike. The result is clipped to
 * [0, 1]. Wallace, "The JPEG still picture compression standard", 1992; albumentations: `ImageCompression`.
 */
export function jpegCompression(quality: BatchStrength): Corruption {
  const strength = batchStrength('jpegCompression', 'quality', quality, (call, argument, value) =>
    checkNumber(call, argument, value, 1, 100),
  );
  const compressed = (x: Tensor4D, clock?: Clock): Tensor => {
    const table = quantizationTable(strength(clock));
    return quantizeAsJpeg(
      x,
      table.map((step) => step / 255),
    );
  };
  return ofImages('jpegCompression', compressed, configOf('jpegCompression', quality));
}
