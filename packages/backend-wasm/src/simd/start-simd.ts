import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { CAPTURING } from '@autoencoders/core/internal';
import type { Tools } from '../capture/tools.js';
import { journalOf } from '../kernels/leftovers.js';
import { bytesOf } from '../modules.js';
import type { Modules } from '../modules.js';
import { functionsOf, startPool } from '../threads/pool.js';
import type { Functions } from '../threads/pool.js';
import { memoryOf } from '../threads/share-memory.js';
import { heapOf } from './simd-heap.js';
import type { ConvolvingGemm } from './patched.js';
import { mayBeTaped } from './simd-kernel.js';
import type { Workers, Heap } from './simd-heap.js';

/** The smallest module that uses relaxed SIMD, to test whether it is supported. */
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
];

/** The maximum of a shared memory in pages of 64 kB: 4 GB. */
const PAGES = 65_536;

/**
 * Milliseconds that threads poll for more calls before they sleep, if there is a GEMM. It is longer than the time between two
 * products of a training step, since it takes 0.1 ms to wake a thread.
 */
const AWAKE = 1;

/** Our functions, ready to be attached to backends. */
export interface Simd {
  /** Whether a multiplication and an addition are one instruction. */
  readonly relaxed: boolean;
  /** Attaches our functions to the heap of a backend, with the wanted threads if its memory is shared. */
  readonly attach: (backend: BackendWasm) => Promise<void>;
  /** The heap of an attached backend. */
  readonly heapOf: (backend: BackendWasm) => Heap;
  /** How many threads the latest backend has. */
  readonly threads: () => number;
  /** Changes the number of threads, and the GEMM for products. Without a GEMM, our kernels compute them. */
  readonly change: (threads: number, gemm: ConvolvingGemm | undefined) => Promise<void>;
}

/** The workers on the heap of one backend. */
interface Site {
  readonly heap: Heap;
  workers: Workers;
  readonly workersOf: (threads: number, gemm: ConvolvingGemm | undefined) => Promise<Workers>;
}

/** Prepares our functions, from `kernels`, for so many threads. `onFailure` is called with the reason if there are fewer. */
export async function startSimd(kernels: Modules['simd'], threads: number, onFailure: (reason: string) => void): Promise<Simd> {
  const relaxed = WebAssembly.validate(new Uint8Array(RELAXED));
  const bytes = await bytesOf(await kernels(relaxed));
  const compiled = async (shared: boolean): Promise<WebAssembly.Module> =>
    WebAssembly.compile(shared ? (await import('../threads/threaded-pool.js')).withSharedMemory(bytes, PAGES) : bytes);

  const sites = new WeakMap<BackendWasm, Site>();
  let wanted: { threads: number; gemm: ConvolvingGemm | undefined } = { threads, gemm: undefined };
  let latest: Site | undefined;

  const attach = async (backend: BackendWasm): Promise<void> => {
    const memory = memoryOf(backend);
    const module = await compiled(isShared(memory));
    // Called only where a GEMM is. The GEMM may change, the instance stays.
    let program: Functions | undefined;
    const multiply = (...numbers: number[]): number => program!['multiply']!(...numbers);
    const functions = new WebAssembly.Instance(module, { env: { memory, multiply } }).exports as Functions;
    const workersOf = async (count: number, gemm: ConvolvingGemm | undefined): Promise<Workers> => {
      if (gemm) program = functionsOf(gemm.program, memory);
      const options = { onFailure, ...(gemm && { program: gemm.program, awake: AWAKE }) };
      return { functions, gemm, pool: await startPool(module, memory, functions, count, options) };
    };
    const heap = heapOf(backend, () => site.workers);
    const site: Site = { workers: await workersOf(wanted.threads, wanted.gemm), workersOf, heap };
    const tools: Tools = { journal: journalOf(backend)!, heap, mayBeTaped };
    const capturing = async () => (await import('../capture/index.js')).capturingOn(backend, tools);
    Object.assign(backend, { [CAPTURING]: capturing });
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
      if (count === workers.pool.size && sameProgram(gemm, workers.gemm)) {
        site.workers = { ...workers, gemm };
        return;
      }
      site.workers = await site.workersOf(count, gemm);
      workers.pool.dispose();
    },
  };
}

const sameProgram = (a: ConvolvingGemm | undefined, b: ConvolvingGemm | undefined): boolean =>
  a?.program.file === b?.program.file && a?.program.options === b?.program.options;

const isShared = ({ buffer }: WebAssembly.Memory): boolean => !(buffer instanceof ArrayBuffer);
