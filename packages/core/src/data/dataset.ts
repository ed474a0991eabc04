import type { Shape } from '../types.js';

/** Numbers in a plain array. They are computed with as float32. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | readonly number[];

/** Examples in memory, one after the other. Also a part of a larger dataset: one chunk, or some of its rows. */
export interface ArrayDataset {
  /** What messages call it. */
  readonly name?: string | undefined;
  /** The shape of one example, such as `[28, 28, 1]`. */
  readonly shape: Shape;
  /** The numbers of all examples, `[examples, …shape]`, row by row. The number of examples is their count over the size of `shape`. */
  readonly values: NumberArray;
  /** Which numbers are known: 1, or 0 for a missing cell, whose value only fills the place. Losses leave missing cells out. Default: all are known. */
  readonly mask?: Uint8Array | undefined;
  /** What the outputs of a model should be, `[examples, …output]`. Default: the examples. */
  readonly targets?: NumberArray | undefined;
  /** The class of each example, counted from 0. */
  readonly labels?: ArrayLike<number> | undefined;
  /** The name of each class. */
  readonly classes?: readonly string[] | undefined;
}

/** Examples that can be read in any order, such as those of an open file. */
export interface IndexedDataset extends Pick<ArrayDataset, 'name' | 'shape' | 'classes'> {
  /** The number of examples. */
  readonly count: number;
  /** The examples at `places`, in that order. */
  readonly rows: (places: Int32Array) => ArrayDataset | Promise<ArrayDataset>;
}

/** Examples that come once through, such as the rows of a large file or of a query. They need never be in memory all together. */
export interface StreamDataset extends Pick<ArrayDataset, 'name' | 'shape' | 'classes'> {
  /** The number of examples, if it is known before they are read. */
  readonly count?: number | undefined;
  /** All examples in their order, in chunks of any size. Every call begins anew; leaving the loop frees what is open. */
  readonly chunks: () => AsyncIterable<ArrayDataset>;
}

/** Examples for `fit`, `pretrain`, `evaluate` and `encode`, wherever they are stored. */
export type Dataset = ArrayDataset | IndexedDataset | StreamDataset;
