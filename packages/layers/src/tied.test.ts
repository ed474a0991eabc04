import '@tensorflow/tfjs-backend-cpu';
import { clone, mul, setBackend, sum, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, chain, leaves, mapLeaves, normal, seeded } from '@autoencoders/core';
import { valueAndGradients } from '@autoencoders/core/operations';
import type { Layer } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, built, inference, numbers } from '../test/layer.js';
import { tanh } from './activations.js';
import { conv2d, conv2dTranspose, depthwiseConv2d } from './conv2d.js';
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

  test.each<[Parameters<typeof conv2d>[1], readonly number[], readonly number[]]>([
    [{ stride: 2 }, [7, 7, 1], [4, 4, 2]],
    [{ stride: 2 }, [8, 7, 1], [4, 4, 2]],
    [{ stride: 3 }, [7, 10, 1], [3, 4, 2]],
    [{ stride: [1, 2], kernelSize: [3, 4] }, [5, 5, 1], [5, 3, 2]],
    [{ stride: 2, padding: 'valid' }, [8, 7, 1], [3, 3, 2]],
    [{ padding: 'valid', dilation: 2 }, [8, 7, 1], [4, 3, 2]],
    [{ stride: 2, groups: 2 }, [7, 7, 4], [4, 4, 2]],
  ])('to conv2d with %j takes %j by way of %j back to the same size', (options, from, between) => {
    tidy(() => {
      const layer = conv2d(2, options);
      const model = chain(layer, tanh, tied(layer));
      const { weights, shape, parts } = model.init(from, { seeds: seeded(1) });
      expect(parts!.map((part) => part.shape)).toEqual([between, between, from]);
      expect(shape).toEqual(from);
      const x: Tensor4D = normal([2, ...from] as never, 1);
      expect(model.apply(weights, x, inference).shape).toEqual([2, ...from]);
      // A model keeps its weights in a tree of its own.
      expect(model.apply(mapLeaves(weights, clone), x, inference).shape).toEqual([2, ...from]);
    });
  });

  test('one layer in two models, for 7×7 and for 8×8: each gets its own size back', () => {
    tidy(() => {
      const layer = conv2d(2, { stride: 2 });
      const model = chain(layer, tied(layer));
      const made = [7, 8].map((size) => model.init([size, size, 1], { seeds: seeded(1) }));
      const shapes = made.map(({ weights, shape }) => model.apply(weights, normal([1, ...shape], 1) as Tensor4D, inference).shape);
      expect(shapes).toEqual([
        [1, 7, 7, 1],
        [1, 8, 8, 1],
      ]);
      // For images of another size than at init, twice the size.
      expect(model.apply(made[0]!.weights, zeros([1, 9, 9, 1]), inference).shape).toEqual([1, 10, 10, 1]);
    });
  });

  test('is the adjoint for odd sizes too: ⟨conv(x), y⟩ = ⟨x, tied(y)⟩', () => {
    tidy(() => {
      const layer = depthwiseConv2d({ stride: 2, depthMultiplier: 2, useBias: false });
      const mirror = tied(layer, { useBias: false });
      const context = { seeds: seeded(1), built: new Map() };
      const { weights, shape } = layer.init([7, 5, 3], context);
      const x: Tensor4D = normal([2, 7, 5, 3], 1);
      const y: Tensor4D = normal([2, ...shape] as never, 2);
      const there = sum(mul(layer.apply(weights, x, inference), y));
      const back = sum(mul(mirror.apply(mirror.init(shape, context).weights, y, inference), x));
      expect(numbers(back)[0]).toBeCloseTo(numbers(there)[0]!, 4);
    });
  });

  test('has a bias of its own, or none', () => {
    tidy(() => {
      const layer = dense(3, { useBias: false });
      const paths = (mirror: Layer<any>) => Object.keys(leaves(chain(layer, mirror).init([4], { seeds: seeded(1) }).weights));
      expect(paths(tied(layer))).toEqual(['0.kernel', '1.bias']);
      expect(paths(tied(layer, { useBias: false }))).toEqual(['0.kernel']);
    });
  });

  const odd = conv2d(2, { stride: [2, 3] });
  behaves(chain(odd, tanh, tied(odd)), [3, 4, 1]);
  const grouped = conv2d(4, { groups: 2, stride: 2, useBias: false });
  behaves(chain(grouped, tanh, tied(grouped)), [3, 4, 2]);
  const deep = depthwiseConv2d({ depthMultiplier: 2, stride: 2 });
  behaves(chain(deep, tanh, tied(deep, { useBias: false })), [3, 3, 2]);

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
    ['tied: useBias must be true or false, not 1', () => tied(hidden, { useBias: 1 as never })],
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
