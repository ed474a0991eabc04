import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Multiplier } from '../multiplier.js';
import { alone, functionsOf, startPool } from '../threads/pool.js';
import type { Functions } from '../threads/pool.js';
import { withSharedMemory } from '../threads/shared.js';
import { memoryOf } from '../threads/start.js';
import { heapOf } from './heap.js';
import type { Crew, Heap } from './heap.js';

/** A function that multiplies and adds by relaxed SIMD, as the least module to ask for it. */
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
];

/** Pages of 64 kB that a shared memory may have: all 4 GB. */
const PAGES = 65_536;

/**
 * Milliseconds that threads ask for more calls before they sleep where a multiplier's are called: long enough for what a
 * training step does between two of them, since it takes 0.1 ms to wake a thread.
 */
const AWAKE = 1;

/** Our functions at work. */
export interface Simd {
  /** Whether a multiplication and an addition are one instruction. */
  readonly relaxed: boolean;
  /** The heap of a backend with our functions on it; one made after this has one thread and no multiplier. */
  readonly heapOf: (backend: BackendWasm) => Heap;
  readonly threads: () => number;
  /** Has other threads from now on, and products made by a multiplier, or by our kernels again. */
  readonly change: (threads: number, multiplier: Multiplier | undefined) => Promise<void>;
}

/** Starts our functions on a backend's heap, with so many threads where its memory is shared; says why where there are fewer. */
export async function startSimd(backend: BackendWasm, threads: number, onFailure: (reason: string) => void): Promise<Simd> {
  const relaxed = WebAssembly.validate(new Uint8Array(RELAXED));
  // Apart, so that a page loads one.
  const { default: base64 } = await (relaxed ? import('../../kernels/relaxed.js') : import('../../kernels/simd.js'));
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const shared = isShared(backend);
  const module = await WebAssembly.compile(shared ? withSharedMemory(bytes, PAGES) : bytes);
  const exports = exportsOn(module, backend);

  const crewOf = async (count: number, multiplier: Multiplier | undefined): Promise<Crew> => {
    const memory = memoryOf(backend);
    const functions = { ...exports, ...(multiplier && functionsOf(multiplier.program, memory)) };
    const options = { onFailure, ...(multiplier && { program: multiplier.program, awake: AWAKE }) };
    return { functions, multiplier, pool: await startPool(module, memory, functions, count, options) };
  };
  let crew = await crewOf(threads, undefined);
  const heaps = new WeakMap([[backend, heapOf(backend, () => crew)]]);

  const anew = (other: BackendWasm): Heap => {
    if (isShared(other) !== shared) throw new Error('backend-wasm: the backend was made anew with another kind of memory; call useWasm');
    const functions = exportsOn(module, other);
    const heap = heapOf(other, () => ({ functions, pool: alone(functions), multiplier: undefined }));
    heaps.set(other, heap);
    return heap;
  };
  return {
    relaxed,
    heapOf: (other) => heaps.get(other) ?? anew(other),
    threads: () => crew.pool.size,
    async change(count, multiplier) {
      if (count === crew.pool.size && multiplier?.program === crew.multiplier?.program) {
        crew = { ...crew, multiplier };
        return;
      }
      const next = await crewOf(count, multiplier);
      crew.pool.dispose();
      crew = next;
    },
  };
}

const isShared = (backend: BackendWasm): boolean => !(memoryOf(backend).buffer instanceof ArrayBuffer);

const exportsOn = (module: WebAssembly.Module, backend: BackendWasm): Functions =>
  new WebAssembly.Instance(module, { env: { memory: memoryOf(backend) } }).exports as Functions;
