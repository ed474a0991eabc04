import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, chain, leaves, seeded } from '@autoencoders/core';
import type { InitContext } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, built, inference, numbers, training } from '../test/layer.js';
import { center, uncenter } from './centering.js';
import { dense } from './dense.js';

beforeAll(() => setBackend('cpu'));

const rows = (...values: number[][]): Tensor => tensor(values);

describe('center', () => {
  test('takes the mean away that it has seen, in training and out of it', () => {
    tidy(() => {
      const weights = { statistics: { mean: tensor([1, 10]), batches: tensor(3) } } as never;
      for (const context of [training(), inference])
        expect(numbers(center().apply(weights, rows([1, 10], [3, 30]), context))).toEqual([0, 0, 2, 20]);
    });
  });

  test('the mean is that of all batches, and later follows them by a hundredth', () => {
    tidy(() => {
      const after = (mean: number, batches: number): number[] => {
        const statistics = { mean: tensor([mean]), batches: tensor(batches) };
        const next: number[] = [];
        center().apply({ statistics } as never, rows([2], [6]), {
          training: true,
          update: (_, value) => void next.push(...numbers(value)),
        });
        return next.map((value) => Number(value.toFixed(5)));
      };
      expect(after(0, 0)).toEqual([4, 1]);
      expect(after(1, 2)).toEqual([2, 3]);
      expect(after(0, 500)).toEqual([0.04, 501]);
    });
  });

  test('moves nothing outside of training', () => {
    built(center(), [2], ({ weights }) => {
      center().apply(weights, rows([1, 2]), { training: false, update: () => expect.unreachable() });
    });
  });

  behaves(center(), [4]);
  behaves(center(), [3, 2, 2]);
});

describe('uncenter', () => {
  test('puts back what center took, of the same mean', () => {
    const middle = center();
    built(chain(middle, uncenter(middle)), [3], ({ weights, shape }) => {
      expect(shape).toEqual([3]);
      expect(Object.keys(leaves(weights))).toEqual(['0.statistics.mean', '0.statistics.batches']);
      const own = { statistics: { mean: tensor([1, 2, 3]), batches: tensor(1) } };
      expect(numbers(uncenter(middle).apply(own as never, rows([10, 20, 30]), inference))).toEqual([11, 22, 33]);
    });
  });

  test('is refused without a center before it, or behind one of another shape', () => {
    const init = (layer: { init: (shape: number[], context: InitContext) => unknown }) => () =>
      tidy(() => void layer.init([3], { seeds: seeded(1) }));
    expect(init(uncenter(center()))).toThrow(
      new InputError('uncenter: center() must stand earlier in the same model, as the very same value'),
    );
    const middle = center();
    expect(init(chain(middle, dense(2), uncenter(middle)))).toThrow(new InputError('layer 3, uncenter: the mean is [3], the input [2]'));
  });
});
