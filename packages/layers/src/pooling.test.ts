import '@tensorflow/tfjs-backend-cpu';
import { avgPool, reshape, setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, chain, normal, permutation, seeded } from '@autoencoders/core';
import type { Shape } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built, inference, numbers } from '../test/layer.js';
import { crop2d } from './cropping.js';
import { averagePool1d, averagePool2d, maxPool1d, maxPool2d } from './pooling.js';
import type { PoolingOptions } from './pooling.js';
import type { Size } from './space.js';
import { upsample2d } from './upsampling.js';

beforeAll(() => setBackend('cpu'));

const image = (rows: readonly (readonly number[])[]): number[][][][] => [rows.map((row) => row.map((value) => [value]))];
const rowsOf = (images: number[][][][]): number[][] => images[0]!.map((row) => row.map(([value]) => value!));

const x = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 9, 8],
];
const both: readonly (readonly [number, PoolingOptions, greatest: number[][], mean: number[][]])[] = [
  [2, {}, [[5]], [[3]]],
  [
    2,
    { stride: 1 },
    [
      [5, 6],
      [9, 9],
    ],
    [
      [3, 4],
      [6.25, 7],
    ],
  ],
  [1, {}, x, x],
  [3, {}, [[9]], [[5]]],
  // one row and column are missing at the end: the mean is over the pixels that there are
  [
    2,
    { padding: 'same' },
    [
      [5, 6],
      [9, 8],
    ],
    [
      [3, 4.5],
      [8, 8],
    ],
  ],
  [
    2,
    { padding: 'same', stride: 1 },
    [
      [5, 6, 6],
      [9, 9, 8],
      [9, 9, 8],
    ],
    [
      [3, 4, 4.5],
      [6.25, 7, 7],
      [8, 8.5, 8],
    ],
  ],
  [3, { padding: 'same' }, [[9]], [[5]]],
  [
    1,
    { stride: 2 },
    [
      [1, 3],
      [7, 8],
    ],
    [
      [1, 3],
      [7, 8],
    ],
  ],
  [
    1,
    { stride: 2, padding: 'same' },
    [
      [1, 3],
      [7, 8],
    ],
    [
      [1, 3],
      [7, 8],
    ],
  ],
];

test.each(both)('windows of %i with %j', (size, options, greatest, mean) => {
  expect(rowsOf(applied(maxPool2d(size, options), {}, image(x)))).toEqual(greatest);
  expect(rowsOf(applied(averagePool2d(size, options), {}, image(x)))).toEqual(mean);
});

test('channels are pooled on their own', () => {
  const two = [
    [
      [
        [1, 40],
        [2, 30],
      ],
      [
        [3, 20],
        [4, 10],
      ],
    ],
  ];
  expect(applied(maxPool2d(), {}, two)).toEqual([[[[4, 40]]]]);
  expect(applied(averagePool2d(), {}, two)).toEqual([[[[2.5, 25]]]]);
});

test('windows that are not square', () => {
  expect(rowsOf(applied(maxPool2d([1, 3]), {}, image(x)))).toEqual([[3], [6], [9]]);
  expect(rowsOf(applied(averagePool2d([3, 1]), {}, image(x)))).toEqual([[4, 16 / 3, 17 / 3].map(Math.fround)]);
  expect(rowsOf(applied(maxPool2d([2, 1], { stride: [1, 2] }), {}, image(x)))).toEqual([
    [4, 6],
    [7, 8],
  ]);
  // With padding, at the end of the rows.
  expect(rowsOf(applied(averagePool2d([1, 2], { padding: 'same' }), {}, image(x)))).toEqual([
    [1.5, 3],
    [4.5, 6],
    [8, 8],
  ]);
});

test('series', () => {
  const one = [[[1], [5], [2], [3], [4]]];
  expect(applied(maxPool1d(), {}, one)).toEqual([[[5], [3]]]);
  expect(applied(averagePool1d(), {}, one)).toEqual([[[3], [2.5]]]);
  expect(applied(averagePool1d(2, { padding: 'same' }), {}, one)).toEqual([[[3], [2.5], [4]]]);
  expect(applied(maxPool1d(3, { stride: 1 }), {}, one)).toEqual([[[5], [5], [4]]]);
  expect(built(maxPool1d(2, { padding: 'same' }), [5, 3], ({ shape }) => shape)).toEqual([3, 3]);
});

test('images of odd size come back from padded windows, upsampling and cropping', () => {
  const model = chain(maxPool2d(2, { padding: 'same' }), upsample2d(2), crop2d([7, 5]));
  built(model, [7, 5, 1], ({ weights, shape }) => {
    expect(shape).toEqual([7, 5, 1]);
    const ramp = reshape(tensor(Array.from({ length: 35 }, (_, i) => i)), [1, 7, 5, 1]) as Tensor4D;
    const back = rowsOf(model.apply(weights, ramp, inference).arraySync() as number[][][][]);
    // Each window of two comes back over its own pixels; those at the end are over one row or column.
    expect([back[0], back[1], back[6]]).toEqual([
      [6, 6, 8, 8, 9],
      [6, 6, 8, 8, 9],
      [31, 31, 33, 33, 34],
    ]);
  });
});

test.each<[Size, PoolingOptions, number[]]>([
  [[2, 3], {}, [4, 2, 2]],
  [[2, 3], { stride: [3, 1], padding: 'same' }, [3, 7, 2]],
  [2, {}, [4, 3, 2]],
  [2, { stride: 1 }, [8, 6, 2]],
  [3, {}, [3, 2, 2]],
  [3, { stride: 2 }, [4, 3, 2]],
  [3, { padding: 'same' }, [3, 3, 2]],
  [3, { padding: 'same', stride: 2 }, [5, 4, 2]],
])('size %i with %j maps [9, 7, 2] to %j', (size, options, to) => {
  for (const layer of [maxPool2d(size, options), averagePool2d(size, options)])
    expect(built(layer, [9, 7, 2], ({ shape }) => shape)).toEqual(to);
});

describe.each([1, 2, 3, 4])('averagePool2d with windows of %i', (size) => {
  test.each([1, 2, 3])('that move by %i and are padded gives what tfjs’s avgPool gives', (stride) => {
    tidy(() => {
      const images: Tensor4D = normal([2, 7, 6, 2], 1);
      const found = averagePool2d(size, { stride, padding: 'same' }).apply({}, images, inference);
      const expected = avgPool(images, size, stride, 'same');
      expect(found.shape).toEqual(expected.shape);
      numbers(found).forEach((value, i) => expect(value).toBeCloseTo(numbers(expected)[i]!, 5));
    });
  });
});

/** Numbers at least 0.1 apart, so that none overtakes the greatest of a window. */
const apart = (shape: Shape): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return reshape(tensor([...permutation(size, 3)].map((place) => place / 10)), shape as number[]);
};

describe('maxPool2d', () => {
  behaves(maxPool2d(), [4, 5, 2], { at: apart });
  behaves(maxPool2d(3, { stride: 2, padding: 'same' }), [5, 4, 1], { at: apart });
  behaves(maxPool2d(2, { stride: 1 }), [3, 4, 1], { at: apart });
  behaves(maxPool2d([1, 2], { stride: [2, 1] }), [3, 4, 1], { at: apart });
});

describe('averagePool2d', () => {
  behaves(averagePool2d(), [4, 5, 2]);
  behaves(averagePool2d(3, { stride: 2, padding: 'same' }), [5, 4, 1]);
  behaves(averagePool2d(2, { stride: 1 }), [3, 4, 1]);
  behaves(averagePool2d([3, 2], { stride: [1, 2], padding: 'same' }), [3, 3, 1]);
});

describe('maxPool1d', () => behaves(maxPool1d(2, { stride: 1 }), [5, 2], { at: apart }));
describe('averagePool1d', () => behaves(averagePool1d(3, { padding: 'same' }), [5, 2]));

test.each([
  ['maxPool2d: size must be a whole number of 1 or more, not 0', () => maxPool2d(0)],
  ['averagePool2d(2): stride must be a whole number of 1 or more, not 0', () => averagePool2d(2, { stride: 0 })],
  ['maxPool2d(2): padding is "full"; there are same and valid', () => maxPool2d(2, { padding: 'full' as never })],
  [
    'maxPool2d(2): the input must be images [height, width, channels], not [16]; put reshape before it',
    () => maxPool2d().init([16], { seeds: seeded(1) }),
  ],
  ['maxPool2d: size must be one number or [height, width], not [2, 2, 2]', () => maxPool2d([2, 2, 2] as never)],
  ['maxPool2d([2, 3]): each number of stride must be a whole number of 1 or more, not 0', () => maxPool2d([2, 3], { stride: [1, 0] })],
  [
    'averagePool1d(2): the input must be series [time, channels], not [4, 4, 1]; put reshape before it',
    () => averagePool1d().init([4, 4, 1], { seeds: seeded(1) }),
  ],
  ['maxPool1d(4): series of [3, 1] are smaller than the window of 4', () => maxPool1d(4).init([3, 1], { seeds: seeded(1) })],
  ['averagePool2d(4): images of [3, 8, 1] are smaller than the window of 4', () => averagePool2d(4).init([3, 8, 1], { seeds: seeded(1) })],
])('says “%s”', (message, make) => {
  expect(make).toThrow(new InputError(message));
});

test.each([1, 2, 3])(
  'with padding, a window far larger than the image averages all of it and takes no memory for the rest, stride %d',
  (stride) => {
    const x: Tensor4D = tensor([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
    const ofSize = (size: number): number[] => {
      const y = tidy(() => averagePool2d(size, { stride, padding: 'same' }).apply({}, x, { training: false }));
      const numbers = Array.from(y.dataSync());
      y.dispose();
      return numbers;
    };
    for (const size of [12, 13, 30_001, 1_000_000]) for (const mean of ofSize(size)) expect(mean).toBeCloseTo(3.5, 5);
    x.dispose();
  },
);
