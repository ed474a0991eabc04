import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built } from '../test/layer.js';
import { crop2d } from './cropping.js';

beforeAll(() => setBackend('cpu'));

const rows = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, 12],
];
const image = [rows.map((row) => row.map((value) => [value, -value]))];

describe('crop2d', () => {
  test.each<[[number, number], number[][]]>([
    [[3, 4], rows],
    [[1, 2], [[6, 7]]],
    [
      [2, 1],
      [[2], [6]],
    ],
    [[1, 1], [[6]]],
  ])('to %j leaves the middle', (to, expected) => {
    const [found] = applied(crop2d(to), {}, image) as number[][][][];
    expect(found).toEqual(expected.map((row) => row.map((value) => [value, -value])));
    expect(built(crop2d(to), [3, 4, 2], ({ shape }) => shape)).toEqual([...to, 2]);
  });

  behaves(crop2d([2, 3]), [4, 4, 2]);
  behaves(crop2d([1, 1]), [4, 4, 1]);

  test.each([
    ['crop2d: size must be one number or [height, width], not [3]', () => crop2d([3] as never)],
    ['crop2d: each number of size must be a whole number of 1 or more, not 0', () => crop2d([0, 3])],
    ['crop2d([4, 3]): images of [3, 3, 1] are smaller', () => crop2d([4, 3]).init([3, 3, 1], { seeds: seeded(1) })],
    [
      'crop2d(2): the input must be images [height, width, channels], not [16]; put reshape before it',
      () => crop2d([2, 2]).init([16], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});
