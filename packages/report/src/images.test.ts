import { expect, test } from 'vitest';
import { countAlike, countImages, joinImages, layoutOf, sliceImages } from './images.js';

test.each([
  [[28, 20, 1], { height: 28, width: 20, channels: 1, size: 560 }],
  [[4, 5, 3], { height: 4, width: 5, channels: 3, size: 60 }],
  [[4, 5], { height: 4, width: 5, channels: 1, size: 20 }],
  [[64], { height: 8, width: 8, channels: 1, size: 64 }],
  [[7], { height: 3, width: 3, channels: 1, size: 7 }],
  [[1], { height: 1, width: 1, channels: 1, size: 1 }],
])('a picture of shape %j', (shape, layout) => {
  expect(layoutOf('test', shape)).toEqual(layout);
});

test.each([
  [[4, 4, 2], "test: a picture's shape must be [height, width, 1 or 3], [height, width] or [features], not [4, 4, 2]"],
  [[], "test: a picture's shape must be [height, width, 1 or 3], [height, width] or [features], not []"],
  [[0, 4], 'test: every size of the shape [0, 4] must be a whole number of 1 or more, not 0'],
])('refuses the shape %j', (shape, message) => {
  expect(() => layoutOf('test', shape)).toThrow(message);
});

const images = (count: number, shape: readonly number[] = [2, 2, 1]) => ({
  shape,
  values: Float32Array.from({ length: 4 * count }, (_, i) => i),
});

test('counts pictures, and refuses none and half ones', () => {
  expect(countImages('test', images(3))).toBe(3);
  expect(() => countImages('test', images(0))).toThrow('test: there are no pictures');
  expect(() => countImages('test', { shape: [2, 3, 1], values: new Float32Array(8) })).toThrow(
    'test: 8 values are no whole number of pictures of shape [2, 3, 1], which have 6 each',
  );
});

test('rows must be alike', () => {
  expect(countAlike('test', [images(3), images(3)])).toBe(3);
  expect(() => countAlike('test', [])).toThrow('test: there are no rows');
  expect(() => countAlike('test', [images(3), images(2)])).toThrow('test: the rows have 3 and 2 pictures');
  expect(() => countAlike('test', [images(3), images(3, [4])])).toThrow('test: the rows have pictures of shape [2, 2, 1] and [4]');
});

test('slices and joins', () => {
  expect([...sliceImages(images(3), 1, 2).values]).toEqual([4, 5, 6, 7]);
  expect(joinImages([sliceImages(images(3), 0, 1), sliceImages(images(3), 1, 3)])).toEqual(images(3));
});
