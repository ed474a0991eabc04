import type { DataId, DataType, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** What a kernel gets. */
export type KernelGiven = Parameters<KernelFunc>[0];

/** Sees the kernels that a program calls. Kernels that kernels call are parts of these. */
export interface Observer {
  /** Runs a kernel. */
  readonly kernel: (name: string, f: KernelFunc, given: KernelGiven) => TensorInfo | TensorInfo[];
  /** Gives the memory for what a kernel makes as its `place`-th; undefined for new memory. */
  readonly output: (place: number, shape: number[], dtype: DataType) => TensorInfo | undefined;
  /** Whether the numbers of a tensor are the same in all runs, so that a kernel may decide by them what to give back. */
  readonly isFixed: (info: TensorInfo) => boolean;
  /** Called for memory that is made outside of the kernels that it sees. */
  readonly stranger: () => void;
}

/** The data that the running kernels have made. */
export interface Journal {
  /** The first `count` count. An array that is made shorter gives its memory back, which each kernel would ask for again. */
  readonly made: DataId[];
  count: number;
  depth: number;
  observer?: Observer | undefined;
  /** That of the backend, which is asked for memory whatever the observer says. */
  readonly makeOutput: BackendWasm['makeOutput'];
}

const journals = new WeakMap<BackendWasm, Journal>();

/** The journal of a backend. Undefined for one that the program made by other means. */
export const journalOf = (backend: BackendWasm): Journal | undefined => journals.get(backend);

/** Makes a backend record the data that kernels make. */
export function keepAccount(backend: BackendWasm): void {
  const makeOutput = backend.makeOutput.bind(backend);
  const journal: Journal = { made: [], count: 0, depth: 0, makeOutput };
  journals.set(backend, journal);
  backend.makeOutput = (shape, dtype, memoryOffset, values) => {
    if (journal.depth === 0) {
      journal.observer?.stranger();
      return makeOutput(shape, dtype, memoryOffset, values);
    }
    const given = journal.observer?.output(journal.count, shape, dtype);
    if (given && values) backend.typedArrayFromHeap(given).set(values as Float32Array);
    const info = given ?? makeOutput(shape, dtype, memoryOffset, values);
    journal.made[journal.count++] = info.dataId;
    return info;
  };
}

/** A kernel that frees what it has made if it throws. tfjs would not free it. Observers see it under its name. */
export const withoutLeftovers =
  (kernelName: string, f: KernelFunc): KernelFunc =>
  (given) => {
    const backend = given.backend as BackendWasm;
    const journal = journals.get(backend);
    if (!journal) return f(given);
    const isOuter = journal.depth++ === 0;
    const first = isOuter ? (journal.count = 0) : journal.count;
    try {
      return isOuter && journal.observer ? journal.observer.kernel(kernelName, f, given) : f(given);
    } catch (error) {
      while (journal.count > first) backend.disposeData(journal.made[--journal.count]!);
      throw error;
    } finally {
      journal.depth--;
    }
  };
