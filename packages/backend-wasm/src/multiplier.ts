/** A matrix in the heap: element (i, j) lies at `start` + 4·(i·`row` + j·`column`); `row` or `column` is 1. */
export interface Matrix {
  readonly start: number;
  readonly row: number;
  readonly column: number;
}

/** Something else than our kernels that multiplies matrices in the heap, as a machine's own library. */
export interface Multiplier {
  /** Whether it is to multiply `[m, k]` by `[k, n]`. */
  readonly takes: (m: number, n: number, k: number) => boolean;
  /** Whether it is to do a convolution whose patches have `taps` numbers, for each of so many filters and places. */
  readonly convolves: (places: number, filters: number, taps: number) => boolean;
  /**
   * C `[m, n]` = A `[m, k]` · B `[k, n]`, added to C where `add` says so; C lies row by row from `c` on. Addresses are in
   * `memory`, which is another buffer after the heap has grown: nothing of it may be kept.
   */
  readonly multiply: (memory: ArrayBufferLike, m: number, n: number, k: number, a: Matrix, b: Matrix, c: number, add: boolean) => void;
}

let current: Multiplier | undefined;

/** Has products, and the convolutions made of them, done by `multiplier` where it takes them; by our kernels again with none. */
export function setMultiplier(multiplier: Multiplier | undefined): void {
  current = multiplier;
}

/** What multiplies in place of our kernels, if anything. */
export const multiplier = (): Multiplier | undefined => current;
