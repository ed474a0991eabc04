import { mul, sub, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { normal } from '@autoencoders/core';
import { periodicYield } from '@autoencoders/core/internal';
import { combined, dots, eigen, mirrored, orthonormalize } from './matrix.js';

/** Rows `[n, width]` times a positive semidefinite symmetric matrix `[width, width]`, on the backend. */
export type Multiply = (rows: Tensor2D) => Tensor2D;

/** Extra rows beside the wanted ones (oversampling). With more of them, fewer rounds are needed. */
const besides = (count: number): number => Math.ceil(count / 2) + 8;
/** A residual ‖v·M − λ·v‖ below this share of λ, or of the greatest λ, is small enough: the error of λ is its square. */
const [NEAR, ROUNDED] = [1e-4, 1e-6];
const ROUNDS = 60;
/** Stop after this many rounds without a better result: float32 has no more digits. */
const PATIENCE = 4;
/** The most products in a round, and how much more the first direction may grow in a round than the last wanted one. */
const [DEGREE, GROWTH] = [10, 1e4];
/** The logarithm of the largest growth in a round: float32 ends at e⁸⁸. */
const LARGEST = 60;

/**
 * Orthonormal rows `[count, width]` along the eigenvectors of the `count` greatest eigenvalues: random rows, multiplied by
 * Chebyshev polynomials of the matrix that raise the wanted eigenvalues above the rest, until the residuals are small. A
 * randomised method whose result does not depend on the draw: Halko, Martinsson & Tropp, "Finding structure with
 * randomness", 2011, section 4.5; Zhou, Saad, Tiago & Chelikowsky, "Self-consistent-field calculations using
 * Chebyshev-filtered subspace iteration", 2006, section 3.
 */
export async function leading(multiply: Multiply, width: number, count: number): Promise<Float64Array> {
  const breathe = periodicYield();
  let rows = orthonormalize(await read(() => normal([count + besides(count), width], 0)), width);
  let [best, since] = [Infinity, 0];
  for (let round = 0; ; round++) {
    const found = ritz(rows, await read(() => multiply(tensorOf(rows, width))), width);
    const wanted = found.rows.subarray(0, count * width);
    const off = farthest(found, count, width);
    since = off < best / 2 ? 0 : since + 1;
    best = Math.min(best, off);
    // `off` is NaN when the sums of the data went beyond float32; then stop, too.
    if (!(off > 1) || since > PATIENCE || round === ROUNDS) return wanted;
    rows = orthonormalize(await read(() => filtered(multiply, found, count, width)), width);
    await breathe();
  }
}

/** Approximate eigenvectors in `rows`, by falling eigenvalue, and their products with the matrix in `images`. */
interface Ritz {
  readonly values: Float64Array;
  readonly rows: Float64Array;
  readonly images: Float64Array;
}

/** Rayleigh–Ritz: the best approximate eigenvectors in the span of orthonormal `rows`, from those of rows·M·rowsᵀ. */
function ritz(rows: Float64Array, images: Float64Array, width: number): Ritz {
  const size = rows.length / width;
  const { values, vectors } = eigen(mirrored(dots(images, rows, width), size), size);
  return { values, rows: combined(vectors, rows, width), images: combined(vectors, images, width) };
}

/** The greatest residual of the first `count` rows, divided by a residual that is small enough. Up to 1, the search is done. */
function farthest({ values, rows, images }: Ritz, count: number, width: number): number {
  let most = 0;
  for (let i = 0; i < count; i++) {
    let square = 0;
    for (let j = i * width; j < (i + 1) * width; j++) square += (images[j]! - values[i]! * rows[j]!) ** 2;
    const near = NEAR * values[i]! + ROUNDED * values[0]!;
    if (square > 0) most = Math.max(most, Math.sqrt(square) / near);
  }
  return most;
}

/** Multiplies the rows by Tₙ((2·M − c) / c), with c the least eigenvalue found. Directions with eigenvalues below c stay small. */
function filtered(multiply: Multiply, { values, rows, images }: Ritz, count: number, width: number): Tensor2D {
  const least = values.at(-1)!;
  let next = tensorOf(images, width);
  // The data has fewer directions than there are rows: one product leaves only these.
  if (least < ROUNDED * values[0]!) return mul(next, 1 / values[0]!);
  const step = (product: Tensor2D, y: Tensor2D): Tensor2D => sub(mul(product, 2 / least), y);
  let before = tensorOf(rows, width);
  next = step(next, before);
  for (let degree = degreeFor(values[0]! / least, values[count - 1]! / least); degree > 1; degree--)
    [before, next] = [next, sub(mul(2, step(multiply(next), next)), before)];
  return next;
}

/** The degree n for a round. Tₙ(t) grows like exp(n·arcosh t), and float32 has seven digits to hold the last wanted direction beside the first. */
function degreeFor(first: number, last: number): number {
  const [most, least] = [Math.acosh(2 * first - 1), Math.acosh(Math.max(1, 2 * last - 1))];
  return Math.max(1, Math.floor(Math.min(DEGREE, LARGEST / most, Math.log(GROWTH) / (most - least))));
}

const tensorOf = (rows: Float64Array, width: number): Tensor2D => tensor2d(new Float32Array(rows), [rows.length / width, width]);

async function read(make: () => Tensor2D): Promise<Float64Array> {
  const made = tidy(make);
  return new Float64Array(await made.data<'float32'>().finally(() => made.dispose()));
}
