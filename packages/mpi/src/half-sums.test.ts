import { describe, expect, it } from 'vitest';
import { sumHalves } from './half-sums.js';
import type { Exchange } from './half-sums.js';

/**
 * What each rank has after a sum. The ranks take turns: each call of one is repeated from the start until the others have given their numbers, too.
 */
function summed(ranks: readonly (readonly Float32Array[])[]): {
  readonly results: readonly (readonly Float32Array[])[];
  readonly numbers: number;
} {
  const size = ranks.length;
  /** By the number of the call, what each rank gives. */
  const given: Float32Array[][] = [];
  class Waiting extends Error {}
  const runOf = (rank: number, arrays: readonly Float32Array[]): number => {
    let [at, numbers] = [0, 0];
    const all = (own: Float32Array): readonly Float32Array[] => {
      const call = (given[at++] ??= []);
      call[rank] ??= own.slice();
      numbers += own.length;
      if (call.filter(Boolean).length < size) throw new Waiting();
      return call;
    };
    const exchange: Exchange = {
      size,
      allReduce: (values) =>
        all(values).forEach((other, r) => other.forEach((value, i) => (values[i] = (r === 0 ? 0 : values[i]!) + value))),
      allToAll: (from, to) =>
        all(from).forEach((other, r) =>
          to.set(other.subarray((rank * from.length) / size, ((rank + 1) * from.length) / size), (r * from.length) / size),
        ),
      allGather: (from, to) => all(from).forEach((other, r) => to.set(other, r * from.length)),
    };
    sumHalves(exchange, arrays);
    return numbers;
  };
  for (;;) {
    const results = ranks.map((arrays) => arrays.map((array) => array.slice()));
    let isWhole = true;
    let numbers = 0;
    for (const [rank, arrays] of results.entries())
      try {
        numbers = runOf(rank, arrays);
      } catch (error) {
        if (!(error instanceof Waiting)) throw error;
        isWhole = false;
      }
    if (isWhole) return { results, numbers };
  }
}

/** Numbers that look random, of both signs and all sizes below `size`. */
const noise = (length: number, seed: number, size: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => size * Math.sin(i * 12.9898 + seed * 78.233) * Math.sin(i * 0.37 + seed) ** 4);

describe.each([1, 2, 3, 4, 7])('%d ranks', (size) => {
  it.each([[[1]], [[5, 3]], [[1000, 1, 77]]])('get the sums of arrays with %j numbers, the same on each', (lengths) => {
    const sizes = [1e-6, 1, 1e9];
    const ranks = Array.from({ length: size }, (_, rank) => lengths.map((length, i) => noise(length, rank + 10 * i, sizes[i]!)));
    const { results } = summed(ranks);
    for (const other of results) expect(other).toEqual(results[0]);
    for (const [i, array] of results[0]!.entries())
      for (const [at, sum] of array.entries()) {
        const terms = ranks.map((arrays) => arrays[i]![at]!);
        const exact = terms.reduce((a, b) => a + b, 0);
        const most = terms.reduce((a, b) => a + Math.abs(b), 0);
        expect(Math.abs(sum - exact)).toBeLessThanOrEqual(2 ** -10 * most + 2 ** -38 * size * sizes[i]!);
      }
  });
});

it('small whole numbers have no error', () => {
  const ranks = [0, 1, 2].map((rank) => [Float32Array.from({ length: 40 }, (_, i) => i - 20 * rank)]);
  expect(summed(ranks).results[2]).toEqual([Float32Array.from({ length: 40 }, (_, i) => 3 * i - 60)]);
});

it('an array that is not finite is summed as it is, and spoils no other', () => {
  const ranks = [0, 1].map((rank) => [Float32Array.of(1, rank === 0 ? Infinity : 2, 3), Float32Array.of(0.5, 4), Float32Array.of(NaN, 1)]);
  const [first, second] = summed(ranks).results as [Float32Array[], Float32Array[]];
  expect(second).toEqual(first);
  expect(first).toEqual([Float32Array.of(2, Infinity, 6), Float32Array.of(1, 8), Float32Array.of(NaN, 2)]);
});

it('zeros, numbers near the smallest and near the largest, and nothing', () => {
  const both = (...arrays: number[][]) => summed([0, 1].map(() => arrays.map((array) => Float32Array.from(array)))).results[0];
  expect(both([0, 0, 0])).toEqual([Float32Array.of(0, 0, 0)]);
  expect(both([2 ** -120, -(2 ** -121)])).toEqual([Float32Array.of(2 ** -119, -(2 ** -120))]);
  expect(both([2 ** 126, 1])).toEqual([Float32Array.of(2 ** 127, 0)]);
  expect(both([])).toEqual([new Float32Array(0)]);
  expect(both()).toEqual([]);
});

it('sends half of the bytes', () => {
  // The numbers that a rank gives to its calls: the largest, all as halves, and its part of the sums.
  expect(summed([0, 1, 2, 3].map((rank) => [noise(4000, rank, 1)])).numbers).toBe(1 + 2000 + 500);
});
