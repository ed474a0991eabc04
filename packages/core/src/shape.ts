import type { Shape } from './types.js';

/** How many numbers a tensor of a shape has: the product of its sizes, 1 for a scalar. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Whether two shapes are the same. */
export const isSameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((size, axis) => size === b[axis]);
