import parameters from '../../kernels/parameters.js';
import { multiplyInOrder } from './multiply-arguments.js';

/*
 * Functions in WebAssembly take up to 26 numbers by position. Here they are called by name: the parameters of each are read
 * from assembly/ when it is compiled, those of a GEMM's function from `Gemm`.
 */

/** For every function, its numbers by name → its numbers in order. */
export const inOrder: typeof parameters & { readonly multiply: typeof multiplyInOrder } = { ...parameters, multiply: multiplyInOrder };

/** A function of assembly/ or of a GEMM. */
export type FunctionName = keyof typeof inOrder;

/** The numbers that a function takes, by the names of its parameters; addresses are in bytes. */
export type Arguments<N extends FunctionName> = Parameters<(typeof inOrder)[N]>[0];
