import { add, clipByValue, floor, matMul, mul, reshape, sub, tensor, tensor2d, tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { inFloat32 } from '../dtype.js';
import { check, showShape } from '../errors.js';
import { differentiable, hasKernel, run } from './differentiable.js';

/* Operations on images that are a matrix along the height and one along the width. */

/** y = A·x·Bᵀ for each image and channel: x `[batch, height, width, channels]`, A `[rows, height]`, B `[columns, width]`, y `[batch, rows, columns, channels]`. */
function multiplied(x: Tensor4D, a: Tensor2D, b: Tensor2D): Tensor4D {
  const [batch, height, , channels] = x.shape;
  const [rows, columns] = [a.shape[0], b.shape[0]];
  const times = (y: Tensor, matrix: Tensor2D): Tensor => matMul(reshape(y, [-1, matrix.shape[1]]), matrix, false, true);
  return tidy(() => {
    const widthLast = channels === 1 ? x : transpose(x, [0, 1, 3, 2]);
    const across = reshape(times(widthLast, b), [batch, height, channels, columns]);
    const down = reshape(times(transpose(across, [0, 3, 2, 1]), a), [batch, columns, channels, rows]);
    return transpose(down, [0, 3, 1, 2]) as Tensor4D;
  });
}

/**
 * y = A·x·Bᵀ for each image and channel: x and y `[batch, height, width, channels]`, A `[height, height]`, B `[width, width]`. The gradient
 * goes to x alone. Backends agree to rounding. Throws if A or B do not fit.
 *
 * @param a A, row by row.
 * @param b B, row by row.
 */
export function filterImages(x: Tensor4D, a: Tensor2D, b: Tensor2D): Tensor4D {
  const [, height, width] = x.shape;
  check(
    String([a.shape, b.shape]) === String([height, height, width, width]),
    () => `filterImages: the matrices ${showShape(a.shape)} and ${showShape(b.shape)} do not fit ${showShape(x.shape)}`,
  );
  return inFloat32(x, (floats) =>
    differentiable(
      { x: floats },
      (save) => {
        save([a, b]);
        return hasKernel('ImageFilter') ? run('ImageFilter', { x: floats, a, b }, {})[0] : multiplied(floats, a, b);
      },
      (dy, [left, right]) => ({
        x: () => tidy(() => filterImages(dy as Tensor4D, transpose(left as Tensor2D), transpose(right as Tensor2D))),
      }),
    ),
  );
}

/** The side of the blocks of the cosine transform. */
const BLOCK = 8;
const inBlocks = (n: number): number => Math.ceil(n / BLOCK) * BLOCK;

/** Number i of the cosine of frequency k: the cosines are orthonormal. */
const cosine = (k: number, i: number): number => Math.sqrt((k === 0 ? 1 : 2) / BLOCK) * Math.cos(((2 * i + 1) * k * Math.PI) / (2 * BLOCK));

/** The cosine transform of blocks of n numbers, `[whole blocks, n]`. The last number is repeated to fill the last block. */
function transformMatrix(n: number): Tensor2D {
  const values = new Float32Array(inBlocks(n) * n);
  for (let row = 0; row < inBlocks(n); row++)
    for (let i = 0; i < BLOCK; i++) values[row * n + Math.min(row - (row % BLOCK) + i, n - 1)]! += cosine(row % BLOCK, i);
  return tensor2d(values, [inBlocks(n), n]);
}

/** The inverse of the cosine transform, `[n, whole blocks]`. */
function inverseMatrix(n: number): Tensor2D {
  const values = new Float32Array(n * inBlocks(n));
  for (let row = 0; row < n; row++)
    for (let k = 0; k < BLOCK; k++) values[row * inBlocks(n) + row - (row % BLOCK) + k] = cosine(k, row % BLOCK);
  return tensor2d(values, [n, inBlocks(n)]);
}

/** Pixels are bytes minus 128 in JPEG. */
const MIDDLE = 128 / 255;

/** What is added before rounding down: a half, and a little more, so that backends agree about numbers that are a half but for rounding. */
const ROUNDING = 0.5 + 2 ** -10;

/**
 * What JPEG loses of images with numbers from 0 to 1, each channel by itself: the cosine transform of blocks of 8×8 is rounded to multiples
 * of `steps` (64 numbers, row by row). The result is clipped to [0, 1]. No gradient goes through it. Backends agree to rounding. Throws
 * unless there are 64 steps above 0.
 *
 * @param x The images, `[batch, height, width, channels]`.
 */
export function quantizeAsJpeg(x: Tensor4D, steps: readonly number[]): Tensor4D {
  check(x.rank === 4, () => `quantizeAsJpeg: x must be images [batch, height, width, channels], its shape is ${showShape(x.shape)}`);
  check(steps.length === BLOCK ** 2 && steps.every((step) => step > 0), 'quantizeAsJpeg: steps must be 64 numbers above 0');
  const attrs = { steps, middle: MIDDLE, rounding: ROUNDING };
  return inFloat32(x, (floats) =>
    differentiable(
      {},
      () => (hasKernel('JpegQuantization') ? run('JpegQuantization', { x: floats }, attrs)[0] : composed(floats, steps)),
      () => ({}),
    ),
  );
}

const composed = (x: Tensor4D, steps: readonly number[]): Tensor4D =>
  tidy(() => {
    const [, height, width] = x.shape;
    const [rows, columns] = [inBlocks(height), inBlocks(width)];
    const places = Array.from({ length: rows * columns }, (_, i) => (Math.floor(i / columns) % BLOCK) * BLOCK + (i % BLOCK));
    const tiled = tensor(
      places.map((place) => steps[place]!),
      [1, rows, columns, 1],
    );
    const shares = tensor(
      places.map((place) => 1 / steps[place]!),
      [1, rows, columns, 1],
    );
    const transformed = multiplied(sub(x, MIDDLE), transformMatrix(height), transformMatrix(width));
    const rounded = mul(floor(add(mul(transformed, shares), ROUNDING)), tiled) as Tensor4D;
    return clipByValue(add(multiplied(rounded, inverseMatrix(height), inverseMatrix(width)), MIDDLE), 0, 1);
  });
