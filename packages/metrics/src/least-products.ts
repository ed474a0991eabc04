import { matMul, minimum } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { middleOf, squaredDifference, unitOf } from './distances.js';
import type { GivenRows } from './nearest-rows.js';

/** How rows are seen: (x − middle) / unit, so that products of rows of any size stay within float32. */
export interface Seen {
  readonly middle: Float32Array;
  readonly unit: number;
}

export function seenFrom(rows: Float32Array, width: number): Seen {
  const middle = middleOf(rows, width);
  let greatest = 0;
  for (let at = 0; at < rows.length; at += width) greatest = Math.max(greatest, squaredDifference(rows, at, middle, 0, width));
  return { middle, unit: unitOf(greatest) };
}

/** How many products make ‖b‖² − 2·a·b: one for each number, and one for ‖b‖²; or one for each of its squares, of which those of known cells count. */
export const depthOf = (width: number, masked: boolean): number => (masked ? 2 * width : width + 1);

/** Larger than any sum of products: what stands for a row where there is none. */
const FAR = 2 ** 122;

/**
 * The right-hand sides of the products, for each of the parts of the rows: −2·b and ‖b‖² below it, `[width + 1, rows]`. For rows with hidden cells,
 * the squares of b are below it, so that those of the known cells can be added up, `[2·width, rows]`.
 */
export function factorOf(rows: Float32Array, { middle, unit }: Seen, parts: number, masked: boolean): readonly Float32Array[] {
  const width = middle.length;
  const count = rows.length / width;
  const size = Math.ceil(count / parts);
  return Array.from({ length: parts }, (_, part) => {
    const factor = new Float32Array(depthOf(width, masked) * size);
    factor.fill(FAR, width * size);
    for (let i = 0, place = part * size; i < size && place < count; i++, place++) {
      let sum = 0;
      for (let c = 0; c < width; c++) {
        const x = (rows[place * width + c]! - middle[c]!) / unit;
        factor[c * size + i] = -2 * x;
        if (masked) factor[(width + c) * size + i] = x * x;
        sum += x * x;
      }
      if (!masked) factor[width * size + i] = sum;
    }
    return factor;
  });
}

/** The least of the products with each part, number by number. */
export const leastProducts = (left: Tensor2D, [first, ...others]: readonly Tensor2D[]): Tensor2D =>
  others.reduce((least, part) => minimum(least, matMul(left, part)), matMul(left, first!));

/** Above it, a sum of products might not be finite in float32. */
export const LARGEST: number = 2 ** 120;

/**
 * A bound of the rounding error of ‖b‖² − 2·a·b, a sum of `depth` products. It holds for all b as near as `farthest`. The error is at most
 * (depth + 8)·2⁻²⁴ of the sum of the sizes of the terms. That sum is at most ‖a‖² + 2‖b‖², and ‖b‖ ≤ ‖a‖ + ‖a − b‖. The last term is for
 * products that are too small for float32.
 */
export const errorOf = (norm: number, farthest: number, depth: number): number =>
  (depth + 8) * (2 ** -24 * (norm + 2 * (Math.sqrt(norm) + Math.sqrt(farthest)) ** 2) + 2 ** -120);

/** The left-hand side of the product: rows as they are seen, and 1 for ‖b‖² or for each square of a known cell. Hidden cells are 0. */
export function leftOf({ values, mask }: GivenRows, places: Int32Array, { middle, unit }: Seen, masked: boolean): Float32Array {
  const width = middle.length;
  const depth = depthOf(width, masked);
  const left = new Float32Array(places.length * depth);
  for (let row = 0; row < places.length; row++) {
    const [from, to] = [places[row]! * width, row * depth];
    for (let i = 0; i < width; i++) {
      if (masked && mask![from + i] === 0) continue;
      left[to + i] = (values[from + i]! - middle[i]!) / unit;
      if (masked) left[to + width + i] = 1;
    }
    if (!masked) left[to + width] = 1;
  }
  return left;
}

export function squaresOf(values: Float32Array, at: number, width: number): number {
  let sum = 0;
  for (let i = at; i < at + width; i++) sum += values[i]! * values[i]!;
  return sum;
}
