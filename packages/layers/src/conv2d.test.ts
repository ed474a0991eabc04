import '@tensorflow/tfjs-backend-cpu';
import { conv2d as convolution, mul, relu, setBackend, slice, sum, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, normal, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built, inference, numbers } from '../test/layer.js';
import { conv2d, conv2dTranspose } from './conv2d.js';
import type { Conv2dOptions, Conv2dTransposeOptions } from './conv2d.js';

beforeAll(() => setBackend('cpu'));

/** One image of one channel from its rows, and back. */
const image = (rows: readonly (readonly number[])[]): number[][][][] => [rows.map((row) => row.map((value) => [value]))];
const rowsOf = (images: number[][][][]): number[][] => images[0]!.map((row) => row.map(([value]) => value!));
/** A kernel from one channel to one. */
const kernel = (rows: readonly (readonly number[])[]): number[][][][] => rows.map((row) => row.map((value) => [[value]]));

const images = (shape: readonly number[]): Tensor4D => zeros([1, ...shape] as [number, number, number, number]);

const NINE = [
  [1, 2, 3],
  [4, 5, 6],
  [7, 8, 9],
];
const SIXTEEN = [
  [1, 2, 3, 4],
  [5, 6, 7, 8],
  [9, 10, 11, 12],
  [13, 14, 15, 16],
];
const ONES = [
  [1, 1, 1],
  [1, 1, 1],
  [1, 1, 1],
];

describe('conv2d', () => {
  test.each<{ what: string; options: Conv2dOptions; taps: number[][]; x: number[][]; y: number[][] }>([
    // 1·1 + 2·2 + 3·4 + 4·5 = 37: the kernel is not turned round
    {
      what: 'without padding',
      options: { kernelSize: 2, padding: 'valid' },
      taps: [
        [1, 2],
        [3, 4],
      ],
      x: NINE,
      y: [
        [37, 47],
        [67, 77],
      ],
    },
    {
      what: 'with padding, of 0',
      options: {},
      taps: ONES,
      x: NINE,
      y: [
        [12, 21, 16],
        [27, 45, 33],
        [24, 39, 28],
      ],
    },
    // 4 + 1 pixels for windows at 0 and 2: the one that is missing is padded at the end
    {
      what: 'with stride 2',
      options: { stride: 2 },
      taps: ONES,
      x: SIXTEEN,
      y: [
        [54, 45],
        [72, 54],
      ],
    },
    {
      what: 'with stride 2 and without padding',
      options: { stride: 2, padding: 'valid', kernelSize: 2 },
      taps: [
        [1, 0],
        [0, 1],
      ],
      x: SIXTEEN,
      y: [
        [7, 11],
        [23, 27],
      ],
    },
    // the four corners: 1·1 + 2·3 + 3·7 + 4·9
    {
      what: 'with dilation 2',
      options: { kernelSize: 2, dilation: 2, padding: 'valid' },
      taps: [
        [1, 2],
        [3, 4],
      ],
      x: NINE,
      y: [[64]],
    },
  ])('is right $what', ({ options, taps, x, y }) => {
    const layer = conv2d(1, options);
    expect(rowsOf(applied(layer, { kernel: kernel(taps), bias: [0] }, image(x)))).toEqual(y);
    expect(rowsOf(applied(layer, { kernel: kernel(taps), bias: [0.5] }, image(x)))).toEqual(
      y.map((row) => row.map((value) => value + 0.5)),
    );
  });

  test.each([
    [2, 2],
    [3, 2],
    [3, 3],
    [2, 4],
  ])('a kernel of %i with dilation %i is what tfjs calls it', (size, dilation) => {
    tidy(() => {
      const x: Tensor4D = normal([2, 9, 8, 3], 1);
      const weights = { kernel: normal([size, size, 3, 4], 2) as Tensor4D, bias: zeros([4]) as Tensor1D };
      for (const padding of ['same', 'valid'] as const) {
        const found = numbers(conv2d(4, { kernelSize: size, dilation, padding }).apply(weights, x, inference));
        const expected = numbers(convolution(x, weights.kernel, 1, padding, 'NHWC', dilation));
        found.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 4));
        expect(found).toHaveLength(expected.length);
      }
    });
  });

  test('adds up over channels, filter by filter', () => {
    // pixel (2, 3) with filters 1·2 + 10·3 and −1·2 + 1·3
    const weights = {
      kernel: [
        [
          [
            [1, -1],
            [10, 1],
          ],
        ],
      ],
      bias: [0, 100],
    };
    expect(applied(conv2d(2, { kernelSize: 1 }), weights, [[[[2, 3]]]])).toEqual([[[[32, 101]]]]);
  });

  test.each<[Conv2dOptions, readonly number[], readonly number[]]>([
    [{}, [28, 28, 1], [28, 28, 8]],
    [{ stride: 2 }, [28, 28, 1], [14, 14, 8]],
    [{ stride: 2 }, [7, 5, 3], [4, 3, 8]],
    [{ stride: 3 }, [7, 5, 3], [3, 2, 8]],
    [{ padding: 'valid' }, [28, 20, 1], [26, 18, 8]],
    [{ padding: 'valid', stride: 2 }, [28, 28, 1], [13, 13, 8]],
    [{ padding: 'valid', kernelSize: 5, dilation: 2 }, [10, 9, 1], [2, 1, 8]],
    [{ kernelSize: 1 }, [1, 1, 4], [1, 1, 8]],
    [{ dilation: 3 }, [6, 6, 1], [6, 6, 8]],
  ])('%j maps %j to %j', (options, from, to) => {
    built(conv2d(8, options), from, ({ weights, shape }) => {
      expect(shape).toEqual(to);
      const size = options.kernelSize ?? 3;
      expect(weights.kernel.shape).toEqual([size, size, from[2], 8]);
      expect(conv2d(8, options).apply(weights, images(from), inference).shape).toEqual([1, ...to]);
    });
  });

  test.each([
    // fan in 9·32, fan out 9·64
    ['glorotUniform', 2 / (288 + 576)],
    ['heNormal', 2 / 288],
  ] as const)('starts with the variance of %s', (kernelInitializer, variance) => {
    const values = built(conv2d(64, { kernelInitializer }), [8, 8, 32], ({ weights }) => numbers(weights.kernel));
    expect(values.reduce((total, value) => total + value ** 2, 0) / values.length / variance).toBeCloseTo(1, 1);
  });

  behaves(conv2d(2), [4, 3, 2]);
  behaves(conv2d(2, { stride: 2 }), [4, 5, 1]);
  behaves(conv2d(2, { stride: 2, padding: 'valid' }), [6, 5, 1]);
  behaves(conv2d(2, { kernelSize: 2, dilation: 2 }), [4, 5, 1]);
  behaves(conv2d(2, { kernelSize: 2, dilation: 2, padding: 'valid' }), [4, 5, 1]);

  test.each([
    ['conv2d: filters must be a whole number of 1 or more, not 0', () => conv2d(0)],
    ['conv2d(8): kernelSize must be a whole number of 1 or more, not 0', () => conv2d(8, { kernelSize: 0 })],
    ['conv2d(8): stride must be a whole number of 1 or more, not 0.5', () => conv2d(8, { stride: 0.5 })],
    ['conv2d(8): dilation must be a whole number of 1 or more, not 0', () => conv2d(8, { dilation: 0 })],
    ['conv2d(8): a stride of 2 and a dilation of 3 do not go together; one of them must be 1', () => conv2d(8, { stride: 2, dilation: 3 })],
    ['conv2d(8): padding is "full"; there are same and valid', () => conv2d(8, { padding: 'full' as never })],
    [
      'conv2d(8): kernelInitializer is "he"; there are glorotUniform, glorotNormal, heUniform, heNormal',
      () => conv2d(8, { kernelInitializer: 'he' as never }),
    ],
    [
      'conv2d(8): the input must be images [height, width, channels], not [784]; put reshape before it',
      () => conv2d(8).init([784], { seeds: seeded(1) }),
    ],
    [
      'conv2d(8): images of [2, 9, 1] are smaller than the kernel of 3',
      () => conv2d(8, { padding: 'valid' }).init([2, 9, 1], { seeds: seeded(1) }),
    ],
    [
      'conv2d(8): images of [5, 5, 1] are smaller than the kernel of 7',
      () => conv2d(8, { padding: 'valid', dilation: 3 }).init([5, 5, 1], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});

describe('conv2dTranspose', () => {
  test.each<{ what: string; options: Conv2dTransposeOptions; x: number[][]; y: number[][] }>([
    {
      what: 'side by side, stride being the kernel’s size',
      options: { kernelSize: 2, stride: 2, padding: 'valid' },
      x: [[1, 2]],
      y: [
        [1, 2, 2, 4],
        [3, 4, 6, 8],
      ],
    },
    {
      what: 'added up where they overlap',
      options: { kernelSize: 2, padding: 'valid' },
      x: [[1, 10]],
      y: [
        [1, 12, 20],
        [3, 34, 40],
      ],
    },
    {
      what: 'with a gap, stride being larger',
      options: { kernelSize: 2, stride: 3, padding: 'valid' },
      x: [[1, 10]],
      y: [
        [1, 2, 0, 10, 20],
        [3, 4, 0, 30, 40],
      ],
    },
    { what: 'with their last row and column cut off by padding', options: { kernelSize: 2 }, x: [[1, 10]], y: [[1, 12]] },
  ])('puts the kernel times each pixel $what', ({ options, x, y }) => {
    const layer = conv2dTranspose(1, options);
    const taps = kernel([
      [1, 2],
      [3, 4],
    ]);
    expect(rowsOf(applied(layer, { kernel: taps, bias: [0] }, image(x)))).toEqual(y);
    expect(rowsOf(applied(layer, { kernel: taps, bias: [0.5] }, image(x)))).toEqual(y.map((row) => row.map((value) => value + 0.5)));
  });

  test('reads its kernel as [size, size, out, in]', () => {
    // pixel (2, 3): first channel out 1·2 + 10·3, second −1·2 + 1·3
    const weights = {
      kernel: [
        [
          [
            [1, 10],
            [-1, 1],
          ],
        ],
      ],
      bias: [0, 100],
    };
    expect(applied(conv2dTranspose(2, { kernelSize: 1 }), weights, [[[[2, 3]]]])).toEqual([[[[32, 101]]]]);
  });

  test.each<[Conv2dTransposeOptions & { readonly kernelSize?: number }, number, number]>([
    [{}, 5, 4],
    [{ stride: 2 }, 6, 8],
    [{ stride: 2, padding: 'valid' }, 7, 9],
    [{ stride: 3, kernelSize: 5, padding: 'valid' }, 8, 11],
  ])('%j is the adjoint of conv2d: ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩', (options, height, width) => {
    tidy(() => {
      const x: Tensor4D = normal([2, height, width, 3], 1);
      const size = options.kernelSize ?? 3;
      const weights = (out: number) => ({ kernel: normal([size, size, 3, 4], 2) as Tensor4D, bias: zeros([out]) as Tensor1D });
      const there = conv2d(4, options).apply(weights(4), x, inference);
      const y: Tensor4D = normal(there.shape, 3);
      const back = conv2dTranspose(3, options).apply(weights(3), y, inference);
      expect(back.shape).toEqual(x.shape);
      expect(numbers(sum(mul(x, back)))[0]).toBeCloseTo(numbers(sum(mul(there, y)))[0]!, 2);
    });
  });

  test.each<[Conv2dTransposeOptions, readonly number[], readonly number[]]>([
    [{}, [7, 5, 3], [7, 5, 8]],
    [{ stride: 2 }, [7, 5, 3], [14, 10, 8]],
    [{ stride: 2, padding: 'valid' }, [7, 5, 3], [15, 11, 8]],
    [{ stride: 3, kernelSize: 2, padding: 'valid' }, [7, 5, 3], [20, 14, 8]],
    [{ kernelSize: 4 }, [1, 1, 2], [1, 1, 8]],
  ])('%j maps %j to %j', (options, from, to) => {
    built(conv2dTranspose(8, options), from, ({ weights, shape }) => {
      expect(shape).toEqual(to);
      const size = options.kernelSize ?? 3;
      expect(weights.kernel.shape).toEqual([size, size, 8, from[2]]);
      expect(conv2dTranspose(8, options).apply(weights, images(from), inference).shape).toEqual([1, ...to]);
    });
  });

  test.each([
    // fan in 9·64 / 4, fan out 9·32
    ['heUniform', 2, 2 / 144],
    ['heNormal', 3, 2 / 64],
    ['glorotUniform', 2, 2 / (144 + 288)],
    ['glorotNormal', 1, 2 / (576 + 288)],
  ] as const)('starts with the variance of %s, with stride %i', (kernelInitializer, stride, variance) => {
    const layer = conv2dTranspose(32, { kernelInitializer, stride });
    const values = built(layer, [8, 8, 64], ({ weights }) => numbers(weights.kernel));
    expect(values.reduce((total, value) => total + value ** 2, 0) / values.length / variance).toBeCloseTo(1, 1);
  });

  const pairs = [1, 2, 3, 4].flatMap((stride) => [1, 2, 3, 4, 5].map((size) => [size, stride] as const));
  test.each(pairs)('a kernel of %i with stride %i starts with what keeps the variance behind ReLU, edges apart', (size, stride) => {
    for (const padding of ['same', 'valid'] as const) {
      const layer = conv2dTranspose(48, { kernelSize: size, stride, padding });
      const output = built(layer, [14, 14, 48], ({ weights }) => {
        const y = layer.apply(weights, relu(normal<any>([1, 14, 14, 48], 2)), inference) as Tensor4D;
        // Whole periods of the stride, as far from the edges as the kernel reaches.
        return numbers(slice(y, [0, 5 * stride, 5 * stride, 0], [1, 5 * stride, 5 * stride, 48]));
      });
      const variance = output.reduce((total, value) => total + value ** 2, 0) / output.length;
      expect(variance, padding).toBeGreaterThan(0.8);
      expect(variance, padding).toBeLessThan(1.2);
    }
  });

  behaves(conv2dTranspose(2), [3, 2, 2]);
  behaves(conv2dTranspose(2, { stride: 2 }), [3, 2, 2]);
  behaves(conv2dTranspose(2, { stride: 2, padding: 'valid' }), [3, 2, 1]);
  behaves(conv2dTranspose(1, { stride: 3, kernelSize: 2, padding: 'valid' }), [2, 3, 2]);

  test.each([
    ['conv2dTranspose: filters must be a whole number of 1 or more, not -1', () => conv2dTranspose(-1)],
    ['conv2dTranspose(8): stride must be a whole number of 1 or more, not 0', () => conv2dTranspose(8, { stride: 0 })],
    ['conv2dTranspose(8): padding is "none"; there are same and valid', () => conv2dTranspose(8, { padding: 'none' as never })],
    [
      'conv2dTranspose(8): the input must be images [height, width, channels], not [32]; put reshape before it',
      () => conv2dTranspose(8).init([32], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});
