import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Gemm } from '../gemm.js';
import { functionsOf, startPool } from '../threads/pool.js';
import type { Functions } from '../threads/pool.js';
import { withSharedMemory } from '../threads/shared.js';
import { memoryOf } from '../threads/share-memory.js';
import { heapOf } from './simd-heap.js';
import type { Workers, Heap } from './simd-heap.js';

/** A function that multiplies and adds by relaxed SIMD, as the least module to ask for it. */
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
];

/** Pages of 64 kB that a shared memory may have: all 4 GB. */
const PAGES = 65_536;

/**
 * Milliseconds that threads ask for more calls before they sleep where a GEMM's are called: long enough for what a
 * training step does between two of them, since it takes 0.1 ms to wake a thread.
 */
const AWAKE = 1;

/** Our functions at work. */
export interface Simd {
  /** Whether a multiplication and an addition are one instruction. */
  readonly relaxed: boolean;
  /** Puts our functions on the heap of a backend, with as many threads as are wanted where its memory is shared. */
  readonly attach: (backend: BackendWasm) => Promise<void>;
  /** The heap of a backend that they were put on. */
  readonly heapOf: (backend: BackendWasm) => Heap;
  /** How many threads the latest backend has. */
  readonly threads: () => number;
  /** Has other threads from now on, and products made by a GEMM, or by our kernels again. */
  readonly change: (threads: number, gemm: Gemm | undefined) => Promise<void>;
}

/** Who works on the heap of one backend. */
interface Site {
  readonly heap: Heap;
  workers: Workers;
  readonly workersOf: (threads: number, gemm: Gemm | undefined) => Promise<Workers>;
}

/** Gets our functions ready, to run on so many threads; `onFailure` is given a reason where there are fewer. */
export async function startSimd(threads: number, onFailure: (reason: string) => void): Promise<Simd> {
  const relaxed = WebAssembly.validate(new Uint8Array(RELAXED));
  // Apart, so that a page loads one.
  const { default: base64 } = await (relaxed ? import('../../kernels/relaxed.js') : import('../../kernels/simd.js'));
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const compiled = (shared: boolean): Promise<WebAssembly.Module> => WebAssembly.compile(shared ? withSharedMemory(bytes, PAGES) : bytes);

  const sites = new WeakMap<BackendWasm, Site>();
  let wanted: { threads: number; gemm: Gemm | undefined } = { threads, gemm: undefined };
  let latest: Site | undefined;

  const attach = async (backend: BackendWasm): Promise<void> => {
    const memory = memoryOf(backend);
    const module = await compiled(isShared(memory));
    const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Functions;
    const workersOf = async (count: number, gemm: Gemm | undefined): Promise<Workers> => {
      const functions = { ...exports, ...(gemm && functionsOf(gemm.program, memory)) };
      const options = { onFailure, ...(gemm && { program: gemm.program, awake: AWAKE }) };
      return { functions, gemm, pool: await startPool(module, memory, functions, count, options) };
    };
    const site: Site = { workers: await workersOf(wanted.threads, wanted.gemm), workersOf, heap: heapOf(backend, () => site.workers) };
    const dispose = backend.dispose.bind(backend);
    backend.dispose = () => {
      site.workers.pool.dispose();
      dispose();
    };
    sites.set(backend, site);
    latest = site;
  };

  return {
    relaxed,
    attach,
    heapOf: (backend) => sites.get(backend)!.heap,
    threads: () => latest!.workers.pool.size,
    async change(count, gemm) {
      wanted = { threads: count, gemm };
      const site = latest!;
      const { workers } = site;
      if (count === workers.pool.size && gemm?.program === workers.gemm?.program) {
        site.workers = { ...workers, gemm };
        return;
      }
      site.workers = await site.workersOf(count, gemm);
      workers.pool.dispose();
    },
  };
}

const isShared = ({ buffer }: WebAssembly.Memory): boolean => !(buffer instanceof ArrayBuffer);
