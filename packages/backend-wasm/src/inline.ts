import * as cpu from '../kernels/cpu.js';
import * as threaded from '../kernels/files/tfjs-backend-wasm-threaded-simd.js';
import * as single from '../kernels/files/tfjs-backend-wasm-simd.js';
import * as relaxedKernels from '../kernels/relaxed.js';
import * as plainKernels from '../kernels/simd.js';
import * as plainBuild from '../kernels/stock-plain.js';
import * as threadedBuild from '../kernels/stock-threaded.js';
import { setBuilds } from '#stock';
import type { Modules } from './modules.js';
import { startBackend } from './start-backend.js';
import type { WasmInfo, WasmOptions } from './start-backend.js';

export type { WasmInfo, WasmOptions } from './start-backend.js';

setBuilds(async (threaded) => (threaded ? threadedBuild : plainBuild));

const modules: Modules = {
  cpu: async () => cpu,
  simd: async (relaxed) => (relaxed ? relaxedKernels : plainKernels),
  async file(name) {
    // Every browser since 2023 has SIMD.
    if (name === 'tfjs-backend-wasm.wasm')
      throw new Error('@autoencoders/backend-wasm/inline has no file without SIMD; import from @autoencoders/backend-wasm');
    return name === 'tfjs-backend-wasm-simd.wasm' ? single : threaded;
  },
};

/**
 * The `setWasmBackend` of `@autoencoders/backend-wasm` for programs that must be one file, such as a worker that Vite 6 or 7 builds: it has no
 * dynamic imports. The file is about 200 kB larger, compressed. Throws an `InputError` where there is no SIMD, unless `paths` is given.
 */
export async function setWasmBackend(options: WasmOptions = {}): Promise<WasmInfo> {
  return startBackend(options, modules);
}
