import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { beforeAll, expect, test } from 'vitest';
import { labelsOf, wave } from '../test/wave.js';
import { knn } from './knn.js';

beforeAll(() => setBackend('cpu'));

const train = () => ({ codes: tensor2d([0, 0, 1, 0, 10, 0, 11, 0, 12, 0], [5, 2]), labels: [4, 4, 2, 2, 4] });

test('gives the class that most of the nearest have', async () => {
  const test = { codes: tensor2d([0.4, 0, 10.4, 0, 12, 0], [3, 2]), labels: [4, 2, 2] };
  expect(await knn(train(), test, { k: 1 })).toEqual({ accuracy: 2 / 3, predicted: Int32Array.of(4, 2, 4) });
  expect(await knn(train(), test, { k: 3 })).toEqual({ accuracy: 1, predicted: Int32Array.of(4, 2, 2) });
  expect((await knn(train(), test)).predicted).toEqual(Int32Array.of(4, 4, 4)); // all five: three of class 4
});

test('where classes are equally many, takes the one that is nearest', async () => {
  const test = { codes: tensor2d([11.4, 0, 11.6, 0], [2, 2]), labels: [2, 4] };
  expect((await knn(train(), test, { k: 2 })).predicted).toEqual(Int32Array.of(2, 4));
});

test.each([
  [1, [0, 0, 0, 0, 0, 0, 1, 2, 1, 2, 1, 2, 1, 1, 2]],
  [3, [0, 0, 1, 0, 0, 0, 1, 2, 1, 0, 0, 2, 0, 1, 2]],
  [8, [0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 2]],
])('with k = %d predicts what numpy does', async (k, expected) => {
  // X, T = wave(40, 9), wave(15, 9, 2); y = np.arange(40)*7%11%3; v = y[np.argsort(((t - X)**2).sum(1), kind='stable')[:k]]; c = np.bincount(v); next(q for q in v if c[q] == c.max())
  const { predicted } = await knn({ codes: wave(40, 9), labels: labelsOf(40) }, { codes: wave(15, 9, 2), labels: labelsOf(15) }, { k });
  expect([...predicted]).toEqual(expected);
});

test('a class that only the test knows is never right', async () => {
  const test = { codes: tensor2d([0, 0], [1, 2]), labels: [7] };
  expect((await knn(train(), test)).accuracy).toBe(0);
});

test.each([0, 6, 1.5])('refuses k = %d of five', async (k) => {
  await expect(knn(train(), train(), { k })).rejects.toThrow(new InputError(`knn: k must be a whole number from 1 to 5, not ${k}`));
});
