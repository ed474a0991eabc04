import { ELEMENT_TYPES } from './proto.js';
import type { ElementType } from './proto.js';
import { valuesOf } from './graph.js';
import type { Graph, NumberType } from './graph.js';

/** A tensor of the graph by its name, or a number. */
export type Operand = string | number;

type Unary = (x: string) => string;
type Binary = (a: Operand, b: Operand) => string;

/** Operators of ONNX as functions, for formulas. Numbers among their arguments are scalars of this type. */
export interface Arithmetic {
  readonly add: Binary;
  readonly sub: Binary;
  readonly mul: Binary;
  readonly div: Binary;
  readonly max: Binary;
  readonly min: Binary;
  readonly less: Binary;
  readonly lessOrEqual: Binary;
  readonly equal: Binary;
  readonly exp: Unary;
  readonly log: Unary;
  readonly sqrt: Unary;
  readonly sin: Unary;
  readonly floor: Unary;
  readonly abs: Unary;
  readonly sign: Unary;
  readonly neg: Unary;
  readonly isNaN: Unary;
  readonly not: Unary;
  readonly and: Binary;
  readonly where: (condition: string, yes: Operand, no: Operand) => string;
  readonly square: Unary;
  readonly matMul: (a: string, b: string) => string;
  readonly cast: (x: string, to: ElementType) => string;
  /** Σ over the last axis, which stays with size 1. */
  readonly sum: Unary;
  /** A polynomial at x, the highest power first. */
  readonly polynomial: (x: string, coefficients: readonly number[]) => string;
  /** A row of constants, `[1, n]`. */
  readonly row: (name: string, values: ArrayLike<number>) => string;
}

/** Formulas in floats of 32 or 64 bits, or in whole numbers. */
export function arithmetic(g: Graph, type: NumberType): Arithmetic {
  const name = (x: Operand): string => (typeof x === 'number' ? g.scalar(x, type) : x);
  const unary =
    (operator: string): Unary =>
    (x) =>
      g.node(operator, [x]);
  const binary =
    (operator: string): Binary =>
    (a, b) =>
      g.node(operator, [name(a), name(b)]);
  const [add, mul] = [binary('Add'), binary('Mul')];
  return {
    add,
    mul,
    sub: binary('Sub'),
    div: binary('Div'),
    max: binary('Max'),
    min: binary('Min'),
    less: binary('Less'),
    lessOrEqual: binary('LessOrEqual'),
    equal: binary('Equal'),
    exp: unary('Exp'),
    log: unary('Log'),
    sqrt: unary('Sqrt'),
    sin: unary('Sin'),
    floor: unary('Floor'),
    abs: unary('Abs'),
    sign: unary('Sign'),
    neg: unary('Neg'),
    isNaN: unary('IsNaN'),
    not: unary('Not'),
    and: binary('And'),
    where: (condition, yes, no) => g.node('Where', [condition, name(yes), name(no)]),
    square: (x) => mul(x, x),
    matMul: (a, b) => g.node('MatMul', [a, b]),
    cast: (x, to) => g.node('Cast', [x], { to: ELEMENT_TYPES[to] }),
    sum: (x) => g.node('ReduceSum', [x, g.ints([-1])], { keepdims: 1 }),
    polynomial: (x, [first, ...others]) => others.reduce<Operand>((sum, c) => add(mul(sum, x), c), first!) as string,
    row: (title, values) => g.constant(title, valuesOf(values, type), [1, values.length]),
  };
}
