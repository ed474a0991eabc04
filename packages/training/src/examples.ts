import { gather, slice, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { toFloat32 } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import { sizeOf } from '@autoencoders/core/internal';

/** Examples to take batches of, wherever they are stored. The caller frees the batches. */
export interface Examples<X extends Tensor = Tensor> {
  readonly count: number;
  /** The shape of one example. */
  readonly shape: Shape;
  /** How many numbers it allocates to take one example, intermediate results included. */
  readonly cost: number;
  /** The examples at `places`, in that order: `[places, …shape]`. */
  readonly take: (places: Int32Array) => X;
  /** `size` examples from place `from` on: `[size, …shape]`. */
  readonly slice: (from: number, size: number) => X;
}

/** Examples, and their targets where these are other than the examples. */
export interface Pairs<X extends Tensor = Tensor> {
  readonly data: Examples<X>;
  readonly target: Examples | undefined;
}

/** The rows of a tensor, which the caller still owns. Batches are float32, whatever the tensor is. */
export const ofTensor = <X extends Tensor>(data: X): Examples<X> => ({
  count: data.shape[0]!,
  shape: data.shape.slice(1),
  cost: data.size / data.shape[0]!,
  take: (places) => tidy(() => toFloat32(gather(data, tensor1d(places, 'int32')) as X)),
  slice: (from, size) => tidy(() => toFloat32(slice(data, from, size))),
});

/** Examples in a plain array, one after the other. */
export function ofArray<X extends Tensor>(values: Float32Array, shape: Shape): Examples<X> {
  const size = sizeOf(shape);
  const rows = (numbers: Float32Array): X => tidy(() => tensor(numbers, [numbers.length / size, ...shape]) as X);
  return {
    count: values.length / size,
    shape,
    cost: size,
    take(places) {
      const taken = new Float32Array(places.length * size);
      places.forEach((from, to) => taken.set(values.subarray(from * size, (from + 1) * size), to * size));
      return rows(taken);
    },
    slice: (from, count) => rows(values.subarray(from * size, (from + count) * size)),
  };
}

/** `f` of examples, computed whenever a batch is taken. `shape` is the shape of one result. */
export const through = <X extends Tensor, Y extends Tensor>(examples: Examples<X>, shape: Shape, f: (x: X) => Y): Examples<Y> => ({
  count: examples.count,
  shape,
  cost: examples.cost + sizeOf(shape),
  take: (places) => tidy(() => f(examples.take(places))),
  slice: (from, size) => tidy(() => f(examples.slice(from, size))),
});

/** Some of the examples: those at `rows`, in that order. */
export const only = <X extends Tensor>(examples: Examples<X>, rows: Int32Array): Examples<X> => ({
  count: rows.length,
  shape: examples.shape,
  cost: examples.cost,
  take: (places) => examples.take(places.map((place) => rows[place]!)),
  slice: (from, size) => examples.take(rows.subarray(from, from + size)),
});

/** How many numbers are allocated at a time to read examples. */
const READ = 2 ** 22;

/** The numbers of all examples, some examples at a time, with the place of the first. */
export async function* read({ count, cost, slice }: Examples): AsyncGenerator<readonly [at: number, values: ArrayLike<number>]> {
  const rows = Math.max(1, Math.floor(READ / cost));
  for (let at = 0; at < count; at += rows) {
    const part = slice(at, Math.min(rows, count - at));
    try {
      yield [at, await part.data()];
    } finally {
      part.dispose();
    }
  }
}

/** The same examples in a plain array, read once. */
export async function stored(examples: Examples): Promise<Examples> {
  const size = sizeOf(examples.shape);
  const kept = new Float32Array(examples.count * size);
  for await (const [at, values] of read(examples)) kept.set(values, at * size);
  return ofArray(kept, examples.shape);
}
