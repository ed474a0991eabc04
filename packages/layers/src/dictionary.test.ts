import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import { InputError, chain, seeded } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, built, numbers } from '../test/layer.js';
import { dense } from './dense.js';
import { dictionary } from './dictionary.js';

beforeAll(() => setBackend('cpu'));

describe('dictionary', () => {
  test('adds up entries of unit length, and the bias', () => {
    const weights = {
      kernel: [
        [3, 4],
        [0, -2],
      ],
      bias: [10, 20],
    };
    // 5·(0.6, 0.8) + 2·(0, −1) + (10, 20)
    const [row] = applied(dictionary(2), weights, [[5, 2]]) as [number[]];
    expect(row[0]).toBeCloseTo(13, 5);
    expect(row[1]).toBeCloseTo(22, 5);
  });

  test('an entry of zeros adds nothing, and no NaN', () => {
    expect(applied(dictionary(2), { kernel: [[0, 0]], bias: [1, 2] }, [[7]])).toEqual([[1, 2]]);
  });

  test('starts as the mirror of a layer before it, with a kernel of its own', () => {
    const hidden = dense(4);
    built(chain(hidden, dictionary(3, hidden)), [3], ({ weights }) => {
      tidy(() => {
        const [there, back] = [weights[0].kernel.arraySync(), weights[1].kernel.arraySync()] as [number[][], number[][]];
        expect(back).toEqual(there[0]!.map((_, unit) => there.map((row) => row[unit]!)));
        expect(weights[1].kernel).not.toBe(weights[0].kernel);
        expect(numbers(weights[1].bias)).toEqual([0, 0, 0]);
      });
    });
  });

  test.each([
    ['dictionary: dense(4) must stand earlier in the same model, as the very same value', [3], () => dictionary(3, dense(4))],
    ['dictionary(3): codes must be flat, not [2, 2]', [2, 2], () => dictionary(3)],
    [
      'layer 2, dictionary: the kernel of dense(4) is [3, 4], that of its mirror must be [5, 4]',
      [3],
      () => {
        const hidden = dense(4);
        return chain(hidden, dictionary(5, hidden));
      },
    ],
  ] as const)('refuses: %s', (message, shape, make) => {
    expect(() => tidy(() => void make().init(shape, { seeds: seeded(1) }))).toThrow(new InputError(message));
  });

  test('refuses no features', () => {
    expect(() => dictionary(0)).toThrow(new InputError('dictionary: features must be a whole number of 1 or more, not 0'));
  });

  behaves(dictionary(5), [7], {
    at: () =>
      tensor([
        [1, 0, 2, 0, 0, 0.5, 0],
        [0, 1, 0, 0, 3, 0, -1],
      ]),
  });
});
