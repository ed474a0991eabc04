import { util } from '@tensorflow/tfjs-core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Gemm } from '../gemm.js';
import { inOrder } from './calls.js';
import type { Arguments, FunctionName } from './calls.js';
import type { Functions, Pool } from '../threads/pool.js';

/** What works on a heap. */
export interface Workers {
  /** What the module in assembly/ exports, and the GEMM's function. */
  readonly functions: Functions;
  readonly pool: Pool;
  readonly gemm: Gemm | undefined;
}

/** tfjs's heap with our functions on it. An address holds as long as its tensor; a view of memory only until memory grows. */
export interface Heap {
  /** How many calls run at once. */
  readonly threads: number;
  /** What multiplies in place of our kernels, if anything. */
  readonly gemm: Gemm | undefined;
  readonly call: <N extends FunctionName>(name: N, given: Arguments<N>) => number;
  /** Calls a function several times, side by side on as many threads as there are. */
  readonly share: <N extends FunctionName>(name: N, calls: readonly Arguments<N>[]) => void;
  readonly address: (info: TensorInfo) => number;
  readonly output: (shape: readonly number[], dtype?: DataType) => TensorInfo;
  /** The same data under another name: to be freed by itself. */
  readonly shared: (info: TensorInfo) => TensorInfo;
  /** Whether nobody else has the data of a tensor. */
  readonly alone: (info: TensorInfo) => boolean;
  readonly free: (info: TensorInfo) => void;
  /** An address with room for so many bytes, until the next call of this function. */
  readonly scratch: (bytes: number) => number;
  /** The memory as it is now. */
  readonly memory: () => ArrayBufferLike;
}

/** What Emscripten gives besides what tfjs declares. */
interface Emscripten {
  readonly HEAPU8: Uint8Array;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (address: number) => void;
}

const numbersOf = <N extends FunctionName>(name: N, given: Arguments<N>): number[] =>
  (inOrder[name] as (given: Arguments<N>) => number[])(given);

/** The heap of a backend; `workers` gives who works on it, which may be others later. */
export function heapOf(backend: BackendWasm, workers: () => Workers): Heap {
  const wasm = backend.wasm as unknown as Emscripten;
  let room = 0;
  let start = 0;
  return {
    // A pool may lose its workers.
    get threads() {
      return workers().pool.size;
    },
    get gemm() {
      return workers().gemm;
    },
    call: (name, given) => workers().functions[name]!(...numbersOf(name, given)),
    share: (name, calls) => workers().pool.run(calls.map((given) => [name, ...numbersOf(name, given)])),
    address: ({ dataId }) => backend.getMemoryOffset(dataId),
    output: (shape, dtype = 'float32') => backend.makeOutput(shape as number[], dtype),
    shared({ dataId, shape, dtype }) {
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    alone: ({ dataId }) => backend.refCount(dataId) === 1,
    free: ({ dataId }) => void backend.disposeData(dataId),
    scratch(bytes) {
      if (bytes <= room) return start;
      if (start !== 0) wasm._free(start);
      room = 0;
      start = wasm._malloc(bytes + PAD) >>> 0;
      util.assert(start !== 0, () => `backend-wasm: no memory left for ${bytes} bytes of scratch`);
      room = bytes;
      return start;
    },
    memory: () => wasm.HEAPU8.buffer,
  };
}

/** Vectors are read four numbers at a time, so that the last may reach beyond its end. */
const PAD = 64;

/** How many threads work is worth of which less than `least` is not worth one. */
export const threadsWorth = ({ threads }: Heap, work: number, least: number): number =>
  Math.max(1, Math.min(threads, Math.floor(work / least)));

/** The ranges of `count` things for so many threads, in steps of `step`; fewer where there are not enough. */
export function ranges(count: number, threads: number, step = 1): readonly (readonly [first: number, end: number])[] {
  const size = Math.ceil(count / step / threads) * step;
  return Array.from({ length: Math.ceil(count / size) || 1 }, (_, i) => [i * size, Math.min(count, (i + 1) * size)] as const);
}
