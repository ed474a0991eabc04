import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { affine } from './affine.js';

beforeAll(() => setBackend('cpu'));

const read = (f: () => Tensor): unknown => tidy(() => f().arraySync());
const x = (): ReturnType<typeof tensor2d> => tensor2d([[1, 2]]);
const kernel = (): ReturnType<typeof tensor2d> =>
  tensor2d([
    [1, 2, 3],
    [4, 5, 6],
  ]);

test('x·W + b, and f of it', () => {
  expect(read(() => affine(x(), kernel(), tensor1d([0, 1, -20])))).toEqual([[9, 13, -5]]);
  expect(read(() => affine(x(), kernel(), tensor1d([0, 1, -20]), { activation: { activation: 'relu' } }))).toEqual([[9, 13, 0]]);
});

test('x·Wᵀ + b', () => {
  const three = (): ReturnType<typeof tensor2d> => tensor2d([[1, 0, 2]]);
  expect(read(() => affine(three(), kernel(), tensor1d([0, 1]), { transposed: true }))).toEqual([[7, 17]]);
});

test('throws when the sizes do not fit', () => {
  expect(() => read(() => affine(x(), kernel(), tensor1d([1])))).toThrow('affine: a kernel [2, 3] and a bias [1] do not fit [1, 2]');
  expect(() => read(() => affine(x(), kernel(), tensor1d([1, 2]), { transposed: true }))).toThrow(
    'affine: a transposed kernel [2, 3] and a bias [2] do not fit [1, 2]',
  );
});
