/** The numbers of a GEMM's function: see `Gemm`. */
export interface MultiplyArguments {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: number;
  readonly aRow: number;
  readonly aColumn: number;
  readonly b: number;
  readonly bRow: number;
  readonly bColumn: number;
  readonly c: number;
  readonly cRow: number;
  readonly add: number;
}

/**
 * The numbers of `MultiplyArguments` in the order of the function's parameters.
 *
 * @param given The arguments by name.
 */
export const multiplyInOrder = (given: MultiplyArguments): number[] => {
  const { m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, add } = given;
  return [m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow, add];
};
