import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built } from '../test/layer.js';
import { crop1d, crop2d, zeroPad1d, zeroPad2d } from './cropping.js';

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

  behaves(crop2d(2), [3, 4, 1]);
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

describe('crop1d', () => {
  test('leaves the middle', () => {
    expect(applied(crop1d(2), {}, [[[1], [2], [3], [4], [5]]])).toEqual([[[2], [3]]]);
    expect(built(crop1d(2), [5, 3], ({ shape }) => shape)).toEqual([2, 3]);
  });

  behaves(crop1d(3), [4, 2]);

  test.each([
    ['crop1d: size must be a whole number of 1 or more, not [2]', () => crop1d([2] as never)],
    ['crop1d(4): series of [3, 1] are smaller', () => crop1d(4).init([3, 1], { seeds: seeded(1) })],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});

describe('zeroPad2d', () => {
  const pixel = [[[[5]]]];

  test.each<[Parameters<typeof zeroPad2d>[0], number[][]]>([
    [0, [[5]]],
    [
      1,
      [
        [0, 0, 0],
        [0, 5, 0],
        [0, 0, 0],
      ],
    ],
    [[0, 1], [[0, 5, 0]]],
    [
      [[0, 1], 0],
      [[5], [0]],
    ],
    [
      [
        [1, 0],
        [0, 2],
      ],
      [
        [0, 0, 0],
        [5, 0, 0],
      ],
    ],
  ])('with %j puts zeros around', (padding, expected) => {
    const [found] = applied(zeroPad2d(padding), {}, pixel) as number[][][][];
    expect(found).toEqual(expected.map((row) => row.map((value) => [value])));
    expect(built(zeroPad2d(padding), [1, 1, 1], ({ shape }) => shape)).toEqual([expected.length, expected[0]!.length, 1]);
  });

  behaves(zeroPad2d(1), [2, 3, 2]);
  behaves(zeroPad2d([[0, 1], 2]), [2, 2, 1]);

  test.each([
    ['zeroPad2d: each number of padding must be a whole number of 0 or more, not -1', () => zeroPad2d(-1)],
    ['zeroPad2d: each number of padding must be a whole number of 0 or more, not undefined', () => zeroPad2d([1] as never)],
    ['zeroPad2d: padding must be one number or [height, width], not [1, 2, 3, 4]', () => zeroPad2d([1, 2, 3, 4] as never)],
    ['zeroPad2d: padding must be one number or [before, after] for each axis, not [1, 2, 3]', () => zeroPad2d([[1, 2, 3], 0] as never)],
    [
      'zeroPad2d([1,2]): the input must be images [height, width, channels], not [16]; put reshape before it',
      () => zeroPad2d([1, 2]).init([16], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});

describe('zeroPad1d', () => {
  test('puts zeros before and after', () => {
    expect(applied(zeroPad1d([1, 2]), {}, [[[5]]])).toEqual([[[0], [5], [0], [0]]]);
    expect(built(zeroPad1d(2), [3, 4], ({ shape }) => shape)).toEqual([7, 4]);
  });

  behaves(zeroPad1d([0, 2]), [3, 2]);

  test('refuses fractions', () => {
    expect(() => zeroPad1d(0.5)).toThrow(new InputError('zeroPad1d: each number of padding must be a whole number of 0 or more, not 0.5'));
  });
});
