import type { Matrix } from '@autoencoders/backend-wasm/multiplier';
import type { LibraryHandle } from 'koffi';

/** A library that multiplies. */
export interface Blas {
  /** What it calls itself: `OpenBLAS 0.3.21`, `MKL`, `BLIS`, `Accelerate`, `CBLAS`. */
  readonly name: string;
  /** The file, as the system's loader was asked for it. */
  readonly path: string;
  /** How many threads it takes; undefined where it does not let itself be told. */
  readonly threads: number | undefined;
  /** C = A·B, or C + A·B, in a memory: see `Multiplier` in `@autoencoders/backend-wasm`. */
  readonly multiply: (memory: ArrayBufferLike, m: number, n: number, k: number, a: Matrix, b: Matrix, c: number, add: boolean) => void;
}

type Koffi = Pick<typeof import('koffi'), 'address' | 'load'>;
type Sgemm = (...numbers: readonly number[]) => void;

/* The constants of CBLAS, as in cblas.h. */
const ROW_MAJOR = 101;
const AS_IT_IS = 111;
const TRANSPOSED = 112;

/** Loads a library, sets its threads, and tries it. Throws a sentence where it is not there, or is no BLAS of 32-bit sizes. */
export function loadBlas(koffi: Koffi, path: string, threads: number): Blas {
  const library = koffi.load(path);
  const sgemm = library.func(
    'void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, intptr_t a, int lda, intptr_t b, int ldb, float beta, intptr_t c, int ldc)',
  ) as unknown as Sgemm;
  const kind = kindOf(library, path);
  const blas: Blas = {
    name: kind.name,
    path,
    threads: kind.setThreads?.(threads),
    multiply: multiplyBy(koffi, sgemm),
  };
  tryOut(blas);
  return blas;
}

/** Products in a memory. Its address is asked for anew with every buffer: when the heap grows, there is another. */
function multiplyBy(koffi: Koffi, sgemm: Sgemm): Blas['multiply'] {
  let known: ArrayBufferLike | undefined;
  let base = 0;
  return (memory, m, n, k, a, b, c, add) => {
    if (memory !== known) {
      base = Number(koffi.address(new Uint8Array(memory)));
      known = memory;
    }
    const [turnA, lda] = laid(a, m, k);
    const [turnB, ldb] = laid(b, k, n);
    sgemm(ROW_MAJOR, turnA, turnB, m, n, k, 1, base + a.start, lda, base + b.start, ldb, add ? 1 : 0, base + c, n);
  };
}

/** How a matrix lies in memory: its rows in a piece each, or its columns; and how far it is from one to the next. */
function laid({ row, column }: Matrix, rows: number, columns: number): readonly [order: number, leading: number] {
  return column === 1 ? [AS_IT_IS, Math.max(row, columns)] : [TRANSPOSED, Math.max(column, rows)];
}

interface Kind {
  readonly name: string;
  /** Sets how many threads there are, and says how many there are. */
  readonly setThreads?: (count: number) => number;
}

/** Which library it is, by the functions that only it has. */
function kindOf(library: LibraryHandle, path: string): Kind {
  const set = (definition: string): ((count: number) => number) | undefined => {
    const found = functionOf(library, definition);
    return found && ((count) => (found(count), count));
  };
  const openblas = set('void openblas_set_num_threads(int count)');
  if (openblas) {
    const words = functionOf(library, 'const char *openblas_get_config()')?.() as string | undefined;
    // A serial build takes the call and stays at one.
    const parallel = functionOf(library, 'int openblas_get_parallel()')?.() as number | undefined;
    const name = words?.match(/^OpenBLAS [\d.]+/)?.[0] ?? 'OpenBLAS';
    return { name, setThreads: (count) => (parallel === 0 ? 1 : openblas(count)) };
  }
  const mkl = set('void MKL_Set_Num_Threads(int count)');
  if (mkl) return { name: 'MKL', setThreads: mkl };
  const blis = set('void bli_thread_set_num_threads(int64_t count)');
  if (blis) return { name: 'BLIS', setThreads: blis };
  // Accelerate takes its threads from the environment variable VECLIB_MAXIMUM_THREADS alone; the reference has one.
  return { name: /Accelerate/.test(path) ? 'Accelerate' : 'CBLAS' };
}

function functionOf(library: LibraryHandle, definition: string): ((...given: readonly unknown[]) => unknown) | undefined {
  try {
    return library.func(definition) as (...given: readonly unknown[]) => unknown;
  } catch {
    return undefined;
  }
}

/** A small product with a transposed side, whose result is known: a library with 64-bit sizes, say, does not give it. */
function tryOut({ multiply, name, path }: Blas): void {
  const memory = new SharedArrayBuffer(128);
  const numbers = new Float32Array(memory);
  numbers.set([1, 2, 3, 4, 5, 6, 1, 0, 2, 0, 1, 1]);
  // A is [2, 3], B the transpose of [2, 3], C starts at number 16.
  numbers.set([10, 10, 10, 10], 16);
  multiply(memory, 2, 2, 3, { start: 0, row: 3, column: 1 }, { start: 24, row: 1, column: 3 }, 64, true);
  if ([17, 15, 26, 21].some((value, i) => numbers[16 + i] !== value))
    throw new Error(`${name} (${path}) multiplies wrongly: it may be a build with 64-bit sizes`);
}
