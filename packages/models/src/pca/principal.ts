import { addN, dispose, matMul, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core/operations';
import { centreOf, centredParts, centredRows, eachPart } from './centre.js';
import type { Centre, Parts } from './centre.js';
import { leading } from './leading.js';
import { addProducts, combined, dots, eigen, mirrored, orthonormalize } from './matrix.js';

/** What `pca` finds, in float64. */
export interface Principal extends Found {
  readonly mean: Float64Array;
  /** The variances of all features, added up. */
  readonly total: number;
}

interface Found {
  /** Orthonormal rows `[components, features]` by falling variance. */
  readonly directions: Float64Array;
  readonly variances: Float64Array;
}

/** Up to this many rows or features, finding all directions is as fast as finding some. */
const FEW = 256;
/** Finding all directions is also faster when more than 1 / PART of them are wanted. */
const PART = 8;
/** Multiply-adds in float64 that take about a quarter of a second. */
const CHEAP = 2 ** 28;
/** With at most this many features per component, the covariance matrix is computed. */
const WORTH = 64;

/** The first components of `[rows, features]`; `pca` says by which method. */
export async function principal(x: Tensor2D, components: number): Promise<Principal> {
  const [rows, features] = x.shape;
  const least = Math.min(rows, features);
  const centre = await centreOf(x);
  check(Number.isFinite(centre.variance), 'pca: the data holds NaN or infinity, or numbers too large to square');
  const find = least > FEW && PART * components <= least ? some : features > FEW && rows < features ? ofRows : ofFeatures;
  return { mean: centre.mean, total: centre.variance, ...(await find(x, centre, components)) };
}

/** The eigenvectors of the covariance matrix. float64 computes the matrix, or the backend when it is large. */
async function ofFeatures(x: Tensor2D, centre: Centre, components: number): Promise<Found> {
  const [rows, features] = x.shape;
  if (rows * features ** 2 > 2 * CHEAP) {
    const parts = centredParts(x, centre);
    const { vectors } = eigen(await products(parts, features), features);
    return measured(parts, vectors.subarray(0, components * features), x.shape);
  }
  const sums = new Float64Array(features ** 2);
  for await (const some of centredRows(x, centre)) addProducts(sums, some, features);
  const { values, vectors } = eigen(mirrored(sums, features), features);
  return { directions: vectors.subarray(0, components * features), variances: values.subarray(0, components).map((v) => v / rows) };
}

/** The same from the products of the rows, which are fewer than the features. All in float64. */
async function ofRows(x: Tensor2D, centre: Centre, components: number): Promise<Found> {
  const [rows, features] = x.shape;
  const data = new Float64Array(rows * features);
  let at = 0;
  for await (const some of centredRows(x, centre)) {
    data.set(some, at);
    at += some.length;
  }
  const basis = await orthonormalize(data.slice(), features);
  const sums = new Float64Array(rows ** 2);
  addProducts(sums, dots(data, basis, features), rows);
  const { values, vectors } = eigen(mirrored(sums, rows), rows);
  const directions = combined(vectors.subarray(0, components * rows), basis, features);
  return { directions, variances: values.subarray(0, components).map((v) => v / rows) };
}

/** Only the leading eigenvectors of the covariance matrix: by that matrix, or by products with the data when it is large. */
async function some(x: Tensor2D, centre: Centre, components: number): Promise<Found> {
  const [rows, features] = x.shape;
  const parts = centredParts(x, centre);
  const small = features <= rows && features <= WORTH * components;
  const held = small
    ? [tensor2d(new Float32Array(await products(parts, features)), [features, features])]
    : parts.parts.map((part) => tidy(part));
  const through = (v: Tensor2D, part: Tensor2D): Tensor2D => (small ? matMul(v, part) : matMul(matMul(v, part, false, true), part));
  try {
    const directions = await leading((v) => addN(held.map((part) => through(v, part))), features, components);
    return await measured(parts, directions, x.shape);
  } finally {
    dispose(held);
  }
}

/** Σ partᵀ·part: `[features, features]`, added up in float64. */
async function products(parts: Parts, features: number): Promise<Float64Array> {
  const sums = new Float64Array(features ** 2);
  for await (const values of eachPart(parts, (part) => matMul(part, part, true)))
    for (let i = 0; i < sums.length; i++) sums[i]! += values[i]!;
  return sums;
}

/** Puts directions into the order of the variances that the data have along them: products in float32 know the small ones less well. */
async function measured(parts: Parts, directions: Float64Array, [rows, features]: readonly [number, number]): Promise<Found> {
  const count = directions.length / features;
  const squares = new Float64Array(count);
  const across = tensor2d(new Float32Array(directions), [count, features]);
  try {
    for await (const codes of eachPart(parts, (part) => matMul(part, across, false, true)))
      for (let i = 0; i < codes.length; i++) squares[i % count]! += codes[i]! ** 2;
  } finally {
    across.dispose();
  }
  const order = [...squares.keys()].sort((i, j) => squares[j]! - squares[i]!);
  const sorted = new Float64Array(directions.length);
  order.forEach((from, to) => sorted.set(directions.subarray(from * features, (from + 1) * features), to * features));
  return { directions: sorted, variances: Float64Array.from(order, (i) => (squares[i]! / rows) * parts.unit ** 2) };
}
