import { matMul, randomUniform, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setGemm } from '../gemm.js';
import { setWasmBackend } from '../index.js';
import { gridOf } from './grid.js';

/** How many ranges of rows and of columns. */
const shapeOf = (threads: number, m: number, n: number): readonly [number, number] => {
  const parts = gridOf(threads, m, n);
  const across = new Set(parts.map(({ rows: [first] }) => first)).size;
  return [across, parts.length / across];
};

describe('the parts of a product', () => {
  it('have every number once, and are no more than there are threads', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (threads, m, n) => {
        const times = new Uint8Array(m * n);
        const parts = gridOf(threads, m, n);
        for (const { rows, columns } of parts)
          for (let i = rows[0]; i < rows[1]; i++) for (let j = columns[0]; j < columns[1]; j++) times[i * n + j]!++;
        expect(new Set(times)).toEqual(new Set([1]));
        expect(parts.length).toBeLessThanOrEqual(threads);
      }),
      { seed: 1 },
    ));

  it.each([
    // Two and three threads share the longer side, one has all.
    [1, 128, 784, [1, 1]],
    [2, 784, 512, [2, 1]],
    [2, 512, 512, [2, 1]],
    [2, 128, 784, [1, 2]],
    [3, 96, 768, [1, 3]],
    // From four threads on, both.
    [4, 512, 512, [2, 2]],
    [4, 784, 512, [2, 2]],
    [8, 1024, 1024, [4, 2]],
    [8, 784, 512, [4, 2]],
    [16, 1024, 1024, [4, 4]],
    // A thin one has one long side.
    [8, 16, 1024, [1, 8]],
    [8, 4096, 16, [8, 1]],
    [7, 784, 784, [7, 1]],
    // Of five parts of rows, one would have half of what the others have.
    [5, 36, 512, [1, 5]],
  ] as const)('%d threads divide %d × %d into a grid of %j', (threads, m, n, shape) => {
    expect(shapeOf(threads, m, n)).toEqual(shape);
  });
});

it.each([
  [130, 400, 210, false, false],
  [400, 130, 210, true, false],
  [101, 301, 97, false, true],
])('products of %d × %d × %d have the same bits with two threads, with four and with seven', async (m, k, n, turnA, turnB) => {
  const product = async (threads: number): Promise<Float32Array> => {
    await setWasmBackend({ threads: 2 });
    expect((await setGemm(undefined, threads)).threads).toBe(threads);
    return tidy(() => {
      const [a, b] = [turnA ? [k, m] : [m, k], turnB ? [n, k] : [k, n]].map((shape, i) => randomUniform(shape, -1, 1, 'float32', i + 1));
      return matMul(a!, b!, turnA, turnB).dataSync<'float32'>().slice();
    });
  };
  const two = await product(2);
  expect(await product(4)).toEqual(two);
  expect(await product(7)).toEqual(two);
});
