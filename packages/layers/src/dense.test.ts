import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { InputError, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built, numbers } from '../test/layer.js';
import { dense } from './dense.js';

beforeAll(() => setBackend('cpu'));

describe('dense', () => {
  test('y = x·W + b', () => {
    const weights = {
      kernel: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      bias: [0.5, -1],
    };
    // 1·1 + 2·3 + 3·5 = 22, 1·2 + 2·4 + 3·6 = 28
    expect(
      applied(dense(2), weights, [
        [1, 2, 3],
        [0, 0, 1],
      ]),
    ).toEqual([
      [22.5, 27],
      [5.5, 5],
    ]);
  });

  test.each([
    { inputs: 1, units: 1 },
    { inputs: 5, units: 3 },
    { inputs: 784, units: 2 },
  ])('maps $inputs features to $units', ({ inputs, units }) => {
    built(dense(units), [inputs], ({ weights, shape }) => {
      expect(shape).toEqual([units]);
      expect(weights.kernel.shape).toEqual([inputs, units]);
      expect(numbers(weights.bias!)).toEqual(Array.from({ length: units }, () => 0));
    });
  });

  test('starts with the variance of its initializer', () => {
    // Glorot: 2 / (200 + 100), He: 2 / 200
    for (const [kernelInitializer, variance] of [
      [undefined, 2 / 300],
      ['glorotNormal', 2 / 300],
      ['heUniform', 2 / 200],
      ['heNormal', 2 / 200],
    ] as const) {
      const layer = dense(100, kernelInitializer ? { kernelInitializer } : {});
      const values = built(layer, [200], ({ weights }) => numbers(weights.kernel));
      const found = values.reduce((total, value) => total + value ** 2, 0) / values.length;
      expect(found / variance, kernelInitializer ?? 'default').toBeCloseTo(1, 1);
    }
  });

  test('y = x·W without a bias', () => {
    const layer = dense(2, { useBias: false });
    built(layer, [3], ({ weights }) => expect(Object.keys(weights)).toEqual(['kernel']));
    expect(applied(layer, { kernel: [[1, 2]] }, [[3], [10]])).toEqual([
      [3, 6],
      [10, 20],
    ]);
  });

  behaves(dense(3), [4]);
  behaves(dense(3, { useBias: false }), [4]);

  test.each([
    ['dense: units must be a whole number of 1 or more, not 0', () => dense(0)],
    ['dense: units must be a whole number of 1 or more, not 1.5', () => dense(1.5)],
    ['dense: units must be a whole number of 1 or more, not "3"', () => dense('3' as never)],
    [
      'dense: kernelInitializer is "zeros"; there are glorotUniform, glorotNormal, heUniform, heNormal',
      () => dense(3, { kernelInitializer: 'zeros' as never }),
    ],
    ['dense: useBias must be true or false, not "no"', () => dense(3, { useBias: 'no' as never })],
    ['dense(10): the input must be flat, not [14, 14, 8]; put flatten before it', () => dense(10).init([14, 14, 8], { seeds: seeded(1) })],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});
