import '@tensorflow/tfjs-backend-cpu';
import { add, mul, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { wave } from '../test/wave.js';
import { countNearer, nearest, squaredDistances } from './distances.js';
import type { Distances } from './distances.js';

beforeAll(() => setBackend('cpu'));

async function matrix(a: Tensor2D, b: Tensor2D): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const { row, squared } of squaredDistances(a, b)) rows[row] = [...squared];
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

  test.each([
    ['near each other, far from 0', 64, 4096],
    ['very near each other, very far from 0', 1, 1e6],
    ['tiny', 1e-25, 0],
    ['huge', 1e25, 0],
  ])('are right to 5e-5 of themselves: rows %s', async (_, factor, offset) => {
    const far: Tensor2D = add(mul(wave(20, width), factor), offset);
    const expected = exact(far, far);
    for await (const { row, squared, exactly } of squaredDistances(far, far))
      expected[row]!.forEach((distance, j) => {
        expect(Math.abs(squared[j]! - distance)).toBeLessThanOrEqual(5e-5 * distance);
        expect(Math.abs(exactly(j) - distance)).toBeLessThanOrEqual(1e-14 * distance);
      });
  });

  test('leave nothing behind, also when they are left early', async () => {
    const a = wave(6, width);
    await expectNoLeaks(() => matrix(a, a));
    await expectNoLeaks(async () => {
      for await (const { row } of squaredDistances(a, a)) if (row === 2) break;
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
  for await (const { row, squared } of squaredDistances(a, b, 30)) {
    rows.push(row);
    squared.forEach((distance, j) => expect(distance).toBeCloseTo(whole[row]![j]!, 5));
  }
  expect(rows).toEqual([...whole.keys()]);
});

/** Distances of one row, known to `ROUNDING` alone where `off` says by how much they are wrong. */
const distancesOf = (exact: readonly number[], off: readonly number[] = []): Distances => ({
  row: 0,
  squared: Float64Array.from(exact, (value, i) => value * (1 + (off[i] ?? 0))),
  exactly: (place) => exact[place]!,
});

describe('nearest', () => {
  const distances = distancesOf([3, 1, 2, 1, 0, 9]);

  test('gives the places of the least, in order, the first of equal ones', () => {
    expect([...nearest(distances, 4)]).toEqual([4, 1, 3, 2]);
    expect([...nearest(distances, 3, 4)]).toEqual([1, 3, 2]);
    expect([...nearest(distances, 6)]).toEqual([4, 1, 3, 2, 0, 5]);
  });

  test('is not misled by rounding, however many are as near', () => {
    const many = Array.from({ length: 30 }, (_, i) => (i === 29 ? 1 - 1e-6 : i % 2 === 0 ? 1 : 2));
    const off = many.map((_, i) => (i % 4 === 0 ? 4e-5 : -4e-5));
    expect([...nearest(distancesOf(many, off), 3)]).toEqual([29, 0, 2]);
    expect([...nearest(distancesOf(many, off), 16)]).toEqual([29, ...Array.from({ length: 15 }, (_, i) => 2 * i)]);
    expect([...nearest(distancesOf(many, off), 2, 29)]).toEqual([0, 2]);
    expect([...nearest(distancesOf([5, 1, 1.00001, 7, 8, 9, 9, 9, 9], [0, 4e-5, -4e-5]), 1)]).toEqual([1]);
  });

  test('breaks ties by place also where rows are wide', async () => {
    // Corners of a cube in 12 dimensions, each three times: every distance is a whole number.
    const corners = Array.from({ length: 48 }, (_, i) => Array.from({ length: 12 }, (__, c) => ((i % 16) >> (c % 4)) & 1));
    const x = tensor2d(corners);
    for await (const distances of squaredDistances(x, x)) {
      const { row } = distances;
      const order = corners
        .map((corner, place) => [corner.reduce((sum, value, c) => sum + (value - corners[row]![c]!) ** 2, 0), place] as const)
        .toSorted(([a], [b]) => a - b);
      expect([...nearest(distances, 20)]).toEqual(order.slice(0, 20).map(([, place]) => place));
    }
    x.dispose();
  });
});

test('countNearer leaves out equal ones, itself and what is left out', () => {
  const distances = distancesOf([0, 4, 2, 4 - 1e-6, 4, 9, 1], [0, -4e-5, 0, 4e-5, 4e-5]);
  expect(countNearer(distances, 1, 0)).toBe(3);
  expect(countNearer(distances, 4, 6)).toBe(3);
  expect(countNearer(distances, 2, 0)).toBe(1);
});
