import type { DataId, DataType, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { Recording } from '@autoencoders/core/internal';
import type { KernelGiven } from '../kernels/leftovers.js';

/** Where the numbers of a tensor come from. */
export type Source =
  /** One of the tensors that each run is given. */
  | { readonly kind: 'given'; readonly place: number }
  /** An output of a kernel: the data that it made as its `place`-th. `varies` is false if it depends on constants only. */
  | { readonly kind: 'made'; readonly call: number; readonly place: number; readonly varies: boolean }
  /** Numbers that the program wrote, the same in all runs. */
  | { readonly kind: 'constant'; readonly dataId: DataId; readonly values: ArrayLike<number> };

/** A tensor by where its numbers come from. */
export interface Use {
  readonly source: Source;
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** A tensor that a kernel reads, by the name of the input. */
export interface Input extends Use {
  readonly name: string;
}

/** Memory that a kernel makes and gives back as a result. */
export interface Made {
  /** It is the `place`-th that the kernel makes. */
  readonly place: number;
  readonly bytes: number;
}

/** One call of a kernel. */
export interface Call {
  readonly name: string;
  readonly kernel: KernelFunc;
  readonly given: KernelGiven;
  readonly inputs: readonly Input[];
  /** What it makes. Nothing, if its results have the data of its inputs. */
  readonly made: readonly Made[];
}

/** All kernels of one run. */
export interface WasmRecording extends Recording {
  readonly calls: readonly Call[];
  readonly seeds: readonly number[];
  readonly results: readonly Use[];
}

/** The inputs of a kernel, which are a record or, for some kernels, an array. */
export const entriesOf = (given: KernelGiven): readonly (readonly [string, TensorInfo])[] =>
  Object.entries(given.inputs as object as Record<string, TensorInfo | undefined>).filter(
    (entry): entry is [string, TensorInfo] => entry[1] !== undefined && entry[1] !== null,
  );
