import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { startPool } from '../threads/pool.js';
import { withSharedMemory } from '../threads/shared.js';
import { memoryOf } from '../threads/start.js';
import { heapOf } from './heap.js';
import type { Exports, Heap } from './heap.js';

/** A function that multiplies and adds by relaxed SIMD, as the least module to ask for it. */
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
];

/** Pages of 64 kB that a shared memory may have: all 4 GB. */
const PAGES = 65_536;

/** Our functions at work. */
export interface Simd {
  /** Whether a multiplication and an addition are one instruction. */
  readonly relaxed: boolean;
  /** The heap of a backend with our functions on it; one made after this has no threads. */
  readonly heapOf: (backend: BackendWasm) => Heap;
  readonly threads: () => number;
}

/** Starts our functions on a backend's heap, with so many threads where its memory is shared; says why where there are fewer. */
export async function startSimd(backend: BackendWasm, threads: number, onFailure: (reason: string) => void): Promise<Simd> {
  const relaxed = WebAssembly.validate(new Uint8Array(RELAXED));
  // Apart, so that a page loads one.
  const { default: base64 } = await (relaxed ? import('../../kernels/relaxed.js') : import('../../kernels/simd.js'));
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const shared = isShared(backend);
  const module = await WebAssembly.compile(shared ? withSharedMemory(bytes, PAGES) : bytes);
  const exports = on(module, backend);
  const pool = await startPool(module, memoryOf(backend), exports, threads, { onFailure });
  const heaps = new WeakMap([[backend, heapOf(backend, exports, pool)]]);
  const anew = (other: BackendWasm): Heap => {
    if (isShared(other) !== shared) throw new Error('backend-wasm: the backend was made anew with another kind of memory; call useWasm');
    const heap = heapOf(other, on(module, other), undefined);
    heaps.set(other, heap);
    return heap;
  };
  return { relaxed, heapOf: (other) => heaps.get(other) ?? anew(other), threads: () => pool.size };
}

const isShared = (backend: BackendWasm): boolean => !(memoryOf(backend).buffer instanceof ArrayBuffer);

const on = (module: WebAssembly.Module, backend: BackendWasm): Exports =>
  new WebAssembly.Instance(module, { env: { memory: memoryOf(backend) } }).exports as Exports;
