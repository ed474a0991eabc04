import { add, matMul, mul, relu, slice, square, sub, sum, tensor1d, tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { blocks, columnMeans, read, rowsOf } from './blocks.js';

/** Distances in one block: 16 MiB of float32. */
const NUMBERS = 2 ** 22;
/** Up to this many columns the differences themselves are squared: as fast, and exact however close two rows are. */
const NARROW = 4;

/** The place of a row of `a`, and its squared distances to all rows of `b`, which hold until the next are asked for. */
export type Distances = readonly [row: number, squared: Float32Array];

/**
 * ‖aᵢ − bⱼ‖² of one row of `a` after the other: `[n, width]` and `[m, width]` give n times m numbers. Takes a copy of `b`
 * and four blocks of `numbers`, together 64 MiB, whatever n is.
 */
export function squaredDistances(a: Tensor2D, b: Tensor2D, numbers: number = NUMBERS): AsyncGenerator<Distances, void> {
  const size = rowsOf(b.shape[0], numbers);
  return a.shape[1] <= NARROW ? byDifferences(a, b, size) : byProducts(a, b, size);
}

async function* byDifferences(a: Tensor2D, b: Tensor2D, block: number): AsyncGenerator<Distances, void> {
  const [count, width] = b.shape;
  const rows = await a.data();
  const columns = await read(() => transpose(b));
  const squared = new Float32Array(count);
  for await (const { at, size } of blocks(a.shape[0], block)) {
    for (let i = at; i < at + size; i++) {
      squared.fill(0);
      for (let c = 0; c < width; c++) addSquares(squared, rows[i * width + c]!, columns.subarray(c * count, (c + 1) * count));
      yield [i, squared];
    }
  }
}

function addSquares(sums: Float32Array, from: number, to: Float32Array): void {
  for (let j = 0; j < to.length; j++) {
    const difference = from - to[j]!;
    sums[j]! += difference * difference;
  }
}

/** As ‖a‖² + ‖b‖² − 2·a·b, both seen from the mean of `b`: the closer to 0 the rows lie, the less float32 loses. */
async function* byProducts(a: Tensor2D, b: Tensor2D, block: number): AsyncGenerator<Distances, void> {
  const [count, width] = b.shape;
  const middle = tensor1d(Float32Array.from(await columnMeans([b], (rows) => rows)));
  const columns = tidy(() => mul(transpose(sub(b, middle)), -2));
  const norms = tidy(() => mul(sum(square(columns), 0), 1 / 4));
  try {
    for await (const { at, size } of blocks(a.shape[0], block)) {
      const squared = tidy(() => {
        const rows = sub(slice(a, [at, 0], [size, width]), middle) as Tensor2D;
        return relu(add(add(matMul(rows, columns), norms), sum(square(rows), 1, true)));
      });
      const values = await squared.data<'float32'>().finally(() => squared.dispose());
      for (let i = 0; i < size; i++) yield [at + i, values.subarray(i * count, (i + 1) * count)];
    }
  } finally {
    for (const held of [middle, columns, norms]) held.dispose();
  }
}

/** The places of the `k` least distances, least first, and the first of equal ones; `but` is left out. */
export function nearest(distances: Float32Array, k: number, but: number = -1): Int32Array {
  const places = new Int32Array(k);
  const least = new Float32Array(k).fill(Infinity);
  let farthest = Infinity;
  for (let j = 0; j < distances.length; j++) {
    const distance = distances[j]!;
    if (distance >= farthest || j === but) continue;
    let place = k - 1;
    for (; place > 0 && least[place - 1]! > distance; place--) {
      least[place] = least[place - 1]!;
      places[place] = places[place - 1]!;
    }
    least[place] = distance;
    places[place] = j;
    farthest = least[k - 1]!;
  }
  return places;
}
