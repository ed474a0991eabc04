import { functionsOf } from '@autoencoders/backend-wasm/gemm';
import type { Koffi, Library } from './koffi.js';
import { chooseKernels } from './openblas-kernels.js';
import { programOf } from './program.js';

/** A BLAS library. */
export interface Blas {
  /** Its name: `OpenBLAS 0.3.21`, `MKL`, `BLIS`, `Accelerate`, `CBLAS`. */
  readonly name: string;
  /** The path or name by which it was loaded. */
  readonly path: string;
  /** The processor for which OpenBLAS has chosen its kernels: `SkylakeX`, `Haswell`, `Zen`. Undefined for other libraries. */
  readonly kernels: string | undefined;
  /** Whether several of our threads may call it at once, each for a part, after `setThreads(1)`. */
  readonly shared: boolean;
  /** Sets the number of the library's own threads, and returns the number that it uses. Undefined if that cannot be set. */
  readonly setThreads: ((count: number) => number) | undefined;
}

/** Loads a library and tests it. Throws if it does not load, or is not a BLAS with 32-bit sizes. */
export function loadBlas(koffi: Koffi, path: string): Blas {
  const library = koffi.load(path);
  const blas = { path, kernels: chooseKernels(koffi, library), ...kindOf(library, path) };
  tryOut(blas);
  return blas;
}

/** Which library it is, by the functions that only it has. */
function kindOf(library: Library, path: string): Omit<Blas, 'path' | 'kernels'> {
  const set = (definition: string): ((count: number) => number) | undefined => {
    const found = functionOf(library, definition);
    return found && ((count) => (found(count), count));
  };
  const openblas = set('void openblas_set_num_threads(int count)');
  if (openblas) {
    const words = functionOf(library, 'const char *openblas_get_config()')?.() as string | undefined;
    // A serial build accepts the call, but keeps one thread. It may also lack the locks that several callers need.
    const serial = functionOf(library, 'int openblas_get_parallel()')?.() === 0;
    const name = words?.match(/^OpenBLAS [\d.]+/)?.[0] ?? 'OpenBLAS';
    return { name, shared: !serial, setThreads: serial ? () => 1 : openblas };
  }
  const mkl = set('void MKL_Set_Num_Threads(int count)');
  if (mkl) return { name: 'MKL', shared: true, setThreads: mkl };
  const blis = set('void bli_thread_set_num_threads(int64_t count)');
  // BLIS may set the number only for the calling thread, so that our other threads would each start more.
  if (blis) return { name: 'BLIS', shared: false, setThreads: blis };
  // Accelerate reads its number of threads from the environment variable VECLIB_MAXIMUM_THREADS only. The reference BLAS has one.
  return { name: /Accelerate/.test(path) ? 'Accelerate' : 'CBLAS', shared: false, setThreads: undefined };
}

function functionOf(library: Library, definition: string): ((...given: readonly unknown[]) => unknown) | undefined {
  try {
    return library.func(definition);
  } catch {
    return undefined;
  }
}

/** Throws unless a small product with a transposed side is right. With 64-bit sizes, for example, it is wrong. */
function tryOut({ name, path }: Blas): void {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const numbers = new Float32Array(memory.buffer);
  numbers.set([1, 2, 3, 4, 5, 6, 1, 0, 2, 0, 1, 1]);
  // A is [2, 3], B the transpose of [2, 3], C starts at number 16.
  numbers.set([10, 10, 10, 10], 16);
  functionsOf(programOf(path), memory)['multiply']!(2, 2, 3, 0, 3, 1, 24, 1, 3, 64, 2, 1);
  if ([17, 15, 26, 21].some((value, i) => numbers[16 + i] !== value))
    throw new Error(`${name} (${path}) multiplies wrongly: it may be a build with 64-bit sizes`);
}
