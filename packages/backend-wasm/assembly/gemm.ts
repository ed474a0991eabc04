/** The GEMM of the host, where there is one: see `Gemm.program` in src/gemm.ts. Addresses are numbers without a sign. */
// @ts-ignore: decorator
@external("env", "multiply")
declare function multiply(m: i32, n: i32, k: i32, a: f64, aRow: i32, aColumn: i32, b: f64, bRow: i32, bColumn: i32, c: f64, cRow: i32, add: i32): void;

/** C [m, n] = A [m, k] · B [k, n] by the GEMM of the host, added to C if `add` is 1. */
export function gemm(m: i32, n: i32, k: i32, a: usize, aRow: i32, aColumn: i32, b: usize, bRow: i32, bColumn: i32, c: usize, cRow: i32, add: i32): void {
  multiply(m, n, k, <f64>a, aRow, aColumn, <f64>b, bRow, bColumn, <f64>c, cRow, add);
}
