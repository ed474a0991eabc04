import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { assert } from '#stock';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { journalOf } from '../kernels/leftovers.js';
import { inOrder } from './calls.js';
import type { Arguments, FunctionName } from './calls.js';
import type { ConvolvingGemm } from './patched.js';
import type { Tapes } from '../capture/tapes.js';
import type { Call, Functions, Pool } from '../threads/pool.js';

/** The threads and functions that work on a heap. */
export interface Workers {
  /** The exports of the module in assembly/, and the GEMM's function. */
  readonly functions: Functions;
  readonly pool: Pool;
  readonly gemm: ConvolvingGemm | undefined;
}

/** tfjs's heap with our functions. An address is valid as long as its tensor, a view of memory only until memory grows. */
export interface Heap {
  /** How many calls run at once. */
  readonly threads: number;
  /** The GEMM that multiplies instead of our kernels, if there is one. */
  readonly gemm: ConvolvingGemm | undefined;
  readonly call: <N extends FunctionName>(name: N, given: Arguments<N>) => number;
  /** Calls a function several times, in parallel on all threads. */
  readonly share: <N extends FunctionName>(name: N, calls: readonly Arguments<N>[]) => void;
  readonly address: (info: TensorInfo) => number;
  readonly output: (shape: readonly number[], dtype?: DataType) => TensorInfo;
  /** The same data as a new tensor, which is freed separately. */
  readonly shared: (info: TensorInfo) => TensorInfo;
  /** Whether no other tensor has the same data. */
  readonly alone: (info: TensorInfo) => boolean;
  /** Whether a kernel may decide by the numbers of a tensor whose memory it gives back: not if they may be others when it runs again. */
  readonly isFixed: (info: TensorInfo) => boolean;
  readonly free: (info: TensorInfo) => void;
  /** The address of scratch memory of so many bytes. It is valid until the next call of this function. */
  readonly scratch: (bytes: number) => number;
  /** The current memory. */
  readonly memory: () => ArrayBufferLike;
  /** Its current threads and functions, and where its scratch memory is. */
  readonly workers: () => Workers;
  readonly scratchStart: () => number;
  /** What notes the calls of kernels, once something has been captured. */
  tapes?: Tapes;
}

/** Members of the Emscripten module that tfjs does not declare. */
interface Emscripten {
  readonly HEAPU8: Uint8Array;
  readonly _malloc: (bytes: number) => number;
  readonly _free: (address: number) => void;
}

const numbersOf = <N extends FunctionName>(name: N, given: Arguments<N>): number[] =>
  (inOrder[name] as (given: Arguments<N>) => number[])(given);

/** The heap of a backend. `workers` returns its current workers, which may change. */
export function heapOf(backend: BackendWasm, workers: () => Workers): Heap {
  const wasm = backend.wasm as unknown as Emscripten;
  const scratch = scratchOf(wasm);
  const heap: Heap = {
    // A pool may have stopped its workers.
    get threads() {
      return workers().pool.size;
    },
    get gemm() {
      return workers().gemm;
    },
    call(name, given) {
      const numbers = numbersOf(name, given);
      return workers().functions[name]!(...(heap.tapes?.call(name, numbers) ?? numbers));
    },
    share(name, calls) {
      const row = calls.map((given): Call => ({ name, numbers: numbersOf(name, given) }));
      workers().pool.run(heap.tapes?.row(row) ?? row);
    },
    address: ({ dataId }) => heap.tapes?.marked(dataId) ?? backend.getMemoryOffset(dataId),
    output: (shape, dtype = 'float32') => backend.makeOutput(shape as number[], dtype),
    shared({ dataId, shape, dtype }) {
      heap.tapes?.spoil();
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
    isFixed: (info) => journalOf(backend)?.observer?.isFixed(info) ?? true,
    alone({ dataId }) {
      heap.tapes?.spoil();
      return backend.refCount(dataId) === 1;
    },
    free({ dataId }) {
      heap.tapes?.spoil();
      backend.disposeData(dataId);
    },
    scratch(bytes) {
      const skipped = heap.tapes?.skipped(bytes) ?? 0;
      return scratch.of(skipped + bytes) + skipped;
    },
    memory() {
      heap.tapes?.spoil();
      return wasm.HEAPU8.buffer;
    },
    workers,
    scratchStart: scratch.start,
  };
  return heap;
}

/** Scratch memory, which grows. */
function scratchOf(wasm: Emscripten): { readonly start: () => number; readonly of: (bytes: number) => number } {
  let room = 0;
  let start = 0;
  return {
    start: () => start,
    of(bytes) {
      if (bytes <= room) return start;
      if (start !== 0) wasm._free(start);
      // Nothing, should there be no room: what was freed must not be freed again, nor used.
      [room, start] = [0, 0];
      start = wasm._malloc(bytes + PAD) >>> 0;
      assert(start !== 0, () => `backend-wasm: no memory left for ${bytes} bytes of scratch`);
      room = bytes;
      return start;
    },
  };
}

/** Vectors are read four numbers at a time, so that a read may go beyond the end. */
const PAD = 64;

/** How many threads to use for so much work, if each thread should get at least `least`. */
export const threadsWorth = ({ threads }: Heap, work: number, least: number): number =>
  Math.max(1, Math.min(threads, Math.floor(work / least)));

/** Divides `count` items into ranges for so many threads, in multiples of `step`. Returns fewer ranges if there are not enough items. */
export function ranges(count: number, threads: number, step = 1): readonly (readonly [first: number, end: number])[] {
  const size = Math.ceil(count / step / threads) * step;
  const found: (readonly [number, number])[] = [];
  // At least one, also of nothing.
  for (let first = 0; first === 0 || first < count; first += size || 1) found.push([first, Math.min(count, first + size)]);
  return found;
}
