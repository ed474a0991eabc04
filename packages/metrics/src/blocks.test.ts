import '@tensorflow/tfjs-backend-cpu';
import { add, memory, mul, setBackend, sum, tensor2d, tensor4d, zeros } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { blocks, columnMeans, moments, perRow, rowsOf } from './blocks.js';

beforeAll(() => setBackend('cpu'));

/** 2,500 rows of 1,000 numbers: three blocks. Row i is i + 1 at its columns 0 and i mod 1,000, 0 elsewhere. */
function large(): Tensor2D {
  const values = new Float32Array(2500 * 1000);
  for (let i = 0; i < 2500; i++) values[i * 1000] = values[i * 1000 + (i % 1000)] = i + 1;
  return tensor2d(values, [2500, 1000]);
}

test('blocks cover all rows once', async () => {
  const seen: number[] = [];
  for await (const { at, size } of blocks(10, 4)) for (let i = 0; i < size; i++) seen.push(at + i);
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(rowsOf(1000)).toBe(1048);
  expect(rowsOf(2 ** 30)).toBe(1);
});

describe('perRow', () => {
  test('gives one number of each row, whatever the block', async () => {
    const x = large();
    const sums = await perRow([x], (rows) => sum(rows, 1));
    expect(sums.length).toBe(2500);
    expect([...sums].every((value, i) => value === (i % 1000 === 0 ? i + 1 : 2 * (i + 1)))).toBe(true);
    x.dispose();
  });

  test('flattens examples of any shape and reads whole numbers as floats', async () => {
    const x = tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 1, 2], 'int32');
    expect([...(await perRow([x, x], (a, b) => sum(mul(add(a, b), 0.25), 1)))]).toEqual([5, 13]);
  });

  test('holds a few blocks at a time, not the data again', async () => {
    const x = zeros([5000, 1000]);
    const before = memory().numBytes;
    let most = 0;
    await perRow([x], (rows) => {
      most = Math.max(most, memory().numBytes - before);
      return sum(rows, 1);
    });
    expect(most).toBeLessThan(4 * 2 ** 22);
    x.dispose();
  });
});

test('columnMeans are over all blocks', async () => {
  const x = large();
  const means = await columnMeans([x], (rows) => rows);
  expect(means[0]).toBeCloseTo(2501 / 2, 9);
  expect(means[600]).toBe((601 + 1601) / 2500);
  expect(means[400]).toBe((401 + 1401 + 2401) / 2500);
  x.dispose();
});

test('moments are mean and variance of each column, exact for what does not vary or lies far from 0', async () => {
  const x = tensor2d([0.1, 1e4, 1, 0.1, 1e4 + 1, 3, 0.1, 1e4 + 2, 8], [3, 3]);
  const { means, variances } = await moments([x], (rows) => rows);
  expect([...means].map((mean, i) => mean / [Math.fround(0.1), 10001, 4][i]!)).toEqual([1, 1, 1]);
  expect(variances[0]).toBe(0);
  expect(variances[1]).toBeCloseTo(2 / 3, 6);
  expect(variances[2]).toBeCloseTo(26 / 3, 5);
});
