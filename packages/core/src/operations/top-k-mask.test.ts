import '@tensorflow/tfjs-backend-cpu';
import { grad, mul, setBackend, sum, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, expect, test } from 'vitest';
import { InputError } from '../errors.js';
import { valueAndGradients } from '../gradients.js';
import { topKMask } from './top-k-mask.js';

beforeAll(() => setBackend('cpu'));

const rows = [
  [3, -1, 2, 0],
  [-4, -3, -2, -1],
];
const of = (k: number, values: number[][] = rows): number[][] => tidy(() => topKMask(tensor2d(values), k).arraySync());

test('marks the k largest of each row', () => {
  expect(of(1)).toEqual([
    [1, 0, 0, 0],
    [0, 0, 0, 1],
  ]);
  expect(of(3)).toEqual([
    [1, 0, 1, 1],
    [0, 1, 1, 1],
  ]);
  expect(of(4)).toEqual([
    [1, 1, 1, 1],
    [1, 1, 1, 1],
  ]);
});

test('of equal numbers, the first', () => expect(of(2, [[1, 0, 0, 0, 1, 1]])).toEqual([[1, 0, 0, 0, 1, 0]]));

test('lets no gradient through: what it masks has one where it is kept', () => {
  expect(valueAndGradients).toBeTypeOf('function'); // importing it registers the gradients
  const x = tensor2d(rows);
  const slope = grad((y) => sum(mul(y, topKMask(y as Tensor2D, 2))))(x);
  expect(slope.arraySync()).toEqual([
    [1, 0, 1, 0],
    [0, 0, 1, 1],
  ]);
});

test('leaves nothing behind', async () => {
  const x = tensor2d(rows);
  await expectNoLeaks(() => topKMask(x, 2), { kept: 1 });
});

test.each([0, 5, 1.5, NaN])('refuses k = %d of four columns', (k) => {
  expect(() => of(k)).toThrow(new InputError(`topKMask: k must be a whole number from 1 to 4, not ${k}`));
});
