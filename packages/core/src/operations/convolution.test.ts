import '@tensorflow/tfjs-backend-cpu';
import { conv2d, ones, setBackend, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { convolve, convolveTransposed } from './convolution.js';

beforeAll(() => setBackend('cpu'));

const read = (f: () => Tensor): number[] => tidy(() => [...f().dataSync<'float32'>()]);
const filled = (shape: [number, number, number, number]): Tensor4D => ones<Rank.R4>(shape);
/** 1 to 9 in rows. */
const image = (): Tensor4D => tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);

describe('convolve', () => {
  test('sums what the kernel covers, and adds the bias', () => {
    expect(read(() => convolve(image(), filled([2, 2, 1, 1]), tensor1d([0.5]), { padding: 'valid' }))).toEqual([12.5, 16.5, 24.5, 28.5]);
    expect(read(() => convolve(image(), filled([3, 3, 1, 1]), tensor1d([0]), { stride: 2 }))).toEqual([12, 16, 24, 28]);
  });

  test('with its taps apart', () => {
    expect(read(() => convolve(image(), filled([2, 2, 1, 1]), tensor1d([0]), { padding: 'valid', dilation: 2 }))).toEqual([1 + 3 + 7 + 9]);
  });

  test.each([1, 2, 3, 4])('with taps further apart than the image is large, for a kernel of %i', (size) => {
    const kernel = (): Tensor4D =>
      tensor4d(
        [...Array(size * size).keys()].map((i) => i + 1),
        [size, size, 1, 1],
      );
    for (const dilation of [5, 6, 7, 8, 100]) {
      const found = read(() => convolve(image(), kernel(), tensor1d([0]), { dilation }));
      expect(found, `${dilation}`).toEqual(read(() => conv2d(image(), kernel(), 1, 'same', 'NHWC', dilation)));
      const back = read(() => convolveTransposed(image(), kernel(), tensor1d([0]), [1, 3, 3, 1], { dilation }));
      // ⟨x ∗ w, y⟩ = ⟨x, y ∗ᵀ w⟩ for x = y, the image.
      const inner = (values: readonly number[]): number => values.reduce((sum, value, i) => sum + value * (i + 1), 0);
      expect(inner(back)).toBe(inner(found));
    }
    expect(read(() => convolve(image(), kernel(), tensor1d([0]), { dilation: 1e6 }))).toHaveLength(9);
  });

  test('and an activation', () => {
    const minus = { padding: 'valid', activation: { activation: 'relu' } } as const;
    expect(read(() => convolve(image(), filled([2, 2, 1, 1]), tensor1d([-20]), minus))).toEqual([0, 0, 4, 8]);
  });

  test('with a kernel and steps that are not square', () => {
    const wide = { padding: 'valid', stride: [2, 1] } as const;
    expect(read(() => convolve(image(), filled([1, 2, 1, 1]), tensor1d([0]), wide))).toEqual([3, 5, 15, 17]);
    const apart = { padding: 'valid', dilation: [1, 2] } as const;
    expect(read(() => convolve(image(), filled([1, 2, 1, 1]), tensor1d([0]), apart))).toEqual([4, 10, 16]);
  });

  test('in groups: each filter reads its own channels', () => {
    const x = (): Tensor4D => tensor4d([1, 10, 100, 1000], [1, 1, 1, 4]);
    const kernel = tensor4d([1, 2, 3, 4], [1, 1, 2, 2]);
    expect(read(() => convolve(x(), kernel, tensor1d([0, 0.5]), { groups: 2 }))).toEqual([31, 4200.5]);
    // One channel for each filter.
    expect(read(() => convolve(x(), tensor4d([1, 2, 3, 4], [1, 1, 1, 4]), tensor1d([0, 0, 0, 0]), { groups: 4 }))).toEqual([
      1, 20, 300, 4000,
    ]);
  });

  test('throws when the channels do not fit', () => {
    expect(() => read(() => convolve(image(), filled([3, 3, 1, 4]), tensor1d([0, 0, 0, 0]), { groups: 2 }))).toThrow(
      'convolve: a kernel [3, 3, 1, 4] and a bias [4] do not fit images [1, 3, 3, 1] in 2 groups',
    );
    expect(() => read(() => convolve(image(), filled([3, 3, 2, 4]), tensor1d([0, 0, 0, 0])))).toThrow(
      'convolve: a kernel [3, 3, 2, 4] and a bias [4] do not fit images [1, 3, 3, 1]',
    );
    expect(() => read(() => convolve(image(), filled([3, 3, 1, 4]), tensor1d([0])))).toThrow('a bias [1] do not fit');
  });
});

describe('convolveTransposed', () => {
  test('writes the kernel at every place, and adds the bias', () => {
    const x = (): Tensor4D => tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    expect(read(() => convolveTransposed(x(), filled([2, 2, 1, 1]), tensor1d([0]), [1, 3, 3, 1], { padding: 'valid' }))).toEqual([
      1, 3, 2, 4, 10, 6, 3, 7, 4,
    ]);
    expect(read(() => convolveTransposed(x(), filled([2, 2, 1, 1]), tensor1d([1]), [1, 4, 4, 1], { stride: 2 }))).toEqual([
      2, 2, 3, 3, 2, 2, 3, 3, 4, 4, 5, 5, 4, 4, 5, 5,
    ]);
  });

  test('in groups: each channel writes its own', () => {
    const x = (): Tensor4D => tensor4d([1, 10, 100, 1000], [1, 1, 1, 4]);
    const kernel = tensor4d([1, 2, 3, 4], [1, 1, 1, 4]);
    expect(read(() => convolveTransposed(x(), kernel, tensor1d([0, 0.5]), [1, 1, 1, 2], { groups: 2 }))).toEqual([21, 4300.5]);
  });

  test('throws when batches or channels do not fit', () => {
    expect(() => read(() => convolveTransposed(image(), filled([3, 3, 4, 2]), tensor1d([0, 0, 0, 0]), [1, 3, 3, 4]))).toThrow(
      'convolveTransposed: a kernel [3, 3, 4, 2] and a bias [4] do not fit images [1, 3, 3, 1]',
    );
    expect(() => read(() => convolveTransposed(image(), filled([3, 3, 2, 1]), tensor1d([0, 0]), [2, 3, 3, 2]))).toThrow(
      'convolveTransposed: a kernel [3, 3, 2, 1] does not take [1, 3, 3, 1] to [2, 3, 3, 2]',
    );
  });
});
