import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves } from '../test/layer.js';
import { flatten, reshape } from './shaping.js';

beforeAll(() => setBackend('cpu'));

const rows = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
];
const images = [
  [
    [[1], [2]],
    [[3], [4]],
  ],
  [
    [[5], [6]],
    [[7], [8]],
  ],
];

describe('flatten', () => {
  test('lays images out row by row', () => {
    expect(applied(flatten, {}, images)).toEqual(rows);
    expect(flatten.init([2, 3, 4], { seeds: seeded(1) })).toEqual({ weights: {}, shape: [24] });
  });

  test('lays series out step by step', () => {
    expect(
      applied(flatten, {}, [
        [
          [1, 2],
          [3, 4],
        ],
      ]),
    ).toEqual([[1, 2, 3, 4]]);
  });

  behaves(flatten, [2, 2, 3]);
  behaves(flatten, [3, 2]);
});

describe('reshape', () => {
  test('is the inverse of flatten', () => {
    expect(applied(reshape([2, 2, 1]), {}, rows)).toEqual(images);
    expect(reshape([2, 3, 4]).init([24], { seeds: seeded(1) })).toEqual({ weights: {}, shape: [2, 3, 4] });
  });

  test('gives series for two sizes', () => {
    expect(applied(reshape([2, 2]), {}, rows)).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]);
  });

  behaves(reshape([2, 2, 3]), [12]);
  behaves(reshape([4, 3]), [12]);

  test.each([
    ['reshape: [10] has 10 values, [3, 3, 1] needs 9', () => reshape([3, 3, 1]).init([10], { seeds: seeded(1) })],
    ['reshape: to must be [height, width, channels] or [time, channels], not [9]', () => reshape([9] as never)],
    ['reshape: to must be [height, width, channels] or [time, channels], not 9', () => reshape(9 as never)],
    ['reshape: every size must be a whole number of 1 or more, not -1', () => reshape([-1, 3, 1])],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});
