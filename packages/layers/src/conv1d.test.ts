import '@tensorflow/tfjs-backend-cpu';
import { mul, setBackend, sum, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { InputError, chain, normal, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built, inference, numbers } from '../test/layer.js';
import { conv1d, conv1dTranspose } from './conv1d.js';
import type { Conv1dOptions } from './conv1d.js';
import { relu } from './activations.js';
import { tied } from './tied.js';

beforeAll(() => setBackend('cpu'));

/** One series of one channel, and back. */
const one = (values: readonly number[]): number[][][] => [values.map((value) => [value])];
const valuesOf = (batch: number[][][]): number[] => batch[0]!.map(([value]) => value!);
const kernel = (taps: readonly number[]): number[][][] => taps.map((tap) => [[tap]]);

describe('conv1d', () => {
  test.each<{ what: string; options: Conv1dOptions; taps: number[]; y: number[] }>([
    { what: 'without padding', options: { kernelSize: 2, padding: 'valid' }, taps: [1, 10], y: [21, 32, 43, 54] },
    { what: 'with padding, of 0', options: {}, taps: [1, 1, 1], y: [3, 6, 9, 12, 9] },
    { what: 'with stride 2', options: { stride: 2 }, taps: [1, 1, 1], y: [3, 9, 9] },
    { what: 'with dilation 3', options: { kernelSize: 2, dilation: 3, padding: 'valid' }, taps: [1, 10], y: [41, 52] },
    { what: 'without a bias', options: { kernelSize: 1, useBias: false }, taps: [2], y: [2, 4, 6, 8, 10] },
  ])('is right $what', ({ options, taps, y }) => {
    const weights = { kernel: kernel(taps), ...(options.useBias !== false && { bias: [0.5] }) };
    const bias = options.useBias === false ? 0 : 0.5;
    expect(valuesOf(applied(conv1d(1, options), weights, one([1, 2, 3, 4, 5])))).toEqual(y.map((value) => value + bias));
  });

  test('adds up over channels', () => {
    const weights = {
      kernel: [
        [
          [1, -1],
          [10, 1],
        ],
      ],
      bias: [0, 100],
    };
    expect(applied(conv1d(2, { kernelSize: 1 }), weights, [[[2, 3]]])).toEqual([[[32, 101]]]);
  });

  test.each<[Conv1dOptions, readonly number[], readonly number[], readonly number[]]>([
    [{}, [9, 2], [9, 8], [3, 2, 8]],
    [{ stride: 2 }, [9, 2], [5, 8], [3, 2, 8]],
    [{ padding: 'valid', kernelSize: 5, dilation: 2 }, [9, 2], [1, 8], [5, 2, 8]],
    [{ groups: 2 }, [9, 4], [9, 8], [3, 2, 8]],
  ])('%j maps %j to %j with a kernel of %j', (options, from, to, size) => {
    built(conv1d(8, options), from, ({ weights, shape }) => {
      expect(shape).toEqual(to);
      expect(weights.kernel.shape).toEqual(size);
    });
  });

  behaves(conv1d(2), [5, 2]);
  behaves(conv1d(2, { stride: 2, kernelSize: 4, useBias: false }), [7, 2]);
  behaves(conv1d(2, { dilation: 2, padding: 'valid' }), [6, 1]);
  behaves(conv1d(4, { groups: 2 }), [4, 4]);

  test.each([
    ['conv1d: filters must be a whole number of 1 or more, not 0', () => conv1d(0)],
    ['conv1d(8): kernelSize must be a whole number of 1 or more, not [3]', () => conv1d(8, { kernelSize: [3] as never })],
    ['conv1d(8): a stride of 2 and a dilation of 3 do not go together; one of them must be 1', () => conv1d(8, { stride: 2, dilation: 3 })],
    [
      'conv1d(8): the input must be series [time, channels], not [28, 28, 1]; put reshape before it',
      () => conv1d(8).init([28, 28, 1], { seeds: seeded(1) }),
    ],
    [
      'conv1d(8): series of [4, 1] are smaller than the kernel of 5',
      () => conv1d(8, { padding: 'valid', dilation: 2 }).init([4, 1], { seeds: seeded(1) }),
    ],
    [
      'conv1d(8): 3 channels cannot be divided into groups of equal size; groups is 2',
      () => conv1d(8, { groups: 2 }).init([4, 3], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});

describe('conv1dTranspose', () => {
  test('puts the kernel times each value, added up where they overlap', () => {
    const weights = { kernel: kernel([1, 2, 3]), bias: [0] };
    expect(valuesOf(applied(conv1dTranspose(1, { stride: 2, padding: 'valid' }), weights, one([1, 10])))).toEqual([1, 2, 13, 20, 30]);
  });

  test.each<[Conv1dOptions, number]>([
    [{ stride: 2 }, 9],
    [{ stride: 2 }, 8],
    [{ stride: 3, kernelSize: 5, padding: 'valid' }, 13],
  ])('%j is the adjoint of conv1d for series of %i: ⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩', (options, time) => {
    tidy(() => {
      const x: Tensor3D = normal([2, time, 3], 1);
      const weights = (out: number) => ({ kernel: normal([options.kernelSize ?? 3, 3, 4], 2) as Tensor3D, bias: zeros([out]) as Tensor1D });
      const there = conv1d(4, options).apply(weights(4), x, inference);
      const y: Tensor3D = normal(there.shape, 3);
      const back = conv1dTranspose(3, { ...options, outputSize: time }).apply(weights(3), y, inference);
      expect(back.shape).toEqual(x.shape);
      expect(numbers(sum(mul(x, back)))[0]).toBeCloseTo(numbers(sum(mul(there, y)))[0]!, 2);
    });
  });

  behaves(conv1dTranspose(2), [4, 2]);
  behaves(conv1dTranspose(2, { stride: 2, outputSize: 7 }), [4, 2]);
  behaves(conv1dTranspose(2, { stride: 2, padding: 'valid', useBias: false }), [3, 2]);

  const layer = conv1d(3, { stride: 3, kernelSize: 5 });
  behaves(chain(layer, relu, tied(layer)), [7, 2]);

  test.each([
    [
      'conv1dTranspose(8): outputSize must be from 7 to 8 for series of [4, 2], not 6',
      () => conv1dTranspose(8, { stride: 2, outputSize: 6 }).init([4, 2], { seeds: seeded(1) }),
    ],
    [
      'conv1dTranspose(8): the input must be series [time, channels], not [32]; put reshape before it',
      () => conv1dTranspose(8).init([32], { seeds: seeded(1) }),
    ],
    [
      'layer 3, tied(conv1d(3)): the input must have 3 channels, not [3, 5]',
      () => chain(layer, conv1d(5), tied(layer)).init([7, 2], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(() => tidy(() => void make())).toThrow(new InputError(message));
  });
});
