import type { Program } from './threads/pool.js';

export { functionsOf } from './threads/pool.js';
export { setGemm } from './set-wasm-backend.js';
export { multiplyInOrder } from './simd/multiply-arguments.js';
export type { MultiplyArguments } from './simd/multiply-arguments.js';

/** Something else than our kernels that multiplies matrices in the heap, as a machine's own library. */
export interface Gemm {
  /**
   * Gives every thread the function `multiply(m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, add)`: C `[m, n]` =
   * A `[m, k]` · B `[k, n]`, added to C where `add` is not 0. Element (i, j) of A lies at address `a` +
   * 4·(i·`aRow` + j·`aColumn`), where one of the two is 1; B likewise; (i, j) of C at `c` + 4·(i·`cRow` + j).
   */
  readonly program: Program;
  /** Whether several threads may multiply at once: then each takes a part of every product, and otherwise one does all. */
  readonly shared: boolean;
  /** Whether it is to multiply `[m, k]` by `[k, n]`. */
  readonly takes: (m: number, n: number, k: number) => boolean;
  /** Whether it is to do a convolution whose patches have `taps` numbers, for each of so many filters and places. */
  readonly convolves: (places: number, filters: number, taps: number) => boolean;
}
