import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** Eigenvalues by falling size, and their eigenvectors, row after row, `[size, size]`. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * The eigenvalues and eigenvectors of a positive semidefinite symmetric matrix `[size, size]`. First, rows and columns are sorted by their
 * diagonal, smallest first. So small eigenvalues stay accurate beside large ones, as with features of different scales. Martin, Reinsch &
 * Wilkinson, "Householder's tridiagonalization of a symmetric matrix", 1968, section 4.
 */
export function eigen(symmetric: Float64Array, size: number): Eigen {
  const order = [...Array(size).keys()].sort((i, j) => symmetric[i * size + i]! - symmetric[j * size + j]!);
  const ordered = new Matrix(order.map((i) => order.map((j) => symmetric[i * size + j]!)));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(ordered, { assumeSymmetric: true });
  const falling = [...Array(size).keys()].sort((i, j) => realEigenvalues[j]! - realEigenvalues[i]!);
  const vectors = new Float64Array(size * size);
  falling.forEach((from, row) => order.forEach((column, i) => (vectors[row * size + column] = eigenvectorMatrix.get(i, from))));
  // Rounding can leave an eigenvalue of 0 just below it.
  return { values: Float64Array.from(falling, (i) => Math.max(0, realEigenvalues[i]!)), vectors };
}

/** Adds Σ rowᵀ·row of rows `[count, width]` to the lower half of `sums`, `[width, width]`. */
export function addProducts(sums: Float64Array, rows: Float64Array, width: number): void {
  const whole = rows.length - (rows.length % (4 * width));
  // Four rows at a time: a sum is loaded and stored once for four products.
  for (let a = 0; a < whole; a += 4 * width) {
    const b = a + width;
    const c = b + width;
    const d = c + width;
    for (let i = 0; i < width; i++) {
      const p = rows[a + i]!;
      const q = rows[b + i]!;
      const r = rows[c + i]!;
      const s = rows[d + i]!;
      const at = i * width;
      for (let j = 0; j <= i; j++) sums[at + j]! += p * rows[a + j]! + q * rows[b + j]! + r * rows[c + j]! + s * rows[d + j]!;
    }
  }
  for (let a = whole; a < rows.length; a += width)
    for (let i = 0; i < width; i++) for (let j = 0; j <= i; j++) sums[i * width + j]! += rows[a + i]! * rows[a + j]!;
}

/** Copies the lower half of `[size, size]` to the upper. */
export function mirrored(lower: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) lower[j * size + i] = lower[i * size + j]!;
  return lower;
}

/** The products of each row of `a`, `[n, width]`, with each of `b`, `[m, width]`: `[n, m]`. */
export function dots(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const products = new Float64Array((a.length / width) * (b.length / width));
  let at = 0;
  for (let i = 0; i < a.length; i += width) for (let j = 0; j < b.length; j += width) products[at++] = dot(a, i, b, j, width);
  return products;
}

/** Two sums: an addition need not wait for the one before. */
function dot(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let even = 0;
  let odd = 0;
  const last = width - (width % 2);
  for (let k = 0; k < last; k += 2) {
    even += a[i + k]! * b[j + k]!;
    odd += a[i + k + 1]! * b[j + k + 1]!;
  }
  return last < width ? even + odd + a[i + last]! * b[j + last]! : even + odd;
}

/** `[n, m]` times `[m, width]`: n rows, each a sum of the m. */
export function combined(shares: Float64Array, rows: Float64Array, width: number): Float64Array {
  const count = rows.length / width;
  const sums = new Float64Array((shares.length / count) * width);
  for (let at = 0, to = 0; at < shares.length; at += count, to += width)
    // Four rows at a time, as above; where there are no more, none of the last.
    for (let j = 0; j < count; j += 4) {
      const share = (i: number): number => (j + i < count ? shares[at + j + i]! : 0);
      const from = (i: number): number => Math.min(j + i, count - 1) * width;
      const [p, q, r, s] = [share(0), share(1), share(2), share(3)];
      const [a, b, c, d] = [from(0), from(1), from(2), from(3)];
      for (let k = 0; k < width; k++) sums[to + k]! += p * rows[a + k]! + q * rows[b + k]! + r * rows[c + k]! + s * rows[d + k]!;
    }
  return sums;
}

/** A row that keeps less of its length lies among those before, to rounding. */
const LOST = 1e-10;

/**
 * Makes rows `[count, width]`, count ≤ width, orthonormal by the Gram–Schmidt method, with a second pass where needed. A row that depends
 * linearly on the rows before becomes a unit vector that does not. Giraud, Langou & Rozložník, "The loss of orthogonality in the
 * Gram–Schmidt orthogonalization process", 2005.
 */
export function orthonormalize(rows: Float64Array, width: number): Float64Array {
  let unit = 0;
  for (let at = 0; at < rows.length; at += width) {
    const [mine, before] = [rows.subarray(at, at + width), rows.subarray(0, at)];
    while (!independent(mine, before)) {
      mine.fill(0);
      mine[unit++] = 1;
    }
  }
  return rows;
}

/** Subtracts from `mine` its part along the rows `before`, and scales the rest to length 1. False when nothing is left. */
function independent(mine: Float64Array, before: Float64Array): boolean {
  const width = mine.length;
  const whole = norm(mine);
  for (let pass = 0, length = whole; pass < 2 && before.length > 0; pass++) {
    const along = combined(dots(mine, before, width), before, width);
    for (let k = 0; k < width; k++) mine[k]! -= along[k]!;
    // With half of its length left, rounding has left nothing along the others.
    if (norm(mine) > length / 2) break;
    length = norm(mine);
  }
  const left = norm(mine);
  if (!(left > LOST * whole)) return false;
  for (let k = 0; k < width; k++) mine[k]! /= left;
  return true;
}

const norm = (row: Float64Array): number => Math.sqrt(dot(row, 0, row, 0, row.length));
