import { withConvolutions } from './simd/patched.js';
import { changeGemm } from './start-backend.js';
import type { WasmInfo } from './start-backend.js';
import type { Program } from './threads/pool.js';

export { functionsOf } from './threads/pool.js';
export type { Program } from './threads/pool.js';

/** A library that multiplies matrices in the heap instead of our kernels, such as the BLAS of the machine. */
export interface Gemm {
  /**
   * Gives every thread the function `multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, add)`: C `[m, n]` =
   * A `[m, k]` · B `[k, n]`, added to C where `add` is not 0. Element (i, j) of A lies at address `a` +
   * 4·(i·`aRow` + j·`aColumn`), where one of the two is 1; B likewise; (i, j) of C at `c` + 4·(i·`cRow` + j).
   */
  readonly program: Program;
  /** Whether several threads may multiply at once. Then each computes a part of every product; otherwise one thread computes it all. */
  readonly shared: boolean;
  /** Whether it should multiply `[m, k]` by `[k, n]`. */
  readonly takes: (m: number, n: number, k: number) => boolean;
  /** Whether it should compute a convolution with so many places and filters, and patches of `taps` numbers. */
  readonly convolves: (places: number, filters: number, taps: number) => boolean;
}

/**
 * Sets the number of threads, and the GEMM for the matrix products and convolutions that it takes. With undefined, our kernels
 * compute all of them again. Returns what the backend then runs on. Throws before the first `setWasmBackend`.
 *
 * @param gemm The program that multiplies; undefined for our kernels.
 * @param threads How many threads compute.
 */
export const setGemm = (gemm: Gemm | undefined, threads: number): Promise<WasmInfo> => changeGemm(gemm && withConvolutions(gemm), threads);
