import '@tensorflow/tfjs-backend-cpu';
import { mul, slice, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { expectNoLeaks } from '@autoencoders/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { ofArray, ofTensor, only, read, stored, through } from './examples.js';
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
const doubled = through(ofTensor(x), [2], (batch) => mul(batch, 2) as Tensor2D);

describe.each<[string, () => Examples, number]>([
  ['a tensor', () => ofTensor(x), 1],
  ['an array', () => ofArray(numbers, [2]), 1],
  ['a function of others', () => doubled, 2],
  ['some of others', () => only(ofArray(Float32Array.of(9, 9, ...numbers), [2]), Int32Array.of(1, 2, 3, 4)), 1],
])('examples of %s', (_, make, factor) => {
  test('are taken at places, and in a row', async () => {
    const examples = make();
    expect([examples.count, examples.shape]).toEqual([4, [2]]);
    await expectNoLeaks(() => {
      expect(seen(examples.take(Int32Array.of(3, 0)))).toEqual([[30, 31, 0, 1].map((value) => factor * value), [2, 2]]);
      expect(seen(examples.slice(1, 2))).toEqual([[10, 11, 20, 21].map((value) => factor * value), [2, 2]]);
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

test('what takes more numbers on the way is read fewer at a time', async () => {
  const wide = ofArray(new Float32Array(2 ** 21 * 3), [2 ** 21]);
  const narrow = through(wide, [1], (batch) => slice(batch, [0, 0], [-1, 1]));
  expect([wide.cost, narrow.cost]).toEqual([2 ** 21, 2 ** 21 + 1]);
  const starts: number[] = [];
  await expectNoLeaks(async () => {
    for await (const [at] of read(wide)) starts.push(at);
  });
  expect(starts).toEqual([0, 2]);
});

test('stored, they need nothing of what they were made of', async () => {
  const kept = await expectNoLeaks(() => stored(doubled));
  expect([kept.count, kept.shape, kept.cost]).toEqual([4, [2], 2]);
  expect(seen(kept.slice(0, 4))[0]).toEqual(Array.from(numbers, (value) => 2 * value));
});

test('when reading is broken off, nothing is left', () =>
  expectNoLeaks(async () => {
    for await (const [at] of read(ofTensor(x))) if (at === 0) break;
  }));
