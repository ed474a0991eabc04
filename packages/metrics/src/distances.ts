import { matMul, mul, slice, sub, tensor1d, tidy, transpose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { blocks, read, rowsOf } from './blocks.js';

/** Distances in one block: 8 MiB of float32. */
const NUMBERS = 2 ** 21;
/** Up to this many columns, the differences are squared directly: as fast, and exact. */
export const NARROW = 4;
/** The largest relative rounding error of a squared distance. */
const ROUNDING = 5e-5;
/** Rows that are processed together. */
const TILE = 16;

/** The distances from one row of `a` to all rows of `b`. */
export interface Distances {
  /** The index of the row in `a`. */
  readonly row: number;
  /** ‖aᵢ − bⱼ‖² with a relative error of up to 5e-5. Valid until the next row is requested. */
  readonly squared: Float64Array;
  /** The squared distance to one row of `b`, in float64. */
  readonly exactly: (place: number) => number;
}

/**
 * ‖aᵢ − bⱼ‖² of one row of `a` after the other: `[n, width]` and `[m, width]` give n times m numbers. Takes copies of `a`
 * and `b` and a few blocks of `numbers`, whatever n is.
 */
export function squaredDistances(a: Tensor2D, b: Tensor2D, numbers: number = NUMBERS): AsyncGenerator<Distances, void> {
  const size = rowsOf(b.shape[0], numbers);
  return a.shape[1] <= NARROW ? byDifferences(a, b, size) : byProducts(a, b, size);
}

async function* byDifferences(a: Tensor2D, b: Tensor2D, block: number): AsyncGenerator<Distances, void> {
  const [count, width] = b.shape;
  const rows = await a.data();
  const columns = await read(() => transpose(b));
  const squared = new Float64Array(count);
  const exactly = (place: number): number => squared[place]!;
  for await (const { at, size } of blocks(a.shape[0], block)) {
    for (let row = at; row < at + size; row++) {
      squared.fill(0);
      for (let c = 0; c < width; c++) addSquares(squared, rows[row * width + c]!, columns.subarray(c * count, (c + 1) * count));
      yield { row, squared, exactly };
    }
  }
}

function addSquares(sums: Float64Array, from: number, to: Float32Array): void {
  for (let j = 0; j < to.length; j++) {
    const difference = from - to[j]!;
    sums[j]! += difference * difference;
  }
}

/**
 * As ‖a‖² + ‖b‖² − 2·a·b, seen from the middle of `b`, where the product of two rows is off by about (√width + 4)·2⁻²⁴ of
 * ‖a‖² + ‖b‖². Where that is too much of what is left, the differences are squared.
 */
async function* byProducts(a: Tensor2D, b: Tensor2D, block: number): AsyncGenerator<Distances, void> {
  const [count, width] = b.shape;
  const to = await b.data<'float32'>();
  const from = a === b ? to : await a.data<'float32'>();
  const middle = middleOf(to, width);
  const norms = squaresFrom(to, middle);
  const unit = unitOf(norms.reduce((most, norm) => Math.max(most, norm), 0));
  const centre = tensor1d(middle);
  const seen = (rows: Tensor2D): Tensor2D => mul(sub(rows, centre), 1 / unit);
  const columns = tidy(() => mul(transpose(seen(b)), -2));
  const share = ((Math.sqrt(width) + 4) * 2 ** -24) / ROUNDING;
  const exact = (row: number, place: number): number => squaredDifference(from, row * width, to, place * width, width);
  const tile = new Float64Array(TILE * count);
  try {
    for await (const { at, size } of blocks(a.shape[0], block)) {
      const products = await read(() => matMul(seen(slice(a, [at, 0], [size, width])), columns));
      for (let first = 0; first < size; first += TILE) {
        const own = squaresFrom(from.subarray((at + first) * width, (at + Math.min(first + TILE, size)) * width), middle);
        const known = { own, norms, share };
        if (addNorms(tile, products.subarray(first * count), unit * unit, known) > 0)
          replaceLost(tile, known, (i, j) => exact(at + first + i, j));
        for (let i = 0; i < own.length; i++)
          yield { row: at + first + i, squared: tile.subarray(i * count, (i + 1) * count), exactly: (j) => exact(at + first + i, j) };
      }
    }
  } finally {
    for (const held of [centre, columns]) held.dispose();
  }
}

/** Writes ‖a‖² + ‖b‖² − 2·a·b of some rows to `tile`. Returns how many of them lost too many digits. */
function addNorms(tile: Float64Array, products: Float32Array, scale: number, { own, norms, share }: Norms): number {
  let lost = 0;
  for (let i = 0, p = 0; i < own.length; i++) {
    const mine = own[i]!;
    for (let j = 0; j < norms.length; j++, p++) {
      const both = mine + norms[j]!;
      const distance = both + products[p]! * scale;
      tile[p] = distance;
      lost += distance > share * both ? 0 : 1;
    }
  }
  return lost;
}

/**
 * Replaces the distances that lost too many digits by exact ones. It goes through `b` row by row, so that a row stays in the cache for the
 * whole tile.
 */
function replaceLost(tile: Float64Array, { own, norms, share }: Norms, exact: (row: number, place: number) => number): void {
  for (let j = 0; j < norms.length; j++)
    for (let i = 0, p = j; i < own.length; i++, p += norms.length) if (!(tile[p]! > share * (own[i]! + norms[j]!))) tile[p] = exact(i, j);
}

interface Norms {
  /** ‖a‖² of the rows of a tile. */
  readonly own: Float64Array;
  /** ‖b‖² of all rows. */
  readonly norms: Float64Array;
  /** A distance below this share of both norms has lost too many digits. */
  readonly share: number;
}

/** The number of rows that the median is taken of. */
const SOME = 255;

/** The median of each column over some of the rows. Unlike the mean, it does not move with an outlier. */
export function middleOf(rows: Float32Array, width: number): Float32Array {
  const count = rows.length / width;
  const some = Math.min(SOME, count);
  return Float32Array.from({ length: width }, (_, c) => {
    const column = Float32Array.from({ length: some }, (__, i) => rows[Math.floor((i * count) / some) * width + c]!).sort();
    return column[some >> 1]!;
  });
}

/** ‖row − middle‖² of each row. */
function squaresFrom(rows: Float32Array, middle: Float32Array): Float64Array {
  const width = middle.length;
  return Float64Array.from({ length: rows.length / width }, (_, i) => squaredDifference(rows, i * width, middle, 0, width));
}

/** A power of 2 about as large as the longest row, whose squares add up to `greatest`: products of rows of any size then stay within float32. */
export const unitOf = (greatest: number): number => (greatest > 0 ? 2 ** Math.round(Math.log2(greatest) / 2) : 1);

/** Two sums: an addition need not wait for the one before. */
export function squaredDifference(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  let even = 0;
  let odd = width & 1 ? (a[i]! - b[j]!) ** 2 : 0;
  for (let c = width & 1; c < width; c += 2) {
    const first = a[i + c]! - b[j + c]!;
    const second = a[i + c + 1]! - b[j + c + 1]!;
    even += first * first;
    odd += second * second;
  }
  return even + odd;
}

/** Candidates besides the k nearest, because rounding may have changed the order. */
const BESIDES = 4;

/** The indices of the `k` smallest distances, smallest first; on a tie, the first index first. `but` is left out. */
export function nearest({ squared, exactly }: Distances, k: number, but: number = -1): Int32Array {
  const some = least(squared, Math.min(k + BESIDES, squared.length - (but < 0 ? 0 : 1)), but);
  const farthest = squared[some[k - 1]!]! * (1 + 4 * ROUNDING);
  const close: number[] = [];
  if (squared[some.at(-1)!]! > farthest) close.push(...some.sort().filter((j) => squared[j]! <= farthest));
  else for (let j = 0; j < squared.length; j++) if (squared[j]! <= farthest && j !== but) close.push(j);
  return least(Float64Array.from(close, exactly), k).map((place) => close[place]!);
}

/** How many rows are nearer than the row at `place`. `but` is left out. */
export function countNearer({ squared, exactly }: Distances, place: number, but: number): number {
  const distance = exactly(place);
  const [below, above] = [distance * (1 - 2 * ROUNDING), distance * (1 + 2 * ROUNDING)];
  let count = 0;
  for (let j = 0; j < squared.length; j++)
    if (j !== but && (squared[j]! < below || (squared[j]! < above && exactly(j) < distance))) count++;
  return count;
}

function least(distances: Float64Array, k: number, but: number = -1): Int32Array {
  const places = new Int32Array(k);
  const found = new Float64Array(k).fill(Infinity);
  let farthest = Infinity;
  for (let j = 0; j < distances.length; j++) {
    const distance = distances[j]!;
    if (distance >= farthest || j === but) continue;
    let place = k - 1;
    for (; place > 0 && found[place - 1]! > distance; place--) {
      found[place] = found[place - 1]!;
      places[place] = places[place - 1]!;
    }
    found[place] = distance;
    places[place] = j;
    farthest = found[k - 1]!;
  }
  return places;
}
