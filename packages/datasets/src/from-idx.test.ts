import { InputError } from '@autoencoders/core';
import { describe, expect, it, test } from 'vitest';
import { fromIdx } from './from-idx.js';
import type { Idx, IdxData } from './idx.js';

const images = (shape: readonly number[], data: IdxData = new Uint8Array(shape.reduce((a, b) => a * b, 1))): Idx => ({
  name: 'images',
  shape,
  data,
});
const labels = (data: IdxData, shape: readonly number[] = [data.length]): Idx => ({ name: 'labels', shape, data });

describe('fromIdx', () => {
  test.each([
    [[2, 3], [3]],
    [
      [2, 3, 4],
      [3, 4, 1],
    ],
    [
      [2, 3, 4, 3],
      [3, 4, 3],
    ],
  ])('takes %s as examples of %s', (shape, example) => {
    expect(fromIdx(images(shape)).shape).toEqual(example);
  });

  it('divides bytes by 255 and takes floats as they are', () => {
    expect(fromIdx(images([1, 3], Uint8Array.of(0, 51, 255))).values).toEqual(Float32Array.of(0, 0.2, 1));
    expect(fromIdx(images([1, 3], Float64Array.of(0, 0.2, 1))).values).toEqual(Float32Array.of(0, 0.2, 1));
  });

  it('keeps name, labels and classes', () => {
    const classes = ['a', 'b'];
    expect(fromIdx(images([2, 1]), labels(Uint8Array.of(1, 0)), { name: 'letters', classes })).toEqual({
      name: 'letters',
      shape: [1],
      values: new Float32Array(2),
      labels: Int32Array.of(1, 0),
      classes,
    });
    expect(fromIdx(images([2, 1]))).toMatchObject({ name: 'images', labels: undefined, classes: undefined });
  });

  test.each<[string, Idx, Idx | undefined, string]>([
    [
      'labels for images',
      labels(new Uint8Array(10)),
      undefined,
      'fromIdx: labels has shape [10]; images have shape [n, features], [n, height, width] or [n, height, width, channels]',
    ],
    [
      'a scalar',
      images([]),
      undefined,
      'fromIdx: images has shape []; images have shape [n, features], [n, height, width] or [n, height, width, channels]',
    ],
    [
      'rank 5',
      images([1, 1, 1, 1, 1]),
      undefined,
      'fromIdx: images has shape [1, 1, 1, 1, 1]; images have shape [n, features], [n, height, width] or [n, height, width, channels]',
    ],
    ['no images', images([0, 28, 28]), undefined, 'fromIdx: images has shape [0, 28, 28], so it has no images'],
    ['no pixels', images([10, 28, 0]), undefined, 'fromIdx: images has shape [10, 28, 0], so its images have no pixels'],
    [
      'signed images',
      images([1, 2], new Int16Array(2)),
      undefined,
      'fromIdx: images has signed integers; images are unsigned bytes or floats from 0 to 1',
    ],
    [
      'floats above 1',
      images([1, 2], Float32Array.of(0, 255)),
      undefined,
      'fromIdx: images has the value 255; images are unsigned bytes or floats from 0 to 1',
    ],
    [
      'floats that are none',
      images([1, 2], Float32Array.of(0, NaN)),
      undefined,
      'fromIdx: images has the value NaN; images are unsigned bytes or floats from 0 to 1',
    ],
    ['another number of labels', images([3, 2]), labels(new Uint8Array(4)), 'fromIdx: images has 3 images, and labels has 4 labels'],
    ['images for labels', images([3, 2]), labels(new Uint8Array(6), [3, 2]), 'fromIdx: labels has shape [3, 2]; labels have shape [n]'],
    [
      'a label of no class',
      images([2, 2]),
      labels(Uint8Array.of(1, 2)),
      'fromIdx: labels has the label 2; labels are whole numbers from 0 to 1',
    ],
    [
      'a fraction as a label',
      images([2, 2]),
      labels(Float32Array.of(1, 0.5)),
      'fromIdx: labels has the label 0.5; labels are whole numbers from 0 to 1',
    ],
  ])('refuses %s', (_, image, label, message) => {
    expect(() => fromIdx(image, label, { classes: ['a', 'b'] })).toThrow(new InputError(message));
  });

  it('refuses negative labels without classes, too', () => {
    expect(() => fromIdx(images([1, 2]), labels(Int8Array.of(-1)))).toThrow(
      'fromIdx: labels has the label -1; labels are whole numbers from 0 to 2147483647',
    );
  });
});
