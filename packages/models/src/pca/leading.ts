import { mul, sub, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { normal } from '@autoencoders/core';
import { periodicYield } from '@autoencoders/core/internal';
import { combined, dots, eigen, mirrored, orthonormalize } from './matrix.js';

/** Rows `[n, width]` times a positive semidefinite symmetric matrix `[width, width]`, on the backend. */
export type Multiply = (rows: Tensor2D) => Tensor2D;

/** Rows that are kept beside those that are asked for: the more, the fewer rounds it takes. */
const besides = (count: number): number => Math.ceil(count / 2) + 8;
/** A residual ‖v·M − λ·v‖ of this share of λ, or of the greatest λ, is as good as none: the error of λ goes with its square. */
const [NEAR, ROUNDED] = [1e-4, 1e-6];
const ROUNDS = 60;
/** Rounds without a better result after which float32 has no more to give. */
const PATIENCE = 4;
/** The most products in a round, and how much more the first direction may grow in it than the last that is wanted. */
const [DEGREE, GROWTH] = [10, 1e4];
/** Its logarithm: float32 ends at e⁸⁸. */
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
    // Also when it is NaN: the data's sums went beyond float32.
    if (!(off > 1) || since > PATIENCE || round === ROUNDS) return wanted;
    rows = orthonormalize(await read(() => filtered(multiply, found, count, width)), width);
    await breathe();
  }
}

/** Approximate eigenvectors, by falling value, and what the matrix makes of each. */
interface Ritz {
  readonly values: Float64Array;
  readonly rows: Float64Array;
  readonly images: Float64Array;
}

/** The best that orthonormal `rows` have in them: their sums along the eigenvectors of rows·M·rowsᵀ. */
function ritz(rows: Float64Array, images: Float64Array, width: number): Ritz {
  const size = rows.length / width;
  const { values, vectors } = eigen(mirrored(dots(images, rows, width), size), size);
  return { values, rows: combined(vectors, rows, width), images: combined(vectors, images, width) };
}

/** The greatest residual of the first `count` rows, by the one that is near enough. */
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

/** Tₙ((2·M − c) / c) of the rows, with c the least value that was found, so that what is below it stays small. */
function filtered(multiply: Multiply, { values, rows, images }: Ritz, count: number, width: number): Tensor2D {
  const least = values.at(-1)!;
  let next = tensorOf(images, width);
  // Fewer directions than rows: one product leaves nothing else.
  if (least < ROUNDED * values[0]!) return mul(next, 1 / values[0]!);
  const step = (product: Tensor2D, y: Tensor2D): Tensor2D => sub(mul(product, 2 / least), y);
  let before = tensorOf(rows, width);
  next = step(next, before);
  for (let degree = degreeFor(values[0]! / least, values[count - 1]! / least); degree > 1; degree--)
    [before, next] = [next, sub(mul(2, step(multiply(next), next)), before)];
  return next;
}

/** Tₙ(t) grows like exp(n·arcosh t), and float32 has seven digits for the last that is wanted beside the first. */
function degreeFor(first: number, last: number): number {
  const [most, least] = [Math.acosh(2 * first - 1), Math.acosh(Math.max(1, 2 * last - 1))];
  return Math.max(1, Math.floor(Math.min(DEGREE, LARGEST / most, Math.log(GROWTH) / (most - least))));
}

const tensorOf = (rows: Float64Array, width: number): Tensor2D => tensor2d(new Float32Array(rows), [rows.length / width, width]);

async function read(make: () => Tensor2D): Promise<Float64Array> {
  const made = tidy(make);
  return new Float64Array(await made.data<'float32'>().finally(() => made.dispose()));
}
