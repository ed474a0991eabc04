import { mul, slice, sub, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { periodicYield } from '@autoencoders/core/internal';

/** Numbers that are read at a time: 4 MiB of float32. */
const NUMBERS = 2 ** 20;
/** Rows that go into one product on the backend: float32 holds their sums well. */
const ROWS = 1000;

/** The mean and the variance of the rows, in float64. */
export interface Centre {
  /** The mean of each feature. */
  readonly mean: Float64Array;
  /** The variances of all features, added up. */
  readonly variance: number;
}

/**
 * The mean and the variance of the rows. Sums are relative to the first row, so that they stay accurate when means are large beside
 * deviations.
 */
export async function centreOf(x: Tensor2D): Promise<Centre> {
  const [rows, features] = x.shape;
  const [first, sums, squares] = [1, 2, 3].map(() => new Float64Array(features)) as [Float64Array, Float64Array, Float64Array];
  for await (const { at, values } of read(x)) {
    if (at === 0) first.set(values.subarray(0, features));
    for (let i = 0; i < values.length; i += features) {
      for (let j = 0; j < features; j++) {
        const distance = values[i + j]! - first[j]!;
        sums[j]! += distance;
        squares[j]! += distance * distance;
      }
    }
  }
  const variance = squares.reduce((total, square, j) => total + Math.max(0, square - sums[j]! ** 2 / rows) / rows, 0);
  return { mean: sums.map((sum, j) => first[j]! + sum / rows), variance };
}

/** The rows minus their mean in float64, some rows at a time. */
export async function* centredRows(x: Tensor2D, { mean }: Centre): AsyncGenerator<Float64Array, void> {
  const features = mean.length;
  for await (const { values } of read(x)) {
    const centred = new Float64Array(values);
    for (let i = 0; i < centred.length; i += features) for (let j = 0; j < features; j++) centred[i + j]! -= mean[j]!;
    yield centred;
  }
}

/** The rows minus their mean, as float32 on the backend. */
export interface Parts {
  /** A power of 2, about a deviation, that all are divided by: their squares stay within float32. */
  readonly unit: number;
  /** `[≤ 1000, features]` each, made anew at every call. */
  readonly parts: readonly (() => Tensor2D)[];
}

/** Subtracts the mean in two steps, because float32 holds the mean less exactly than the distances from it. */
export function centredParts(x: Tensor2D, { mean, variance }: Centre): Parts {
  const [rows, features] = x.shape;
  const near = Float32Array.from(mean);
  const rest = Float32Array.from(mean, (value, j) => value - near[j]!);
  const unit = variance > 0 ? 2 ** Math.round(Math.log2(variance / features) / 2) : 1;
  const part = (at: number): Tensor2D => {
    const raw = slice(x, [at, 0], [Math.min(ROWS, rows - at), features]);
    return mul(sub(sub(raw, tensor1d(near)), tensor1d(rest)), 1 / unit);
  };
  return { unit, parts: Array.from({ length: Math.ceil(rows / ROWS) }, (_, i) => () => part(i * ROWS)) };
}

/** Applies `f` to each part, one after the other. */
export async function* eachPart({ parts }: Parts, f: (part: Tensor2D) => Tensor2D): AsyncGenerator<Float32Array, void> {
  const breathe = periodicYield();
  for (const part of parts) {
    const made = tidy(() => f(part()));
    yield await made.data<'float32'>().finally(() => made.dispose());
    await breathe();
  }
}

/** The values of the rows from `at` on. */
interface Values {
  readonly at: number;
  readonly values: Float32Array;
}

async function* read(x: Tensor2D): AsyncGenerator<Values, void> {
  const [rows, features] = x.shape;
  const size = Math.max(1, Math.floor(NUMBERS / features));
  const breathe = periodicYield();
  for (let at = 0; at < rows; at += size) {
    const part = slice(x, [at, 0], [Math.min(size, rows - at), features]);
    yield { at, values: await part.data<'float32'>().finally(() => part.dispose()) };
    await breathe();
  }
}
