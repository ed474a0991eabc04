import '@tensorflow/tfjs-backend-cpu';
import { concat, conv2d as convolution, setBackend, split, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, normal, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { image, images, kernel, rowsOf } from '../test/images.js';
import { applied, behaves, built, inference, numbers } from '../test/layer.js';
import { conv2d } from './conv2d.js';
import type { Conv2dOptions } from './conv2d.js';

beforeAll(() => setBackend('cpu'));

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

  test.each<[Conv2dOptions, readonly number[], readonly number[], readonly number[]]>([
    [{ kernelSize: [1, 5] }, [4, 9, 2], [4, 9, 8], [1, 5, 2, 8]],
    [{ kernelSize: [2, 3], padding: 'valid' }, [4, 9, 2], [3, 7, 8], [2, 3, 2, 8]],
    [{ stride: [1, 2] }, [4, 9, 2], [4, 5, 8], [3, 3, 2, 8]],
    [{ dilation: [1, 4], padding: 'valid' }, [4, 9, 2], [2, 1, 8], [3, 3, 2, 8]],
    [{ groups: 2 }, [4, 9, 6], [4, 9, 8], [3, 3, 3, 8]],
    [{ groups: 4 }, [4, 9, 4], [4, 9, 8], [3, 3, 1, 8]],
  ])('%j maps %j to %j with a kernel of %j', (options, from, to, size) => {
    built(conv2d(8, options), from, ({ weights, shape }) => {
      expect(shape).toEqual(to);
      expect(weights.kernel.shape).toEqual(size);
      expect(conv2d(8, options).apply(weights, images(from), inference).shape).toEqual([1, ...to]);
    });
  });

  test('each group of filters reads one group of channels', () => {
    // Two filters of single pixels: the first doubles channel 0, the second takes channel 1 times ten.
    const weights = { kernel: [[[[2, 10]]]], bias: [0, 1] };
    expect(applied(conv2d(2, { kernelSize: 1, groups: 2 }), weights, [[[[3, 4]]]])).toEqual([[[[6, 41]]]]);
  });

  test.each([1, 2, 4])('%i groups give what as many convolutions give, side by side', (groups) => {
    tidy(() => {
      const x: Tensor4D = normal([2, 5, 4, 8], 1);
      const layer = conv2d(12, { groups, stride: 2 });
      const { weights } = layer.init([5, 4, 8], { seeds: seeded(2) });
      const [parts, kernels] = [split(x, groups, 3), split(weights.kernel, groups, 3)];
      const alone = conv2d(12 / groups, { stride: 2, useBias: false });
      const each = kernels.map((taps, i) => alone.apply({ kernel: taps as Tensor4D }, parts[i] as Tensor4D, inference));
      const [found, expected] = [layer.apply(weights, x, inference), concat(each, 3)].map(numbers);
      found!.forEach((value, i) => expect(value).toBeCloseTo(expected![i]!, 5));
    });
  });

  test('without a bias has a kernel only, and adds nothing', () => {
    const layer = conv2d(1, { kernelSize: 2, padding: 'valid', useBias: false });
    built(layer, [3, 3, 1], ({ weights }) => expect(Object.keys(weights)).toEqual(['kernel']));
    const taps = kernel([
      [1, 2],
      [3, 4],
    ]);
    expect(rowsOf(applied(layer, { kernel: taps }, image(NINE)))).toEqual([
      [37, 47],
      [67, 77],
    ]);
    tidy(() => {
      const weights = { kernel: normal([2, 2, 1, 1], 1) as Tensor4D };
      const fused = layer.applyWith!(weights, images([3, 3, 1]), inference, { activation: 'sigmoid' });
      expect(numbers(fused)).toEqual([0.5, 0.5, 0.5, 0.5]);
    });
  });

  test('fans count the channels and the filters of one group', () => {
    // fan in 9·8, fan out 9·16
    const layer = conv2d(64, { groups: 4, kernelInitializer: 'glorotNormal' });
    const values = built(layer, [8, 8, 32], ({ weights }) => numbers(weights.kernel));
    expect((values.reduce((total, value) => total + value ** 2, 0) / values.length / 2) * (72 + 144)).toBeCloseTo(1, 1);
  });

  behaves(conv2d(2, { kernelSize: [1, 3], stride: [2, 1], useBias: false }), [4, 3, 2]);
  behaves(conv2d(2, { kernelSize: [3, 2], dilation: [1, 2] }), [3, 4, 1]);
  behaves(conv2d(4, { groups: 2, stride: 2 }), [4, 3, 4]);
  behaves(conv2d(4, { groups: 2, padding: 'valid' }), [4, 3, 2]);

  behaves(conv2d(2), [4, 3, 2]);
  behaves(conv2d(2, { stride: 2 }), [4, 5, 1]);
  behaves(conv2d(2, { stride: 2, padding: 'valid' }), [6, 5, 1]);
  behaves(conv2d(2, { kernelSize: 2, dilation: 2 }), [4, 5, 1]);
  behaves(conv2d(2, { kernelSize: 2, dilation: 2, padding: 'valid' }), [4, 5, 1]);

  test.each([
    ['conv2d: filters must be a whole number of 1 or more, not 0', () => conv2d(0)],
    ['conv2d(8): kernelSize must be a whole number of 1 or more, not 0', () => conv2d(8, { kernelSize: 0 })],
    ['conv2d(8): kernelSize must be one number or [height, width], not [3]', () => conv2d(8, { kernelSize: [3] as never })],
    ['conv2d(8): kernelSize must be a whole number of 1 or more, not "3"', () => conv2d(8, { kernelSize: '3' as never })],
    ['conv2d(8): each number of stride must be a whole number of 1 or more, not 0', () => conv2d(8, { stride: [1, 0] })],
    [
      'conv2d(8): a stride of [1, 2] and a dilation of [2, 1] do not go together; one of them must be 1',
      () => conv2d(8, { stride: [1, 2], dilation: [2, 1] }),
    ],
    ['conv2d(8): groups must be a whole number of 1 or more, not 0', () => conv2d(8, { groups: 0 })],
    ['conv2d(8): 8 filters cannot be divided into groups of equal size; groups is 3', () => conv2d(8, { groups: 3 })],
    [
      'conv2d(8): 3 channels cannot be divided into groups of equal size; groups is 2',
      () => conv2d(8, { groups: 2 }).init([9, 9, 3], { seeds: seeded(1) }),
    ],
    ['conv2d(8): useBias must be true or false, not 0', () => conv2d(8, { useBias: 0 as never })],
    [
      'conv2d(8): images of [2, 9, 1] are smaller than the kernel of [3, 1]',
      () => conv2d(8, { padding: 'valid', kernelSize: [3, 1] }).init([2, 9, 1], { seeds: seeded(1) }),
    ],
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
