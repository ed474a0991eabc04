import { add, depthwiseConv2d, div, mean, mul, reshape, square, sub, tensor4d, tidy, tile } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { check, showShape } from '@autoencoders/core/operations';
import { perRow } from './blocks.js';
import { checkAlike, dataRangeOf } from './checks.js';
import type { PixelOptions } from './reconstruction.js';

const WINDOW = 11;
const SIGMA = 1.5;
const K1 = 0.01;
const K2 = 0.03;

/**
 * Structural similarity of each image: the mean of (2·μₓμᵧ + C₁)(2·σₓᵧ + C₂) / ((μₓ² + μᵧ² + C₁)(σₓ² + σᵧ² + C₂)) over all windows and
 * channels. `[n, height, width, channels] → [n]`, from −1 to 1; 1 where target and output are equal. Means, variances and covariance of the
 * target x and the output y are weighted by a Gaussian window of 11×11 pixels (σ = 1.5) that lies within the image. C₁ = (0.01·dataRange)²,
 * C₂ = (0.03·dataRange)². Along a side shorter than 11, the window is the longest odd number of pixels that fits, with the same σ: 7×7 for
 * images of 8×8. Do not compare such values with those of larger images. Throws when the shapes differ, when the tensors are not images, or
 * when `dataRange` is not above 0. Wang, Bovik, Sheikh & Simoncelli, "Image quality assessment: from error visibility to structural
 * similarity", 2004, eq. 13.
 */
export async function ssim(target: Tensor4D, output: Tensor4D, options: PixelOptions = {}): Promise<Float32Array> {
  const dataRange = dataRangeOf('ssim', options);
  checkAlike('ssim', target, output);
  check(
    target.rank === 4,
    () => `ssim: images must be [examples, height, width, channels], not ${showShape(target.shape)}; reshape what is flat`,
  );
  const shape = target.shape.slice(1) as [number, number, number];
  return perRow([target, output], (x, y) => {
    const map = similarity(reshape(x, [-1, ...shape]), reshape(y, [-1, ...shape]), dataRange);
    return mean(map, [1, 2, 3]);
  });
}

/** The index at every place of the window: `[n, height, width, channels] → [n, places down, places across, channels]`. */
function similarity(x: Tensor4D, y: Tensor4D, dataRange: number): Tensor4D {
  const blur = gaussianFilter(x.shape);
  // A variance does not change when all is shifted: from the image's own mean on, float32 loses least in E[x²] − E[x]².
  const middle = mean(x, [1, 2], true);
  const [dx, dy] = [sub(x, middle), sub(y, middle)] as [Tensor4D, Tensor4D];
  const [mx, my] = [blur(dx), blur(dy)];
  const varianceX = sub(blur(square(dx)), square(mx));
  const varianceY = sub(blur(square(dy)), square(my));
  const covariance = sub(blur(mul(dx, dy)), mul(mx, my));
  const [meanX, meanY] = [add(mx, middle), add(my, middle)];
  const c1 = (K1 * dataRange) ** 2;
  const c2 = (K2 * dataRange) ** 2;
  const luminance = div(add(mul(mul(2, meanX), meanY), c1), add(add(square(meanX), square(meanY)), c1));
  const structure = div(add(mul(2, covariance), c2), add(add(varianceX, varianceY), c2));
  return mul(luminance, structure);
}

/** The weighted mean in every window; the Gaussian is a product, so one side goes after the other. */
function gaussianFilter([, height, width, channels]: readonly number[]): (x: Tensor4D) => Tensor4D {
  const [tall, wide] = [windowOf(height!), windowOf(width!)];
  const down = filter(tall, [tall.length, 1], channels!);
  const across = filter(wide, [1, wide.length], channels!);
  return (x) => tidy(() => depthwiseConv2d(depthwiseConv2d(x, down, 1, 'valid'), across, 1, 'valid'));
}

const filter = (weights: Float32Array, [height, width]: readonly [number, number], channels: number): Tensor4D =>
  tile(tensor4d(weights, [height, width, 1, 1]), [1, 1, channels, 1]);

/** The Gaussian's weights along a side of `length` pixels; they add up to 1. */
export function windowOf(length: number): Float32Array {
  const size = Math.min(WINDOW, length - ((length + 1) % 2));
  const weights = Float64Array.from({ length: size }, (_, i) => Math.exp(-((i - (size - 1) / 2) ** 2) / (2 * SIGMA ** 2)));
  const all = weights.reduce((a, b) => a + b, 0);
  return Float32Array.from(weights, (weight) => weight / all);
}
