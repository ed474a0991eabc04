import '@tensorflow/tfjs-backend-cpu';
import { image as images, setBackend, tidy } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, normal, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built, inference, numbers } from '../test/layer.js';
import { upsample1d, upsample2d } from './upsampling.js';

beforeAll(() => setBackend('cpu'));

const image = (rows: readonly (readonly number[])[]): number[][][][] => [rows.map((row) => row.map((value) => [value]))];
const rowsOf = (batch: number[][][][]): number[][] => batch[0]!.map((row) => row.map(([value]) => value!));
const bilinear = { interpolation: 'bilinear' } as const;

describe('upsample2d', () => {
  test('repeats pixels', () => {
    expect(
      rowsOf(
        applied(
          upsample2d(),
          {},
          image([
            [1, 2],
            [3, 4],
          ]),
        ),
      ),
    ).toEqual([
      [1, 1, 2, 2],
      [1, 1, 2, 2],
      [3, 3, 4, 4],
      [3, 3, 4, 4],
    ]);
    expect(rowsOf(applied(upsample2d(3), {}, image([[1, 2]])))).toEqual([
      [1, 1, 1, 2, 2, 2],
      [1, 1, 1, 2, 2, 2],
      [1, 1, 1, 2, 2, 2],
    ]);
  });

  test('interpolates between the centres of pixels, and repeats the edge', () => {
    // centres of the large pixels in small ones, minus ½: −¼, ¼, ¾, 1¼
    expect(rowsOf(applied(upsample2d(2, bilinear), {}, image([[0, 8]])))).toEqual([
      [0, 2, 6, 8],
      [0, 2, 6, 8],
    ]);
    expect(
      rowsOf(
        applied(
          upsample2d(2, bilinear),
          {},
          image([
            [0, 8],
            [16, 32],
          ]),
        ),
      ),
    ).toEqual([
      [0, 2, 6, 8],
      [4, 6.5, 11.5, 14],
      [12, 15.5, 22.5, 26],
      [16, 20, 28, 32],
    ]);
  });

  test.each([1, 2, 3, 4])('interpolates by %i as tfjs does', (factor) => {
    tidy(() => {
      const x: Tensor4D = normal([2, 3, 5, 2], 1);
      const found = upsample2d(factor, bilinear).apply({}, x, inference);
      const expected = images.resizeBilinear(x, [3 * factor, 5 * factor], false, true);
      expect(found.shape).toEqual(expected.shape);
      numbers(found).forEach((value, i) => expect(value).toBeCloseTo(numbers(expected)[i]!, 5));
    });
  });

  test.each([{}, bilinear])('with %j multiplies height and width, not channels', (options) => {
    expect(built(upsample2d(3, options), [4, 5, 2], ({ shape }) => shape)).toEqual([12, 15, 2]);
    expect(built(upsample2d(1, options), [4, 5, 2], ({ shape }) => shape)).toEqual([4, 5, 2]);
  });

  test('by other factors for height and width', () => {
    expect(rowsOf(applied(upsample2d([1, 2]), {}, image([[1, 2]])))).toEqual([[1, 1, 2, 2]]);
    expect(rowsOf(applied(upsample2d([1, 2], bilinear), {}, image([[0, 8]])))).toEqual([[0, 2, 6, 8]]);
    expect(built(upsample2d([2, 3]), [4, 5, 2], ({ shape }) => shape)).toEqual([8, 15, 2]);
  });

  behaves(upsample2d([2, 1]), [3, 2, 2]);
  behaves(upsample2d([1, 3], bilinear), [2, 2, 2]);
  behaves(upsample2d(), [3, 2, 2]);
  behaves(upsample2d(3), [2, 3, 1]);
  behaves(upsample2d(2, bilinear), [3, 2, 2]);
  behaves(upsample2d(3, bilinear), [2, 3, 1]);

  test.each([
    ['upsample2d: factor must be a whole number of 1 or more, not 1.5', () => upsample2d(1.5)],
    ['upsample2d: factor must be one number or [height, width], not [2]', () => upsample2d([2] as never)],
    ['upsample2d: interpolation is "cubic"; there are nearest and bilinear', () => upsample2d(2, { interpolation: 'cubic' as never })],
    [
      'upsample2d(2): the input must be images [height, width, channels], not [16]; put reshape before it',
      () => upsample2d().init([16], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});

describe('upsample1d', () => {
  test('repeats values, or interpolates between them', () => {
    expect(applied(upsample1d(), {}, [[[1], [2]]])).toEqual([[[1], [1], [2], [2]]]);
    expect(applied(upsample1d(2, { interpolation: 'linear' }), {}, [[[0], [8]]])).toEqual([[[0], [2], [6], [8]]]);
    expect(built(upsample1d(3), [4, 2], ({ shape }) => shape)).toEqual([12, 2]);
  });

  behaves(upsample1d(2), [3, 2]);
  behaves(upsample1d(3, { interpolation: 'linear' }), [3, 1]);

  test.each([
    ['upsample1d: factor must be a whole number of 1 or more, not 0', () => upsample1d(0)],
    ['upsample1d: interpolation is "bilinear"; there are nearest and linear', () => upsample1d(2, { interpolation: 'bilinear' as never })],
    [
      'upsample1d(2): the input must be series [time, channels], not [8]; put reshape before it',
      () => upsample1d().init([8], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});
