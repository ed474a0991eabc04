import parameters from '../../kernels/parameters.js';
import { multiplyParameters } from '../gemm.js';

/*
 * Functions in WebAssembly take up to 26 numbers by position. Here they are called by name: the parameters of each are read
 * from assembly/ when it is compiled, those of a GEMM's function from `Gemm`.
 */

const parametersOf: typeof parameters & { readonly multiply: typeof multiplyParameters } = { ...parameters, multiply: multiplyParameters };

/** A function of assembly/ or of a GEMM. */
export type FunctionName = keyof typeof parametersOf;

/** The numbers that a function takes, by the names of its parameters; addresses are in bytes. */
export type Arguments<N extends FunctionName> = { readonly [P in (typeof parametersOf)[N][number]]: number };

/** The same in the order in which the function takes them. */
export const inOrder = <N extends FunctionName>(name: N, given: Arguments<N>): number[] =>
  parametersOf[name].map((parameter) => (given as Readonly<Record<string, number>>)[parameter]!);
