import '@tensorflow/tfjs-backend-cpu';
import { add, mean, mul, setBackend, slice, square, sub, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import { InputError, normal, seeded } from '@autoencoders/core';
import { valueAndGradients } from '@autoencoders/core/operations';
import type { Context } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { behaves, built, inference, numbers, training } from '../test/layer.js';
import { batchNorm, groupNorm, instanceNorm, layerNorm } from './normalization.js';

beforeAll(() => setBackend('cpu'));

const exact = { epsilon: 0 };

/** What `update` is called with while `x` goes through, by the names of the statistics. */
function updatesOf(layer: ReturnType<typeof batchNorm>, x: Tensor): Readonly<Record<string, number[]>> {
  return built(layer, x.shape.slice(1), ({ weights }) => {
    const updates: Record<string, number[]> = {};
    const names = new Map<Tensor, string>(Object.entries<Tensor>(weights.statistics).map(([name, statistic]) => [statistic, name]));
    const update: Context['update'] = (statistic, next) => void (updates[names.get(statistic)!] = numbers(next));
    layer.apply(weights, x, { ...training(), update });
    return updates;
  });
}

describe('batchNorm', () => {
  test('starts as the identity: γ = 1, β = 0, mean 0, variance 1, one number per channel', () => {
    for (const shape of [[3], [8, 8, 3]]) {
      built(batchNorm(), shape, ({ weights, shape: after }) => {
        expect(after).toEqual(shape);
        expect([weights.gamma, weights.beta, weights.statistics.mean, weights.statistics.variance].map(numbers)).toEqual([
          [1, 1, 1],
          [0, 0, 0],
          [0, 0, 0],
          [1, 1, 1],
        ]);
      });
    }
  });

  test('training normalises by the batch: γ·(x − μ) / √(σ² + ε) + β', () => {
    tidy(() => {
      // first feature: μ = 2, σ² = 1; second: μ = 20, σ² = 100
      const x = tensor([
        [1, 10],
        [3, 30],
      ]);
      const weights = { gamma: tensor([1, 5]), beta: tensor([0, 7]), statistics: { mean: tensor([9, 9]), variance: tensor([9, 9]) } };
      expect(numbers(batchNorm(exact).apply(weights as never, x, training()))).toEqual([-1, 2, 1, 12]);
      // ε = 3: (1 − 2) / √(1 + 3)
      expect(numbers(batchNorm({ epsilon: 3 }).apply(weights as never, x, training()))[0]).toBe(-0.5);
    });
  });

  test('inference normalises by the running statistics', () => {
    tidy(() => {
      const x = tensor([
        [1, 10],
        [3, 30],
      ]);
      const weights = { gamma: tensor([1, 5]), beta: tensor([0, 7]), statistics: { mean: tensor([1, 20]), variance: tensor([4, 25]) } };
      expect(numbers(batchNorm(exact).apply(weights as never, x, inference))).toEqual([0, -3, 1, 17]);
    });
  });

  test('normalises every channel of images over batch, height and width', () => {
    tidy(() => {
      const x = add(mul(normal([5, 4, 3, 2], 1), tensor([2, 0.1])), tensor([10, -1]));
      built(batchNorm(), [4, 3, 2], ({ weights }) => {
        const y = batchNorm().apply(weights, x, training());
        const average = mean(y, [0, 1, 2]);
        numbers(average).forEach((value) => expect(value).toBeCloseTo(0, 4));
        numbers(mean(square(sub(y, average)), [0, 1, 2])).forEach((value) => expect(value).toBeCloseTo(1, 2));
      });
    });
  });

  test('running statistics move by `momentum`, with the unbiased variance', () => {
    tidy(() => {
      // μ = 2 and 20; of two examples, the unbiased variance is 2 and 200
      const x = tensor([
        [1, 10],
        [3, 30],
      ]);
      expect(updatesOf(batchNorm({ momentum: 0.5 }), x)).toEqual({ mean: [1, 10], variance: [1.5, 100.5] });
      const { mean: average, variance } = updatesOf(batchNorm(), x);
      expect([...average!, ...variance!].map((value) => value.toFixed(5))).toEqual(['0.20000', '2.00000', '1.10000', '20.90000']); // 0.9·old + 0.1·new
    });
  });

  test('of one rank uses its own rows, and says so, unless it is synchronized', () => {
    tidy(() => {
      // The other rank has the same rows, so that sums are twice as large.
      let sums = 0;
      const allReduce = (...arrays: readonly Float32Array[]) => {
        sums += 1;
        for (const array of arrays) array.forEach((value, i) => (array[i] = 2 * value));
      };
      const shard = { group: { rank: 0, size: 2, allReduce }, from: 0, rows: 2, of: 4, share: 0.5 };
      const x = tensor([1, 3], [2, 1]);
      for (const synchronized of [false, true])
        built(batchNorm({ momentum: 1, epsilon: 0, synchronized }), [1], ({ weights }) => {
          const updates: unknown[] = [];
          const update: Context['update'] = (_, next, isOwn) => void updates.push([numbers(next)[0]!.toFixed(4), isOwn]);
          const y = batchNorm({ epsilon: 0, momentum: 1, synchronized }).apply(weights, x, { ...training(), shard, update });
          expect(numbers(y)).toEqual([-1, 1]);
          // The variance is 1: unbiased, by 2 − 1 or 4 − 1.
          expect(updates).toEqual([
            ['2.0000', !synchronized],
            [synchronized ? '1.3333' : '2.0000', !synchronized],
          ]);
          expect(sums).toBe(synchronized ? 2 : 0);
        });
    });
    expect(() => batchNorm({ synchronized: 'no' as never })).toThrow('batchNorm: synchronized must be true or false');
  });

  test('counts all pixels of the batch for the unbiased variance', () => {
    tidy(() => {
      // 1, 2, 3, 4: μ = 2.5, Σ(x − μ)² = 5, by 4 − 1
      const { mean: average, variance } = updatesOf(batchNorm({ momentum: 1 }), tensor([1, 2, 3, 4], [2, 2, 1, 1]));
      expect(average).toEqual([2.5]);
      expect(variance![0]).toBeCloseTo(5 / 3, 6);
    });
  });

  test('a batch of one example gives β, and finite statistics', () => {
    tidy(() => {
      const x = tensor([[5, -3]]);
      expect(updatesOf(batchNorm({ momentum: 1 }), x)).toEqual({ mean: [5, -3], variance: [0, 0] });
      expect(built(batchNorm(), [2], ({ weights }) => numbers(batchNorm().apply(weights, x, training())))).toEqual([0, 0]);
    });
  });

  test('leaves the running statistics alone outside training, and where nobody takes updates', () => {
    tidy(() => {
      built(batchNorm(), [2], ({ weights }) => {
        const update = (): void => expect.unreachable();
        batchNorm().apply(
          weights,
          tensor([
            [1, 2],
            [3, 4],
          ]),
          { ...inference, update },
        );
        batchNorm().apply(
          weights,
          tensor([
            [1, 2],
            [3, 4],
          ]),
          training(),
        );
        expect(numbers(weights.statistics.mean)).toEqual([0, 0]);
        expect(numbers(weights.statistics.variance)).toEqual([1, 1]);
      });
    });
  });

  test('the running statistics get no gradient in training', () => {
    tidy(() => {
      built(batchNorm(), [2], ({ weights }) => {
        const f = (): Scalar =>
          sum(
            square(
              batchNorm().apply(
                weights,
                tensor([
                  [1, 2],
                  [3, 5],
                ]),
                training(),
              ),
            ),
          );
        expect(
          Object.keys(
            valueAndGradients(f, { gamma: weights.gamma, mean: weights.statistics.mean, variance: weights.statistics.variance }).gradients,
          ),
        ).toEqual(['gamma']);
      });
    });
  });

  behaves(batchNorm(), [3], { context: training, at: (shape) => normal([5, ...shape.slice(1)], 7) });
  behaves(batchNorm({ epsilon: 0.1 }), [3, 2, 2], { context: training });
  behaves(batchNorm({ momentum: 0.5 }), [3]);
  behaves(batchNorm(), [3, 2, 2]);

  test.each([
    ['batchNorm: momentum must lie above 0 and at most at 1, not 0', () => batchNorm({ momentum: 0 })],
    ['batchNorm: momentum must lie above 0 and at most at 1, not 1.1', () => batchNorm({ momentum: 1.1 })],
    ['batchNorm: epsilon must be a finite number of 0 or more, not -1', () => batchNorm({ epsilon: -1 })],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});

describe('layerNorm', () => {
  test('normalises every example by itself: γ·(x − μ) / √(σ² + ε) + β', () => {
    tidy(() => {
      // μ = 2, σ² = 1 and μ = 20, σ² = 100
      const x = tensor([
        [1, 3],
        [10, 30],
      ]);
      const weights = { gamma: tensor([1, 5]), beta: tensor([0, 7]) };
      expect(numbers(layerNorm(exact).apply(weights as never, x, inference))).toEqual([-1, 12, -1, 12]);
      expect(numbers(layerNorm({ epsilon: 3 }).apply(weights as never, x, training()))[0]).toBe(-0.5);
    });
  });

  test('normalises every pixel of an image over its channels', () => {
    tidy(() => {
      const x = tensor([1, 3, 10, 30, 5, 5, 0, 8], [1, 2, 2, 2]);
      const y = built(layerNorm(), [2, 2, 2], ({ weights, shape }) => {
        expect(shape).toEqual([2, 2, 2]);
        return numbers(layerNorm().apply(weights, x, inference));
      });
      expect(y.map((value) => Math.round(value * 1000) / 1000)).toEqual([-1, 1, -1, 1, 0, 0, -1, 1]);
    });
  });

  behaves(layerNorm(), [4]);
  behaves(layerNorm({ epsilon: 0.1 }), [2, 2, 3]);

  test('refuses a negative epsilon', () => {
    expect(() => layerNorm({ epsilon: -1 })).toThrow(new InputError('layerNorm: epsilon must be a finite number of 0 or more, not -1'));
  });
});

describe('groupNorm', () => {
  test('normalises each group of channels of each example over its positions: γ·(x − μ) / √(σ² + ε) + β', () => {
    tidy(() => {
      // Two positions with four channels: the first group has 1, 3, 1, 3 (μ = 2, σ² = 1), the second 10, 10, 30, 30 (μ = 20, σ² = 100).
      const x = tensor([1, 3, 10, 10, 1, 3, 30, 30], [1, 2, 4]);
      const weights = { gamma: tensor([1, 2, 3, 4]), beta: tensor([0, 0, 0, 7]) };
      const found = numbers(groupNorm(2, exact).apply(weights as never, x, inference));
      [-1, 2, -3, 3, -1, 2, 3, 11].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
      // ε = 3: (1 − 2) / √(1 + 3)
      expect(numbers(groupNorm(2, { epsilon: 3 }).apply(weights as never, x, training()))[0]).toBeCloseTo(-0.5, 6);
    });
  });

  test('with one group normalises the whole example, with one channel in each group is instanceNorm', () => {
    tidy(() => {
      const x = add(mul(normal([3, 4, 5, 6], 1), 3), 2);
      built(groupNorm(1), [4, 5, 6], ({ weights }) => {
        const whole = groupNorm(1).apply(weights, x, inference);
        numbers(mean(whole, [1, 2, 3])).forEach((value) => expect(value).toBeCloseTo(0, 4));
        numbers(mean(square(whole), [1, 2, 3])).forEach((value) => expect(value).toBeCloseTo(1, 3));
        const each = groupNorm(6).apply(weights, x, inference);
        numbers(mean(each, [1, 2])).forEach((value) => expect(value).toBeCloseTo(0, 4));
        numbers(mean(square(each), [1, 2])).forEach((value) => expect(value).toBeCloseTo(1, 3));
        expect(numbers(instanceNorm().apply(weights, x, inference))).toEqual(numbers(each));
      });
    });
  });

  test('does not depend on the rest of the batch', () => {
    tidy(() => {
      const x = normal([3, 4, 6], 1) as Tensor3D;
      built(groupNorm(3), [4, 6], ({ weights }) => {
        const [all, alone] = [x, slice(x, [1, 0, 0], [1, 4, 6])].map((batch) => groupNorm(3).apply(weights, batch, training()));
        numbers(alone!).forEach((value, i) => expect(value).toBeCloseTo(numbers(all!)[24 + i]!, 6));
      });
    });
  });

  behaves(groupNorm(2), [3, 2, 4]);
  behaves(groupNorm(1, { epsilon: 0.1 }), [2, 2, 3]);
  behaves(groupNorm(2), [3, 4]);
  behaves(groupNorm(2), [6]);

  test.each([
    ['groupNorm: groups must be a whole number of 1 or more, not 0', () => groupNorm(0)],
    ['groupNorm: groups must be a whole number of 1 or more, not undefined', () => groupNorm(undefined as never)],
    ['groupNorm(6): each group of [6] has one number, which would become 0', () => groupNorm(6).init([6], { seeds: seeded(1) })],
    ['groupNorm(2): epsilon must be a finite number of 0 or more, not -1', () => groupNorm(2, { epsilon: -1 })],
    [
      'groupNorm(4): the 6 channels of [3, 3, 6] cannot be divided into 4 groups of equal size',
      () => groupNorm(4).init([3, 3, 6], { seeds: seeded(1) }),
    ],
  ])('says “%s”', (message, make) => {
    expect(make).toThrow(new InputError(message));
  });
});

describe('instanceNorm', () => {
  behaves(instanceNorm(), [3, 2, 2]);
  behaves(instanceNorm({ epsilon: 0.1 }), [4, 2]);

  test.each([
    ['[9]', [9]],
    ['[1, 1, 9]', [1, 1, 9]],
  ])('refuses examples of %s, of which every number would become 0', (shown, shape) => {
    expect(() => instanceNorm().init(shape, { seeds: seeded(1) })).toThrow(
      new InputError(`instanceNorm: each channel of ${shown} has one number, which would become 0; the input must be images or series`),
    );
  });
});
