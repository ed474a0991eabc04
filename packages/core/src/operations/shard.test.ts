import '@tensorflow/tfjs-backend-cpu';
import { mul, setBackend, square, sum, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { valueAndGradients } from '../gradients.js';
import type { Shard } from '../group.js';
import { normal } from '../random.js';
import { batchMean, drawRows, gatherRows, ownRows, sumOverRanks } from './shard.js';

beforeAll(() => setBackend('cpu'));

/** A rank of two. The other one adds 10, 20, … to the numbers of every all-reduce. */
const shard = (given: Partial<Shard> = {}): Shard => ({
  group: { rank: 1, size: 2, allReduce: (...arrays) => arrays.forEach((array) => array.forEach((x, i) => (array[i] = x + 10 * (i + 1)))) },
  from: 1,
  rows: 2,
  of: 4,
  share: 0.5,
  ...given,
});
const numbers = (make: () => Tensor): number[] => tidy(() => [...make().dataSync()]);
const x = (): Tensor2D =>
  tensor2d([
    [1, 2],
    [3, 4],
  ]);

describe('with a shard', () => {
  it('sums over ranks, and the gradient is the sum of the gradients', () => {
    expect(numbers(() => sumOverRanks(sum(x(), 0), shard()))).toEqual([14, 26]);
    tidy(() => {
      const weights = { x: x() };
      const f = (): Scalar => sum(mul(sumOverRanks(weights.x, shard()), 3));
      // Each rank has a gradient of 3; the other one is said to have 10, 20, 30, 40.
      expect([...valueAndGradients(f, weights).gradients['x']!.dataSync()]).toEqual([13, 23, 33, 43]);
    });
  });

  it('takes the mean over the batch by the shares of the ranks', () => {
    expect(numbers(() => batchMean(x(), 0, shard()))).toEqual([0.5 * 2 + 10, 0.5 * 3 + 20]);
  });

  it('puts its rows at their place in the batch, and takes them from there', () => {
    expect(numbers(() => gatherRows(x(), shard({ of: 4, from: 1 })))).toEqual([10, 20, 31, 42, 53, 64, 70, 80]);
    expect(numbers(() => ownRows(tensor2d([[0], [1], [2], [3]]), shard()))).toEqual([1, 2]);
  });

  it('draws what one process draws for the same rows', () => {
    const whole = numbers(() => normal([4, 3], 7));
    expect(numbers(() => drawRows([2, 3], shard(), (shape) => normal(shape, 7)))).toEqual(whole.slice(3, 9));
  });

  it('a rank without rows adds nothing, and gets no gradient', () => {
    const none = shard({ rows: 1, from: 0, share: 0 });
    expect(numbers(() => sumOverRanks(sum(x(), 0), none))).toEqual([10, 20]);
    tidy(() => {
      const weights = { x: x() };
      const { gradients } = valueAndGradients(() => sum(square(sumOverRanks(weights.x, none))), weights);
      expect([...gradients['x']!.dataSync()]).toEqual([0, 0, 0, 0]);
    });
  });
});

it('without a shard, this process has the whole batch', () => {
  expect(numbers(() => batchMean(x(), 0, undefined))).toEqual([2, 3]);
  tidy(() => {
    const given = x();
    expect(sumOverRanks(given, undefined)).toBe(given);
    expect(gatherRows(given, undefined)).toBe(given);
    expect(ownRows(given, undefined)).toBe(given);
    expect([...drawRows([2, 3], undefined, (shape) => normal(shape, 7)).dataSync()]).toEqual([...normal([2, 3], 7).dataSync()]);
  });
});
