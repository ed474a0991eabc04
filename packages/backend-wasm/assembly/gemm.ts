import { interleave } from './mat-mul';
import { at } from './vectors';

/** The GEMM of the host, where there is one: see `Gemm.program` in src/gemm.ts. */
// @ts-ignore: decorator
@external("env", "multiply")
export declare function multiply(m: f64, n: f64, k: f64, a: f64, aRow: f64, aColumn: f64, b: f64, bRow: f64, bColumn: f64, c: f64, cRow: f64, add: f64): void;

/**
 * Whether C is computed as the transpose of Bᵀ·Aᵀ. A library that keeps its matrices column by column has large tiles along the columns of
 * C, and is slow where these are short: OpenBLAS takes up to twice as long, which is more than it takes to transpose C. Not worth it
 * where C is large beside the work, or the whole product is small. `npm run bench -- --only products` has the times.
 */
export function isTurned(m: i32, n: i32, k: i32): bool {
  return n <= 112 && 2 * m >= 3 * n && k >= 64 && <i64>m * n * k >= 1 << 19;
}

/** How many bytes `gemm` needs. */
export function gemmScratch(m: i32, n: i32, k: i32): usize {
  return isTurned(m, n, k) ? (<usize>m * n) << 2 : 0;
}

/** C [m, n] = A [m, k] · B [k, n] by the GEMM of the host. */
export function gemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  c: usize,
  cRow: i32,
  scratch: usize,
): void {
  if (isTurned(m, n, k)) {
    multiply(n, m, k, <f64>b, bColumn, bRow, <f64>a, aColumn, aRow, <f64>scratch, m, 0);
    transpose(n, m, scratch, c, cRow);
  } else multiply(m, n, k, <f64>a, aRow, aColumn, <f64>b, bRow, bColumn, <f64>c, cRow, 0);
}

/** x [rows, columns] → y [columns, rows], the rows of y `step` numbers apart. */
export function transpose(rows: i32, columns: i32, x: usize, y: usize, step: i32): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const first = at(x, r * columns);
    const third = at(first, 2 * columns);
    interleave(columns, first, at(first, columns), third, at(third, columns), at(y, r), <usize>step << 2);
  }
  for (; r < rows; r++) for (let c = 0; c < columns; c++) store<f32>(at(y, c * step + r), load<f32>(at(x, r * columns + c)));
}
