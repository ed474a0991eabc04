import { setBuilds } from '#stock';
import type { Modules } from './modules.js';
import { startBackend } from './start-backend.js';
import type { WasmInfo, WasmOptions } from './start-backend.js';

// At once: a program may start tfjs's backend by itself before.
setBuilds((threaded) => (threaded ? import('../kernels/stock-threaded.js') : import('../kernels/stock-plain.js')));

const files = {
  'tfjs-backend-wasm.wasm': () => import('../kernels/files/tfjs-backend-wasm.js'),
  'tfjs-backend-wasm-simd.wasm': () => import('../kernels/files/tfjs-backend-wasm-simd.js'),
  'tfjs-backend-wasm-threaded-simd.wasm': () => import('../kernels/files/tfjs-backend-wasm-threaded-simd.js'),
};

const smallFiles = {
  ...files,
  'tfjs-backend-wasm-simd.wasm': () => import('../kernels/files/tfjs-backend-wasm-simd-small.js'),
  'tfjs-backend-wasm-threaded-simd.wasm': () => import('../kernels/files/tfjs-backend-wasm-threaded-simd-small.js'),
};

/** An import for each, so that a page loads only what it uses. */
const modules: Modules = {
  cpu: () => import('../kernels/cpu.js'),
  simd: (relaxed) => (relaxed ? import('../kernels/relaxed.js') : import('../kernels/simd.js')),
  file: (name, small) => (small ? smallFiles : files)[name](),
};

/**
 * Sets tfjs's WASM backend, with the kernels that training needs, and returns what it runs on. You may call it again, also after
 * another backend was in use or this one was removed; the options of the first call stay. Throws an `InputError` for a wrong
 * option, and if WebAssembly cannot start; the message says where it looked for the files.
 */
export async function setWasmBackend(options: WasmOptions = {}): Promise<WasmInfo> {
  return startBackend(options, modules);
}
