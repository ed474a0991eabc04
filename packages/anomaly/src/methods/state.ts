import { check, checkInteger, checkNumber, showShape } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Shape } from '@autoencoders/core';
import type { ScorerState } from '../types.js';

/**
 * The values of an array of a state. Throws unless it is there with this shape, and `fits` holds for each number (default: it is finite). −1
 * stands for any size.
 */
export function arrayOf(state: ScorerState, name: string, shape: Shape, fits: (value: number) => boolean = Number.isFinite): Float32Array {
  const array = Object.hasOwn(Object(state.arrays), name) ? state.arrays[name] : undefined;
  check(array?.values instanceof Float32Array, () => `openScorer: the state of ${show(state.kind)} lacks the array ${show(name)}`);
  const shapeFits = array.shape.length === shape.length && shape.every((size, i) => size === -1 || size === array.shape[i]);
  const numbers = array.shape.reduce((product, size) => product * size, 1);
  check(
    shapeFits && numbers === array.values.length,
    () => `openScorer: the array ${show(name)} of ${show(state.kind)} has shape ${showShape(array.shape)}, which does not fit`,
  );
  check(
    array.values.every(fits),
    () => `openScorer: the array ${show(name)} of ${show(state.kind)} has numbers that cannot be; the file is damaged`,
  );
  return array.values;
}

/** A setting of a state that is a whole number. Throws unless it is from `least` to `greatest`. */
export function wholeOf(state: ScorerState, name: string, least: number, greatest?: number): number {
  const value: unknown = (Object(state.config) as Record<string, unknown>)[name];
  checkInteger('openScorer', `${name} of ${show(state.kind)}`, value, least, greatest);
  return value as number;
}

/** The shape of one example in a state. Throws unless it is one. */
export function shapeOf({ kind, config }: ScorerState): Shape {
  const { shape } = Object(config) as { readonly shape?: unknown };
  check(
    Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size > 0),
    () => `openScorer: the shape of ${show(kind)} must be whole numbers of 1 or more, not ${show(shape)}`,
  );
  return shape;
}

/** A setting of a state that is a finite number. */
export function numberOf(state: ScorerState, name: string): number {
  const value: unknown = (Object(state.config) as Record<string, unknown>)[name];
  checkNumber('openScorer', `${name} of ${show(state.kind)}`, value);
  return value as number;
}
