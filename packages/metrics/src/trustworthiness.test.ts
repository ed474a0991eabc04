import '@tensorflow/tfjs-backend-cpu';
import { mul, setBackend, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wave } from '../test/wave.js';
import { trustworthiness } from './trustworthiness.js';

beforeAll(() => setBackend('cpu'));

const line = (values: readonly number[]) => tensor2d([...values], [values.length, 1]);

describe('trustworthiness', () => {
  test('is 1 where neighbours are neighbours, whatever the scale', async () => {
    const x = wave(20, 9);
    expect(await trustworthiness(x, x)).toBe(1);
    expect(await trustworthiness(x, mul(x, -3))).toBe(1);
    expect(await trustworthiness(line([1, 2, 4, 8]), line([10, 20, 40, 80]), { k: 1 })).toBe(1);
  });

  test('takes off for each false neighbour how far it is', async () => {
    // n = 5, k = 1: each of 0, 1, 3, 7, 15 has its nearest beside it. On the map the last is moved beside the first, and the
    // two take each other: ranks 4 and 4, 3 too many each; the others keep theirs. 1 − 2 / (5·1·(10 − 3 − 1)) · 6
    expect(await trustworthiness(line([0, 1, 3, 7, 15]), line([0, 1, 3, 7, -0.5]), { k: 1 })).toBeCloseTo(1 - (2 / 30) * 6, 10);
  });

  test('equally far neighbours share the least rank, so that none is false', async () => {
    // the corners of a tetrahedron are all equally far
    const corners = tensor2d([1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1, 1], [4, 3]);
    expect(await trustworthiness(corners, line([1, 2, 4, 8]), { k: 1 })).toBe(1);
    const wide = tensor2d(corners.arraySync().map((row) => [...row, 0.1, 0.2, 0.3]));
    expect(await trustworthiness(wide, line([1, 2, 4, 8]), { k: 1 })).toBe(1);
  });

  // DX, DM the squared distances in wave(20, 9) and wave(20, 2, .5); near = [j for j in np.argsort(DM[i], kind='stable') if j != i][:k]; r = 1 + sum(DX[i,m] < DX[i,j] for m in range(n) if m != i); p += max(0, r - k)
  test.each([
    [1, 0.6777777777777778],
    [3, 0.7366666666666667],
    [5, 0.7591666666666667],
    [9, 0.6990740740740741],
  ])('with k = %d is what numpy gives', async (k, expected) => {
    expect(await trustworthiness(wave(20, 9), wave(20, 2, 0.5), { k })).toBeCloseTo(expected, 10);
  });

  test.each([0, 10, 25, 1.5])('refuses k = %d of twenty examples', async (k) => {
    await expect(trustworthiness(wave(20, 9), wave(20, 2), { k })).rejects.toThrow(
      new InputError(`trustworthiness: k must be a whole number from 1 to 9, not ${k}`),
    );
  });

  test('refuses examples that do not match, too few, and what is not finite', async () => {
    const refuses = (data: ReturnType<typeof wave>, map: ReturnType<typeof wave>, message: string) =>
      expect(trustworthiness(data, map)).rejects.toThrow(new InputError(`trustworthiness: ${message}`));
    await refuses(wave(20, 9), wave(19, 2), 'a map of 19 examples does not fit data of 20');
    await refuses(wave(2, 9), wave(2, 2), 'at least 3 examples are needed, not 2');
    await refuses(zeros([20, 0]), wave(20, 2), 'data must have at least one example and one number each, not [20, 0]');
    await refuses(wave(3, 1), line([1, Infinity, 3]), 'the map must be finite, row 1 holds NaN, infinity or a number too large to square');
  });
});
