import type { DataId, KernelFunc } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** The data that the running kernels have made. */
interface Journal {
  /** The first `count` count. An array that is made shorter gives its memory back, which each kernel would ask for again. */
  readonly made: DataId[];
  count: number;
  depth: number;
}

const journals = new WeakMap<BackendWasm, Journal>();

/** Makes a backend record the data that kernels make. */
export function keepAccount(backend: BackendWasm): void {
  const journal: Journal = { made: [], count: 0, depth: 0 };
  journals.set(backend, journal);
  const makeOutput = backend.makeOutput.bind(backend);
  backend.makeOutput = (shape, dtype, memoryOffset, values) => {
    const info = makeOutput(shape, dtype, memoryOffset, values);
    if (journal.depth > 0) journal.made[journal.count++] = info.dataId;
    return info;
  };
}

/** A kernel that frees what it has made if it throws. tfjs would not free it. */
export const withoutLeftovers =
  (f: KernelFunc): KernelFunc =>
  (given) => {
    const backend = given.backend as BackendWasm;
    const journal = journals.get(backend);
    // A backend that the program made by other means.
    if (!journal) return f(given);
    const first = journal.depth++ === 0 ? (journal.count = 0) : journal.count;
    try {
      return f(given);
    } catch (error) {
      while (journal.count > first) backend.disposeData(journal.made[--journal.count]!, true);
      throw error;
    } finally {
      journal.depth--;
    }
  };
