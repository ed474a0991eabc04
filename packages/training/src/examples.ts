import { gather, slice, tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { check, toFloat32 } from '@autoencoders/core/operations';
import { pickRows, sizeOf } from '@autoencoders/core/internal';
import type { NumberArray, Shape } from '@autoencoders/core';

/** Examples in memory to take batches of. The caller frees the batches. */
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

/** Examples, their targets where these are other than the examples, and the mask of the targets where cells are missing. */
export interface Pairs<X extends Tensor = Tensor> {
  readonly data: Examples<X>;
  readonly target: Examples | undefined;
  readonly mask?: Examples | undefined;
}

/**
 * The rows of a tensor, which the caller still owns. Batches are float32, whatever the tensor is. `name` (`fit: data`) names the tensor in the
 * error where it was disposed.
 */
export const ofTensor = <X extends Tensor>(data: X, name: string = 'data'): Examples<X> => {
  const alive = (): X => {
    check(!data.isDisposed, () => `${name} was disposed while it was in use; dispose it when the call has ended`);
    return data;
  };
  return {
    count: data.shape[0]!,
    shape: data.shape.slice(1),
    cost: sizeOf(data.shape.slice(1)),
    take: (places) => tidy(() => toFloat32(gather(alive(), tensor1d(places, 'int32')) as X)),
    slice: (from, size) => tidy(() => toFloat32(slice(alive(), from, size))),
  };
};

/** Examples in a plain array, one after the other. Batches are float32, whatever the array is. */
export function ofArray<X extends Tensor>(values: NumberArray, shape: Shape): Examples<X> {
  const size = sizeOf(shape);
  const examples = { shape, values };
  return {
    count: values.length / size,
    shape,
    cost: size,
    take: (places) => floats(pickRows(examples, places).values, shape),
    slice: (from, count) => floats(sliced(values, from * size, (from + count) * size), shape),
  };
}

const sliced = (values: NumberArray, start: number, end: number): NumberArray =>
  'subarray' in values ? values.subarray(start, end) : values.slice(start, end);

/** Numbers as a float32 tensor `[examples, …shape]`. */
export function floats<X extends Tensor>(values: NumberArray, shape: Shape): X {
  const numbers = values instanceof Float32Array ? values : Float32Array.from(values);
  return tensor(numbers, [numbers.length / sizeOf(shape), ...shape], 'float32') as X;
}

/** Some of the examples: those at `rows`, in that order. */
export const only = <X extends Tensor>(examples: Examples<X>, rows: Int32Array): Examples<X> => ({
  count: rows.length,
  shape: examples.shape,
  cost: examples.cost,
  take: (places) => examples.take(places.map((place) => rows[place]!)),
  slice: (from, size) => examples.take(rows.subarray(from, from + size)),
});
