import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tidy } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { InputError, leaves, normal, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built, inference, numbers } from '../test/layer.js';
import { conv2d, depthwiseConv2d, separableConv2d } from './conv2d.js';

beforeAll(() => setBackend('cpu'));

describe('depthwiseConv2d', () => {
  test('convolves every channel with filters of its own, those of a channel side by side', () => {
    // Single pixels: channel 0 times 1 and 2, channel 1 times 3 and 4.
    const weights = { kernel: [[[[1, 2, 3, 4]]]], bias: [0, 0, 0, 0.5] };
    expect(applied(depthwiseConv2d({ kernelSize: 1, depthMultiplier: 2 }), weights, [[[[10, 100]]]])).toEqual([[[[10, 20, 300, 400.5]]]]);
  });

  test.each([{ stride: 2 }, { dilation: 2 }, { kernelSize: [2, 3] as const, padding: 'valid' as const }])(
    'with %j is conv2d with as many groups as channels',
    (options) => {
      tidy(() => {
        const x: Tensor4D = normal([2, 6, 5, 3], 1);
        const layer = depthwiseConv2d({ ...options, depthMultiplier: 2 });
        const { weights, shape } = layer.init([6, 5, 3], { seeds: seeded(2) });
        const grouped = conv2d(6, { ...options, groups: 3 });
        expect(grouped.init([6, 5, 3], { seeds: seeded(2) }).shape).toEqual(shape);
        expect(numbers(layer.apply(weights, x, inference))).toEqual(numbers(grouped.apply(weights, x, inference)));
      });
    },
  );

  test('starts with the variance of its initializer: nine taps feed one', () => {
    const values = built(depthwiseConv2d(), [8, 8, 512], ({ weights }) => numbers(weights.kernel));
    expect((values.reduce((total, value) => total + value ** 2, 0) / values.length / 2) * 9).toBeCloseTo(1, 1);
  });

  behaves(depthwiseConv2d({ stride: 2, depthMultiplier: 2 }), [4, 3, 2]);
  behaves(depthwiseConv2d({ kernelSize: [2, 1], useBias: false }), [3, 3, 3]);

  test.each([
    ['depthwiseConv2d: depthMultiplier must be a whole number of 1 or more, not 0', () => depthwiseConv2d({ depthMultiplier: 0 })],
    ['depthwiseConv2d: stride must be a whole number of 1 or more, not -1', () => depthwiseConv2d({ stride: -1 })],
    [
      'depthwiseConv2d: the input must be images [height, width, channels], not [9]; put reshape before it',
      () => depthwiseConv2d().init([9], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });

  test('refuses groups, of which there are as many as channels', () => {
    expect(() => depthwiseConv2d({ groups: 2 } as never)).toThrow('depthwiseConv2d: there is no option "groups"');
  });
});

describe('separableConv2d', () => {
  test('is a depthwise convolution, then one of single pixels', () => {
    built(separableConv2d(8, { stride: 2, depthMultiplier: 3 }), [6, 5, 2], ({ weights, shape, parts }) => {
      expect(shape).toEqual([3, 3, 8]);
      expect(Object.keys(leaves(weights))).toEqual(['0.kernel', '1.kernel', '1.bias']);
      expect(parts!.map(({ name }) => name)).toEqual([
        'depthwiseConv2d({"stride":2,"depthMultiplier":3,"useBias":false})',
        'conv2d(8, {"kernelSize":1})',
      ]);
    });
    built(separableConv2d(8, { useBias: false }), [6, 5, 2], ({ weights }) =>
      expect(Object.keys(leaves(weights))).toEqual(['0.kernel', '1.kernel']),
    );
  });

  behaves(separableConv2d(3, { kernelSize: 2 }), [3, 3, 2]);

  test('refuses no filters', () => {
    expect(() => separableConv2d(0)).toThrow(new InputError('separableConv2d: filters must be a whole number of 1 or more, not 0'));
  });
});
