import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { wave } from '../test/wave.js';
import { nearestRows } from './nearest-rows.js';
import type { GivenRows } from './nearest-rows.js';

beforeAll(() => setBackend('cpu'));

type Near = readonly (readonly [place: number, squared: number])[];

async function found(rows: Float32Array, width: number, k: number, given: GivenRows): Promise<Near[]> {
  const near: [number, number][][] = Array.from({ length: given.count }, () => []);
  await nearestRows(rows, width, k)(given, (row, place, squared, rank) => (near[row]![rank] = [place, squared]));
  return near;
}

/** The same by comparing all rows in float64, as scikit-learn's `nan_euclidean_distances`. */
const expected = (rows: Float32Array, width: number, k: number, { count, values, mask }: GivenRows): Near[] =>
  Array.from({ length: count }, (_, row) => {
    const known = Array.from({ length: width }, (__, i) => i).filter((i) => mask?.[row * width + i] !== 0);
    const scale = known.length === 0 ? 0 : width / known.length;
    return Array.from({ length: rows.length / width }, (__, place): [number, number] => [
      place,
      scale * known.reduce((sum, i) => sum + (values[row * width + i]! - rows[place * width + i]!) ** 2, 0),
    ])
      .sort(([, a], [, b]) => a - b)
      .slice(0, k);
  });

/** Compares places and distances. Distances may differ in the order in which squares are added. */
async function compare(rows: Float32Array, width: number, k: number, given: GivenRows): Promise<void> {
  const [near, all] = [await found(rows, width, k, given), expected(rows, width, k, given)];
  near.forEach((own, row) =>
    own.forEach(([place, squared], rank) => {
      const [other, distance] = all[row]![rank]!;
      expect(Math.abs(squared - distance)).toBeLessThanOrEqual(1e-14 * distance);
      if (place !== other) expect(all[row]!.filter(([, d]) => Math.abs(d - distance) <= 1e-14 * distance).length).toBeGreaterThan(1);
    }),
  );
}

const numbers = (count: number, width: number, phase: number, of: (x: number) => number = (x) => x): Float32Array =>
  Float32Array.from(wave(count, width, phase).dataSync(), of);

describe.each([1, 3, 4, 5, 20, 130])('rows of %d numbers', (width) => {
  describe.each([1, 2, 5, 40])('the %d nearest', (k) => {
    test.each<[string, (x: number) => number]>([
      ['as they are', (x) => x],
      ['near each other, far from 0', (x) => 64 * x + 4096],
      ['very near each other, very far from 0', (x) => x + 1e6],
      ['tiny', (x) => 1e-25 * x],
      ['huge', (x) => 1e25 * x],
      ['with many ties', (x) => Math.round(2 * x)],
    ])('%s', async (_, of) => {
      const rows = numbers(150, width, 3, of);
      const values = numbers(45, width, 0, of);
      values.set(rows.subarray(7 * width, 10 * width));
      await compare(rows, width, k, { count: 45, values });
      const mask = Uint8Array.from(values, (__, i) => ((i * 7) % 11 < 3 ? 0 : 1)).fill(0, width, 2 * width);
      await compare(rows, width, k, { count: 45, values, mask });
    });
  });
});

test('a given row, or one of the rows, that is far from all others', async () => {
  const rows = numbers(100, 6, 1);
  const values = Float32Array.from([...numbers(3, 6, 0), ...Array(6).fill(1e30), 1e38, 0, 0, 0, 0, -1e38, ...Array(6).fill(1e-40)]);
  await compare(rows, 6, 3, { count: 6, values });
  rows.set([1e30, 0, 0, 0, 0, 0], 60);
  await compare(rows, 6, 3, { count: 6, values });
});

test('on a tie, the first row comes first', async () => {
  const rows = Float32Array.from({ length: 6 * 200 }, (_, i) => Math.floor(i / 6) % 3);
  const near = await found(rows, 6, 4, { count: 2, values: new Float32Array(12).fill(1, 6), mask: new Uint8Array(12).fill(1) });
  expect(near.map((row) => row.map(([place]) => place))).toEqual([
    [0, 3, 6, 9],
    [1, 4, 7, 10],
  ]);
  const hidden = await found(rows, 6, 2, { count: 1, values: new Float32Array(6), mask: new Uint8Array(6) });
  expect(hidden).toEqual([
    [
      [0, 0],
      [1, 0],
    ],
  ]);
});

test('leaves no tensors behind', async () => {
  const rows = numbers(300, 8, 1);
  const mask = new Uint8Array(80).fill(1).fill(0, 3, 4);
  const given = { count: 10, values: numbers(10, 8, 2), mask };
  const search = nearestRows(rows, 8, 2);
  await expectNoLeaks(() => search(given, () => undefined));
});
