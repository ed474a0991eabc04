import '@tensorflow/tfjs-backend-cpu';
import { add, fill, mul, setBackend, square, sub, tensor2d, zeros } from '@tensorflow/tfjs-core';
import type { Rank, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { waveImages } from '../test/wave.js';
import { ssim, windowOf } from './ssim.js';

beforeAll(() => setBackend('cpu'));

test('the window is a Gaussian of σ 1.5 with weights that add up to 1', () => {
  const weights = windowOf(28);
  expect(weights.length).toBe(11);
  expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  expect(weights[5]! / weights[2]!).toBeCloseTo(Math.exp(9 / 4.5), 4);
  expect(weights[0]).toBe(weights[10]);
});

test.each([
  [28, 11],
  [11, 11],
  [10, 9],
  [8, 7],
  [7, 7],
  [2, 1],
  [1, 1],
])('along a side of %d pixels the window has %d', (side, size) => {
  expect(windowOf(side).length).toBe(size);
});

describe('ssim', () => {
  // k = np.outer(gauss(h), gauss(w)); at every place, p and q the pixels in the window, mx = (k*p).sum(), vx = (k*(p-mx)**2).sum(), cv = (k*(p-mx)*(q-my)).sum():
  // (2*mx*my + 1e-4) * (2*cv + 9e-4) / ((mx**2 + my**2 + 1e-4) * (vx + vy + 9e-4)), then the mean
  test.each([
    ['more than the window', [2, 14, 13, 1], [0.839813, 0.811229]],
    ['smaller than the window', [2, 8, 8, 1], [0.778414, 0.789264]],
    ['lower than the window', [2, 5, 12, 1], [0.755282, 0.754565]],
    ['of three channels', [2, 12, 12, 3], [0.836914, 0.804638]],
    ['of one line', [2, 1, 6, 1], [0.813007, 0.829168]],
  ] as const)('of images %s is what numpy gives', async (_, shape, expected) => {
    const x = waveImages(shape);
    const y: Tensor4D = add(mul(x, 0.7), mul(square(waveImages(shape, 2)), 0.3));
    const values = await ssim(x, y);
    expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
    (await ssim(y, x)).forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 6));
  });

  test('is 1 for the image itself, less for any other, and below 0 for its negative', async () => {
    const x = waveImages([2, 12, 12, 1]);
    expect(await ssim(x, x)).toEqual(Float32Array.of(1, 1));
    const [first, second] = await ssim(x, sub(1, x));
    expect(Math.max(first!, second!)).toBeLessThan(-0.5);
  });

  test.each([
    [0.5, 0.25],
    [1, 0],
    [1, 1],
    [0, 0],
  ])('of even images of %d and %d is their luminance alone', async (a, b) => {
    const [value] = await ssim(fill([1, 16, 16, 1], a), fill([1, 16, 16, 1], b));
    expect(value).toBeCloseTo((2 * a * b + 1e-4) / (a * a + b * b + 1e-4), 6);
  });

  test('does not change when pixels and dataRange are scaled alike', async () => {
    const [x, y] = [waveImages([1, 12, 12, 1]), waveImages([1, 12, 12, 1], 1)];
    const [bytes] = await ssim(mul(x, 255), mul(y, 255), { dataRange: 255 });
    expect(bytes).toBeCloseTo((await ssim(x, y))[0]!, 5);
  });

  test('refuses what are no images, shapes that differ, and a dataRange of 0', async () => {
    const x = zeros<Rank.R4>([2, 8, 8, 1]);
    await expect(ssim(tensor2d([[1, 2]]) as never, tensor2d([[1, 2]]) as never)).rejects.toThrow(
      new InputError('ssim: images must be [examples, height, width, channels], not [1, 2]; reshape what is flat'),
    );
    await expect(ssim(x, zeros<Rank.R4>([2, 8, 7, 1]))).rejects.toThrow(
      new InputError('ssim: an output of shape [2, 8, 7, 1] does not fit a target of shape [2, 8, 8, 1]'),
    );
    await expect(ssim(x, x, { dataRange: 0 })).rejects.toThrow(new InputError('ssim: dataRange must be a finite number above 0, not 0'));
  });
});
