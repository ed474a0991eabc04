import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { heapOf } from './heap.js';
import type { Exports, Heap } from './heap.js';

/** A function that multiplies and adds by relaxed SIMD, as the least module to ask for it. */
const RELAXED = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11,
];

/** Our functions as this machine runs them fastest; apart, so that a page loads one. */
async function compiled(): Promise<WebAssembly.Module> {
  const relaxed = WebAssembly.validate(new Uint8Array(RELAXED));
  const { default: base64 } = await (relaxed ? import('../../kernels/relaxed.js') : import('../../kernels/simd.js'));
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return WebAssembly.compile(bytes);
}

/** Compiles our functions, and gives the heap of each backend with an instance of them on it. */
export async function startSimd(): Promise<(backend: BackendWasm) => Heap> {
  const module = await compiled();
  const heaps = new WeakMap<BackendWasm, Heap>();
  return (backend) => {
    const known = heaps.get(backend);
    if (known) return known;
    const memory = (backend.wasm as unknown as { asm: { memory: WebAssembly.Memory } }).asm.memory;
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const heap = heapOf(backend, exports as Exports, undefined);
    heaps.set(backend, heap);
    return heap;
  };
}
