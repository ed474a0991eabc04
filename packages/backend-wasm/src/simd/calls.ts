import parameters from '../../kernels/parameters.js';

/*
 * Functions in WebAssembly take up to 26 numbers by position. Here, the numbers have names, which are read from the source in assembly/ when
 * it is compiled.
 */

/** For every function: puts its numbers, given by name, in order. */
export const inOrder: typeof parameters = parameters;

/** A function of assembly/. */
export type FunctionName = keyof typeof inOrder;

/** The numbers that a function takes, by the names of its parameters; addresses are in bytes. */
export type Arguments<N extends FunctionName> = Parameters<(typeof inOrder)[N]>[0];
