import { gather, slice, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { toFloat32 } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';

/** Examples to take batches of, wherever they lie. What the functions give is the caller's to free. */
export interface Examples<X extends Tensor = Tensor> {
  readonly count: number;
  /** The shape of one example. */
  readonly shape: Shape;
  /** How many numbers taking one of them allocates, those on the way to it included. */
  readonly cost: number;
  /** Those at `places`, in that order: `[places, …shape]`. */
  readonly take: (places: Int32Array) => X;
  /** `size` of them from place `from` on: `[size, …shape]`. */
  readonly slice: (from: number, size: number) => X;
}

/** Examples, and what a model should make of them where that is not they themselves. */
export interface Pairs<X extends Tensor = Tensor> {
  readonly data: Examples<X>;
  readonly target: Examples | undefined;
}

/** How many numbers a shape holds. */
export const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** The rows of a tensor, which stays the caller's; whole numbers and truth values become float32 as they are taken. */
export const ofTensor = <X extends Tensor>(data: X): Examples<X> => ({
  count: data.shape[0]!,
  shape: data.shape.slice(1),
  cost: data.size / data.shape[0]!,
  take: (places) => tidy(() => toFloat32(gather(data, tensor1d(places, 'int32')) as X)),
  slice: (from, size) => tidy(() => toFloat32(slice(data, from, size))),
});

/** Numbers that lie outside of the backend, example after example. */
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

/** What `f` makes of examples, batch by batch, whenever they are taken; `shape` is that of one. */
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

/** Numbers allocated at a time while examples are looked through. */
const READ = 2 ** 22;

/** The numbers of all examples, some at a time, with the place of the first; nothing is left allocated. */
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

/** The same examples, their numbers read once and kept outside of the backend. */
export async function stored(examples: Examples): Promise<Examples> {
  const size = sizeOf(examples.shape);
  const kept = new Float32Array(examples.count * size);
  for await (const [at, values] of read(examples)) kept.set(values, at * size);
  return ofArray(kept, examples.shape);
}
