import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { bits } from '@autoencoders/core/internal';

/** Images for tests to learn from: `[count, 64]`, 8×8 pixels in [0, 1]. Each shows a soft bar of random place and width. */
export function digitsLike(count: number, seed: number = 1): Tensor2D {
  const words = bits(2 * count, seed);
  const values = new Float32Array(count * 64);
  for (let n = 0; n < count; n++) {
    const place = (words[2 * n]! / 2 ** 32) * 7;
    const width = 0.5 + (words[2 * n + 1]! / 2 ** 32) * 2;
    for (let i = 0; i < 64; i++) values[n * 64 + i] = Math.exp(-(((i % 8) - place) ** 2) / (2 * width ** 2));
  }
  return tidy(() => tensor2d(values, [count, 64]));
}
