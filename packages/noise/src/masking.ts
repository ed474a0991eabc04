import { matMul, mul, ones, reshape, slice, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { configOf, seeded } from '@autoencoders/core';
import { check, checkInteger, inFloat32, maskAtRandom, showShape } from '@autoencoders/core/operations';
import { bits } from '@autoencoders/core/internal';
import type { Corruption } from '@autoencoders/core';
import type { Strengths } from '@autoencoders/core/operations';
import { batchStrength, byStrength, fromZeroToOne, keepOf, strengthOf } from './strength.js';
import type { Apply, BatchStrength, Strength } from './strength.js';

/*
 * Masking by blocks: x times a mask of zeros and ones that is the same for all numbers of a block. NaN stays NaN, so that it is noticed.
 */

/** x·mask, where the mask broadcasts to x and `maskOf` makes it. */
const masked = <X extends Tensor>(x: X, maskOf: () => Tensor): X => inFloat32(x, (floats) => tidy(() => mul(floats, maskOf()) as X));

/** Masks blocks, one for each number of `shapeOf(x)`. */
const byBlocks =
  (shapeOf: (shape: readonly number[]) => number[]): Apply =>
  (x, seed, rates) =>
    masked(x, () => maskAtRandom(ones(shapeOf(x.shape)), seed, keepOf(rates)));

function checkImages(call: string, x: Tensor): void {
  check(x.rank === 4, () => `${call}: the batch must be images [batch, height, width, channels], its shape is ${showShape(x.shape)}`);
}

/** A masking of blocks of images, each block with probability `rate`. */
function imageMasking(call: string, rate: Strength, shapeOf: (shape: readonly number[]) => number[]): Corruption {
  const apply: Apply = (x, seed, rates) => {
    checkImages(call, x);
    return byBlocks(shapeOf)(x, seed, rates);
  };
  return byStrength(strengthOf(call, 'rate', rate, fromZeroToOne), apply, configOf(call, rate));
}

/**
 * Sets a feature to 0 for the whole batch with probability `rate`: for a table, a column that is missing. `maskingNoise` chooses anew for
 * each example. Keras: `Dropout` with `noise_shape=(1, features)`, but nothing is scaled.
 */
export function featureMasking(rate: BatchStrength): Corruption {
  const strength = batchStrength('featureMasking', 'rate', rate, fromZeroToOne);
  return byStrength(
    (_, __, clock) => strength(clock),
    byBlocks(([, ...features]) => [1, ...features]),
    configOf('featureMasking', rate),
  );
}

/**
 * Sets a channel of an example `[batch, …, channels]` to 0 with probability `rate`. Keras: `SpatialDropout2D`; PyTorch: `Dropout2d`;
 * albumentations: `ChannelDropout`. Nothing is scaled.
 */
export function channelMasking(rate: Strength): Corruption {
  const blocks = byBlocks(([batch, ...rest]) => [batch!, ...rest.map((size, axis) => (axis === rest.length - 1 ? size : 1))]);
  const apply: Apply = (x, seed, rates) => {
    check(x.rank > 2, () => `channelMasking: the batch must be [batch, …, channels], its shape is ${showShape(x.shape)}`);
    return blocks(x, seed, rates);
  };
  return byStrength(strengthOf('channelMasking', 'rate', rate, fromZeroToOne), apply, configOf('channelMasking', rate));
}

/** Sets a row of an image `[batch, height, width, channels]` to 0 with probability `rate`. */
export const rowMasking = (rate: Strength): Corruption => imageMasking('rowMasking', rate, ([batch, height]) => [batch!, height!, 1, 1]);

/** Sets a column of an image `[batch, height, width, channels]` to 0 with probability `rate`. */
export const columnMasking = (rate: Strength): Corruption =>
  imageMasking('columnMasking', rate, ([batch, , width]) => [batch!, 1, width!, 1]);

/**
 * Sets a patch of an image `[batch, height, width, channels]` to 0 with probability `rate`. Patches lie on a grid that begins at the top
 * left; `size` is their side in pixels, or `[height, width]`. He et al., "Masked autoencoders are scalable vision learners", 2022, mask
 * 0.75 of the patches of 16×16. albumentations: `CoarseDropout`, `GridDropout`.
 */
export function patchMasking(rate: Strength, size: number | readonly [height: number, width: number]): Corruption {
  const [down, across] = typeof size === 'number' ? [size, size] : size;
  checkInteger('patchMasking', 'size', down, 1);
  checkInteger('patchMasking', 'size', across, 1);
  const apply: Apply = (x, seed, rates) => {
    checkImages('patchMasking', x);
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const [rows, columns] = [Math.ceil(height / down), Math.ceil(width / across)];
    return masked(x, () => {
      const patches = maskAtRandom(ones([batch, rows, columns]), seed, keepOf(rates));
      // A product spreads the columns faster than broadcasting does.
      const lines = matMul(reshape(patches, [batch * rows, columns]), spreading(columns, width, across, channels));
      const pixels = reshape(mul(reshape(lines, [batch * rows, 1, width * channels]), ones([down, 1])), [
        batch,
        rows * down,
        width,
        channels,
      ]);
      return rows * down === height ? pixels : slice(pixels, [0, 0, 0, 0], [batch, height, width, channels]);
    });
  };
  return byStrength(strengthOf('patchMasking', 'rate', rate, fromZeroToOne), apply, configOf('patchMasking', rate, size));
}

/** The matrix that repeats each of `columns` numbers for `across` pixels of all channels, cut off at `width`. */
function spreading(columns: number, width: number, across: number, channels: number): Tensor2D {
  const size = width * channels;
  const values = new Float32Array(columns * size);
  for (let i = 0; i < size; i++) values[Math.floor(i / (across * channels)) * size + i] = 1;
  return tensor2d(values, [columns, size]);
}

/**
 * Sets spans of `length` steps of a time series `[batch, steps, …]` to 0, in all channels. Spans begin anywhere, may overlap, and may be cut
 * off at both ends; each step is masked with probability `rate`. Baevski et al., "wav2vec 2.0", 2020; torchaudio: `TimeMasking`.
 */
export function timeMasking(rate: Strength, length: number): Corruption {
  checkInteger('timeMasking', 'length', length, 1);
  const apply: Apply = (x, seed, rates) => {
    check(x.rank > 1, () => `timeMasking: the batch must be series [batch, steps, …], its shape is ${showShape(x.shape)}`);
    return masked(x, () => spanMask(x, seed, rates, length));
  };
  return byStrength(strengthOf('timeMasking', 'rate', rate, fromZeroToOne), apply, configOf('timeMasking', rate, length));
}

/**
 * How many spans an example has: `least`, and one more with probability `more`. A span covers a given step with probability `share`, so that
 * n spans leave it with (1 − share)ⁿ. On average this is 1 − rate.
 */
function spanCount(rate: number, share: number): { readonly least: number; readonly more: number } {
  let least = 0;
  let left = 1;
  while (left * (1 - share) > 1 - rate) {
    left *= 1 - share;
    least += 1;
  }
  return { least, more: (left - (1 - rate)) / (left * share) };
}

/** The mask of time spans, `[batch, steps, 1, …]`. */
function spanMask({ shape }: Tensor, seed: number, rates: Strengths, length: number): Tensor {
  const [batch, steps, ...rest] = shape as [number, number, ...number[]];
  const starts = steps + length - 1;
  const mask = new Float32Array(batch * steps).fill(1);
  const seeds = seeded(seed);
  for (let row = 0; row < batch; row++) {
    const rate = typeof rates === 'number' ? rates : rates[row]!;
    const example = mask.subarray(row * steps, (row + 1) * steps);
    // A rate of 1 needs more spans than there can be.
    if (rate === 1) example.fill(0);
    else hideSpans(example, spanCount(rate, length / starts), length, seeds());
  }
  return tensor(mask, [batch, steps, ...rest.map(() => 1)]);
}

/** Sets the spans of one example to 0. */
function hideSpans(example: Float32Array, { least, more }: ReturnType<typeof spanCount>, length: number, seed: number): void {
  const words = bits(least + 2, seed);
  const count = words[0]! < more * 2 ** 32 ? least + 1 : least;
  for (const word of words.subarray(1, 1 + count)) {
    const start = Math.floor((word * (example.length + length - 1)) / 2 ** 32) - (length - 1);
    example.fill(0, Math.max(0, start), start + length);
  }
}
