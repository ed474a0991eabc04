import { cast, reshape, slice, square, sub, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { periodicYield } from '@autoencoders/core/internal';

/** Numbers in one block: 4 MiB of float32. Data goes through a measure block by block, whatever its size. */
const NUMBERS = 2 ** 20;

/** `size` rows, starting at row `at`. */
export interface Block {
  readonly at: number;
  readonly size: number;
}

/** How many rows of `width` numbers make a block. */
export const rowsOf = (width: number, numbers: number = NUMBERS): number => Math.max(1, Math.floor(numbers / width));

/** Blocks of `size` rows that cover `count` rows. Yields to the event loop between them. */
export async function* blocks(count: number, size: number): AsyncGenerator<Block, void> {
  const breathe = periodicYield();
  for (let at = 0; at < count; at += size) {
    yield { at, size: Math.min(size, count - at) };
    await breathe();
  }
}

/** The values of the tensor that `f` makes. Frees all tensors that `f` makes. */
export async function read(f: () => Tensor): Promise<Float32Array> {
  const made = tidy(f);
  try {
    return await made.data<'float32'>();
  } finally {
    made.dispose();
  }
}

/** A function of the same rows of several tensors, each flat: `[rows, n]`. */
type OfRows = (...rows: Tensor2D[]) => Tensor;

const apply = (f: OfRows, tensors: readonly Tensor[], { at, size }: Block): Tensor =>
  f(...tensors.map((x) => cast(reshape(slice(x, at, size), [size, -1]), 'float32') as Tensor2D));

const blocksOf = ([x]: readonly Tensor[]): AsyncGenerator<Block, void> => blocks(x!.shape[0]!, rowsOf(x!.size / x!.shape[0]!));

/** Applies `f`, `[rows, n] → [rows]`, block by block: one number for each row. */
export async function perRow(tensors: readonly Tensor[], f: OfRows): Promise<Float32Array> {
  const values = new Float32Array(tensors[0]!.shape[0]!);
  for await (const block of blocksOf(tensors)) values.set(await read(() => apply(f, tensors, block)), block.at);
  return values;
}

/** Applies `f`, `[rows, n] → [rows, columns]`, and gives the mean of each column over all rows. The sum over blocks is float64. */
export async function columnMeans(tensors: readonly Tensor[], f: OfRows): Promise<Float64Array> {
  let sums: Float64Array | undefined;
  for await (const block of blocksOf(tensors)) {
    const part = await read(() => sum(apply(f, tensors, block), 0));
    sums ??= new Float64Array(part.length);
    for (const [i, value] of part.entries()) sums[i]! += value;
  }
  return sums!.map((total) => total / tensors[0]!.shape[0]!);
}

/** The mean and the variance of each column. The variance divides by the number of rows. */
export interface Moments {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/**
 * The moments of the columns of `f`, in two passes. Values are taken relative to the first row, so that a constant column has variance 0
 * exactly.
 */
export async function moments(tensors: readonly Tensor[], f: OfRows): Promise<Moments> {
  const first = tidy(() => apply(f, tensors, { at: 0, size: 1 }));
  const shifted: OfRows = (...rows) => sub(f(...rows), first);
  try {
    const offsets = await columnMeans(tensors, shifted);
    const start = await first.data<'float32'>();
    const variances = await columnMeans(tensors, (...rows) => square(sub(shifted(...rows), tensor1d(Float32Array.from(offsets)))));
    return { means: offsets.map((offset, i) => offset + start[i]!), variances };
  } finally {
    first.dispose();
  }
}
