import '@tensorflow/tfjs-backend-cpu';
import { tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { ofArray, ofTensor, only } from './examples.js';
import type { Examples } from './examples.js';

const x = tensor2d([
  [0, 1],
  [10, 11],
  [20, 21],
  [30, 31],
]);
afterAll(() => x.dispose());

/** The numbers and the shape of a tensor, which is freed. */
const seen = (tensor: Tensor): [number[], number[]] => {
  const found: [number[], number[]] = [Array.from(tensor.dataSync()), tensor.shape];
  tensor.dispose();
  return found;
};

const numbers = Float32Array.of(0, 1, 10, 11, 20, 21, 30, 31);

describe.each<[string, () => Examples]>([
  ['a tensor', () => ofTensor(x)],
  ['an array', () => ofArray(numbers, [2])],
  ['an array of bytes', () => ofArray(Uint8Array.from(numbers), [2])],
  ['an array of float64', () => ofArray(Float64Array.from(numbers), [2])],
  ['a list', () => ofArray(Array.from(numbers), [2])],
  ['some of others', () => only(ofArray(Float32Array.of(9, 9, ...numbers), [2]), Int32Array.of(1, 2, 3, 4))],
])('examples of %s', (_, make) => {
  test('are taken at places, and in a row', async () => {
    const examples = make();
    expect([examples.count, examples.shape]).toEqual([4, [2]]);
    await expectNoLeaks(() => {
      expect(seen(examples.take(Int32Array.of(3, 0)))).toEqual([
        [30, 31, 0, 1],
        [2, 2],
      ]);
      expect(seen(examples.slice(1, 2))).toEqual([
        [10, 11, 20, 21],
        [2, 2],
      ]);
    });
    expect(x.isDisposed).toBe(false);
  });
});

test('labels have no shape', () => {
  const labels = ofArray(Float32Array.of(2, 0, 1), []);
  expect(seen(labels.take(Int32Array.of(2, 0)))).toEqual([[1, 2], [2]]);
});

test('images keep theirs', () => {
  const images = tensor4d([1, 2, 3, 4, 5, 6], [3, 1, 2, 1]);
  expect(seen(ofTensor(images).take(Int32Array.of(1)))).toEqual([
    [3, 4],
    [1, 1, 2, 1],
  ]);
  images.dispose();
});
