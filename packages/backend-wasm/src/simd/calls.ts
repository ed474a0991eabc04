import parameters from '../../kernels/parameters.js';
import { multiplyInOrder } from './multiply-arguments.js';

/*
 * Functions in WebAssembly take up to 26 numbers by position. Here, the numbers have names. Those of assembly/ are read from its
 * source when it is compiled; those of a GEMM's function are in `MultiplyArguments`.
 */

/** For every function: puts its numbers, given by name, in order. */
export const inOrder: typeof parameters & { readonly multiply: typeof multiplyInOrder } = { ...parameters, multiply: multiplyInOrder };

/** A function of assembly/ or of a GEMM. */
export type FunctionName = keyof typeof inOrder;

/** The numbers that a function takes, by the names of its parameters; addresses are in bytes. */
export type Arguments<N extends FunctionName> = Parameters<(typeof inOrder)[N]>[0];
