import { cast, reshape, slice, square, sub, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { periodicYield } from '@autoencoders/core/internal';

/** Numbers in one block: 4 MiB of float32. Data goes through a measure block by block, whatever its size. */
const NUMBERS = 2 ** 20;

/** The rows from `at` on, `size` of them. */
export interface Block {
  readonly at: number;
  readonly size: number;
}

/** How many rows of `width` numbers make a block. */
export const rowsOf = (width: number, numbers: number = NUMBERS): number => Math.max(1, Math.floor(numbers / width));

/** `count` rows, `size` at a time, with a breath in between. */
export async function* blocks(count: number, size: number): AsyncGenerator<Block, void> {
  const breathe = periodicYield();
  for (let at = 0; at < count; at += size) {
    yield { at, size: Math.min(size, count - at) };
    await breathe();
  }
}

/** The values of what `f` makes; all that it makes is freed. */
export async function read(f: () => Tensor): Promise<Float32Array> {
  const made = tidy(f);
  try {
    return await made.data<'float32'>();
  } finally {
    made.dispose();
  }
}

/** Some rows of tensors `[rows, …]`, flat, as `f` sees them. */
type OfRows = (...rows: Tensor2D[]) => Tensor;

const apply = (f: OfRows, tensors: readonly Tensor[], { at, size }: Block): Tensor =>
  f(...tensors.map((x) => cast(reshape(slice(x, at, size), [size, -1]), 'float32') as Tensor2D));

const blocksOf = ([x]: readonly Tensor[]): AsyncGenerator<Block, void> => blocks(x!.shape[0]!, rowsOf(x!.size / x!.shape[0]!));

/** One number of each row, `f`: `[rows, n] → [rows]`. */
export async function perRow(tensors: readonly Tensor[], f: OfRows): Promise<Float32Array> {
  const values = new Float32Array(tensors[0]!.shape[0]!);
  for await (const block of blocksOf(tensors)) values.set(await read(() => apply(f, tensors, block)), block.at);
  return values;
}

/** The mean over all rows of each column of `f`: `[rows, n] → [rows, columns]`; blocks are added up in float64. */
export async function columnMeans(tensors: readonly Tensor[], f: OfRows): Promise<Float64Array> {
  let sums: Float64Array | undefined;
  for await (const block of blocksOf(tensors)) {
    const part = await read(() => sum(apply(f, tensors, block), 0));
    sums ??= new Float64Array(part.length);
    for (const [i, value] of part.entries()) sums[i]! += value;
  }
  return sums!.map((total) => total / tensors[0]!.shape[0]!);
}

/** Mean and variance (over all rows, not one less) of each column. */
export interface Moments {
  readonly means: Float64Array;
  readonly variances: Float64Array;
}

/** The moments of the columns of `f`, in two passes and from the first row on, so that what does not vary has exactly 0. */
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
