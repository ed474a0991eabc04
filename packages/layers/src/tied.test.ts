import '@tensorflow/tfjs-backend-cpu';
import { setBackend, sum, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, chain, leaves, normal, seeded } from '@autoencoders/core';
import { valueAndGradients } from '@autoencoders/core/operations';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, built, inference, numbers } from '../test/layer.js';
import { tanh } from './activations.js';
import { conv2d, conv2dTranspose } from './conv2d.js';
import { dense } from './dense.js';
import { tied } from './tied.js';

beforeAll(() => setBackend('cpu'));

describe('tied', () => {
  test('to dense: y = x·Wᵀ + b', () => {
    tidy(() => {
      const weights = {
        kernel: tensor([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
        bias: tensor([0, 0, 100]),
      };
      expect(numbers(tied(dense(2)).apply(weights, tensor([[1, 10]]), inference))).toEqual([21, 43, 165]);
    });
  });

  test.each([
    { options: {}, shape: [5, 4, 3] },
    { options: { stride: 2 }, shape: [6, 4, 3] },
    { options: { stride: 2, padding: 'valid' as const }, shape: [7, 9, 3] },
  ])('to conv2d is conv2dTranspose with the same kernel, and the other way round, with $options', ({ options, shape }) => {
    tidy(() => {
      const [there, back] = [conv2d(2, options), conv2dTranspose(3, options)];
      const weights = { kernel: normal([3, 3, 3, 2], 1), bias: normal([3], 2) };
      const x: Tensor4D = normal([2, ...there.init(shape, { seeds: seeded(1) }).shape] as never, 3);
      expect(numbers(tied(there).apply(weights, x, inference))).toEqual(numbers(back.apply(weights as never, x, inference)));
      const bias = { kernel: weights.kernel, bias: normal([2], 2) };
      const images: Tensor4D = normal([2, ...shape] as never, 4);
      expect(numbers(tied(back).apply(bias, images, inference))).toEqual(numbers(there.apply(bias as never, images, inference)));
    });
  });

  test('has one kernel with the layer it mirrors, and a bias of its own that starts at 0', () => {
    const hidden = dense(3);
    built(chain(hidden, tanh, tied(hidden)), [5], ({ weights, shape }) => {
      expect(shape).toEqual([5]);
      expect(weights[2].kernel).toBe(weights[0].kernel);
      expect(numbers(weights[2].bias)).toEqual([0, 0, 0, 0, 0]);
      expect(Object.keys(leaves(weights))).toEqual(['0.kernel', '0.bias', '2.bias']);
    });
  });

  test('the kernel’s gradient is the sum of both places', () => {
    tidy(() => {
      // Σ x·W·Wᵀ for x = (1, 0), W = (a, b)ᵀ: a(a + b), whose gradient is (2a + b, a)
      const hidden = dense(1);
      const kernel = tensor([[3], [5]]);
      const weights = { 0: { kernel, bias: zeros([1]) }, 1: { kernel, bias: zeros([2]) } };
      const f = (): Scalar => sum(chain(hidden, tied(hidden)).apply(weights, tensor([[1, 0]]), inference));
      expect(numbers(valueAndGradients(f, { kernel }).gradients.kernel!)).toEqual([11, 3]);
    });
  });

  test('every build ties its own weights, one value may serve several models', () => {
    tidy(() => {
      const hidden = dense(3);
      const layer = chain(hidden, tied(hidden));
      const [first, second] = [layer.init([5], { seeds: seeded(1) }), layer.init([4], { seeds: seeded(1) })] as any[];
      expect(first.weights[1].kernel).toBe(first.weights[0].kernel);
      expect(second.weights[1].kernel).toBe(second.weights[0].kernel);
      expect(second.weights[0].kernel).not.toBe(first.weights[0].kernel);
    });
  });

  const flat = dense(3);
  behaves(chain(flat, tanh, tied(flat)), [4]);
  const strided = conv2d(2, { stride: 2 });
  behaves(chain(strided, tanh, tied(strided)), [4, 6, 1]);
  const transposed = conv2dTranspose(2, { stride: 2, padding: 'valid' });
  behaves(chain(transposed, tanh, tied(transposed)), [2, 3, 1]);

  const hidden = dense(3);
  const filters = conv2d(2);
  const back = conv2dTranspose(2);
  test.each([
    ['tied: dense(3) must stand earlier in the same model, as the very same value', () => tied(hidden).init([3], { seeds: seeded(1) })],
    [
      'layer 2, tied: dense(3) must stand earlier in the same model, as the very same value',
      () => chain(dense(3), tied(dense(3))).init([5], { seeds: seeded(1) }),
    ],
    [
      'layer 3, tied(dense(3)): the input must be [3], not [4]',
      () => chain(hidden, dense(4), tied(hidden)).init([5], { seeds: seeded(1) }),
    ],
    [
      'layer 3, tied(conv2d(2)): the input must have 2 channels, not [8, 8, 5]',
      () => chain(filters, conv2d(5), tied(filters)).init([8, 8, 1], { seeds: seeded(1) }),
    ],
    [
      'layer 3, tied(conv2dTranspose(2)): the input must have 2 channels, not [8, 8, 5]',
      () => chain(back, conv2d(5), tied(back)).init([8, 8, 1], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(() => tidy(() => void make())).toThrow(new InputError(message));
  });

  test('refuses flat codes where the layer gives images', () => {
    tidy(() => {
      const context = { seeds: seeded(1), built: new Map() };
      filters.init([8, 8, 1], context);
      expect(() => tied(filters).init([128], context)).toThrow(
        new InputError('tied(conv2d(2)): the input must be images [height, width, channels], not [128]; put reshape before it'),
      );
    });
  });
});
