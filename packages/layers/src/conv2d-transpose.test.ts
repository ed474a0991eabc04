import '@tensorflow/tfjs-backend-cpu';
import { mul, relu, setBackend, slice, sum, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, normal, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { image, images, kernel, rowsOf } from '../test/images.js';
import { applied, behaves, built, inference, numbers } from '../test/layer.js';
import { conv2d, conv2dTranspose } from './conv2d.js';
import type { Conv2dTransposeOptions } from './conv2d.js';

beforeAll(() => setBackend('cpu'));

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

  test.each<[Conv2dTransposeOptions, readonly number[], readonly number[]]>([
    [{ stride: 2, outputSize: 7 }, [4, 4, 3], [7, 7, 8]],
    [{ stride: 2, outputSize: [7, 8] }, [4, 4, 3], [7, 8, 8]],
    [{ stride: 3, outputSize: [10, 12] }, [4, 4, 3], [10, 12, 8]],
    [{ stride: 2, padding: 'valid', outputSize: [9, 10] }, [4, 4, 3], [9, 10, 8]],
    [{ kernelSize: [1, 4], stride: [1, 2] }, [4, 4, 3], [4, 8, 8]],
    [{ groups: 2 }, [4, 4, 6], [4, 4, 8]],
  ])('%j maps %j to %j, and conv2d takes that back', (options, from, to) => {
    const { outputSize: _, ...same } = options;
    built(conv2dTranspose(8, options), from, ({ weights, shape }) => {
      expect(shape).toEqual(to);
      expect(conv2dTranspose(8, options).apply(weights, images(from), inference).shape).toEqual([1, ...to]);
      expect(built(conv2d(from[2]!, same), to, (back) => back.shape)).toEqual(from);
    });
  });

  test('of images of another size than at init, outputSize gives the default size', () => {
    const layer = conv2dTranspose(2, { stride: 2, outputSize: 7 });
    built(layer, [4, 4, 1], ({ weights }) => {
      expect(layer.apply(weights, images([4, 4, 1]), inference).shape).toEqual([1, 7, 7, 2]);
      expect(layer.apply(weights, images([5, 5, 1]), inference).shape).toEqual([1, 10, 10, 2]);
    });
  });

  behaves(conv2dTranspose(2, { stride: [1, 2], outputSize: [2, 3] }), [2, 2, 2]);
  behaves(conv2dTranspose(4, { groups: 2, stride: 2, kernelSize: [2, 3], useBias: false }), [2, 2, 4]);
  behaves(conv2dTranspose(2, { groups: 2, padding: 'valid' }), [2, 2, 4]);

  behaves(conv2dTranspose(2), [3, 2, 2]);
  behaves(conv2dTranspose(2, { stride: 2 }), [3, 2, 2]);
  behaves(conv2dTranspose(2, { stride: 2, padding: 'valid' }), [3, 2, 1]);
  behaves(conv2dTranspose(1, { stride: 3, kernelSize: 2, padding: 'valid' }), [2, 3, 2]);

  test.each([
    ['conv2dTranspose: filters must be a whole number of 1 or more, not -1', () => conv2dTranspose(-1)],
    ['conv2dTranspose(8): stride must be a whole number of 1 or more, not 0', () => conv2dTranspose(8, { stride: 0 })],
    [
      'conv2dTranspose(8): outputSize must be from 7 to 8 for images of [4, 4, 2], not 9',
      () => conv2dTranspose(8, { stride: 2, outputSize: 9 }).init([4, 4, 2], { seeds: seeded(1) }),
    ],
    [
      'conv2dTranspose(8): outputSize must be from [7, 4] to [8, 4] for images of [4, 4, 2], not [8, 5]',
      () => conv2dTranspose(8, { stride: [2, 1], outputSize: [8, 5] }).init([4, 4, 2], { seeds: seeded(1) }),
    ],
    [
      'conv2dTranspose: there is no option "outputPadding"; outputSize is the size of the output itself',
      () => conv2dTranspose(8, { outputPadding: 1 } as never),
    ],
    ['conv2dTranspose(8): padding is "none"; there are same and valid', () => conv2dTranspose(8, { padding: 'none' as never })],
    [
      'conv2dTranspose(8): the input must be images [height, width, channels], not [32]; put reshape before it',
      () => conv2dTranspose(8).init([32], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});
