import '@tensorflow/tfjs-backend-cpu';
import { add, mul, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { wave } from '../test/wave.js';
import { nearest, squaredDistances } from './distances.js';

beforeAll(() => setBackend('cpu'));

async function matrix(a: Tensor2D, b: Tensor2D): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const [row, squared] of squaredDistances(a, b)) rows[row] = [...squared];
  return rows;
}

const exact = (a: Tensor2D, b: Tensor2D): number[][] => {
  const [from, to] = [a.arraySync(), b.arraySync()];
  return from.map((p) => to.map((q) => p.reduce((sum, value, c) => sum + (value - q[c]!) ** 2, 0)));
};

describe.each([1, 2, 4, 5, 20])('of %d columns', (width) => {
  test('squaredDistances are those of every row to every row', async () => {
    const [a, b] = [wave(7, width), wave(5, width, 3)];
    const found = await matrix(a, b);
    exact(a, b).forEach((row, i) => row.forEach((distance, j) => expect(found[i]![j]).toBeCloseTo(distance, 5)));
  });

  test('are the same far from 0, and never below it', async () => {
    const a = wave(6, width);
    const far: Tensor2D = add(mul(a, 64), 4096);
    const found = await matrix(far, far);
    exact(far, far).forEach((row, i) => row.forEach((distance, j) => expect(Math.abs(found[i]![j]! - distance)).toBeLessThan(0.02)));
    expect(found.flat().every((distance) => distance >= 0)).toBe(true);
  });

  test('leave nothing behind, also when they are left early', async () => {
    const a = wave(6, width);
    await expectNoLeaks(() => matrix(a, a));
    await expectNoLeaks(async () => {
      for await (const [row] of squaredDistances(a, a)) if (row === 2) break;
    });
  });
});

test('narrow rows that all but touch keep their order', async () => {
  const a = tensor2d([100, 100], [1, 2]);
  const b = tensor2d([100 + 2 ** -12, 100, 100, 100 - 2 ** -13, 100, 100], [3, 2]);
  expect(await matrix(a, b)).toEqual([[2 ** -24, 2 ** -26, 0]]);
});

test.each([2, 5])('rows of %d columns go in as many blocks as it takes', async (width) => {
  const [a, b] = [wave(30, width), wave(7, width, 1)];
  const whole = await matrix(a, b);
  const rows: number[] = [];
  for await (const [row, squared] of squaredDistances(a, b, 30)) {
    rows.push(row);
    squared.forEach((distance, j) => expect(distance).toBeCloseTo(whole[row]![j]!, 5));
  }
  expect(rows).toEqual([...whole.keys()]);
});

test('nearest gives the places of the least, in order, the first of equal ones', () => {
  const distances = Float32Array.of(3, 1, 2, 1, 0, 9);
  expect([...nearest(distances, 4)]).toEqual([4, 1, 3, 2]);
  expect([...nearest(distances, 3, 4)]).toEqual([1, 3, 2]);
  expect([...nearest(distances, 6)]).toEqual([4, 1, 3, 2, 0, 5]);
});
