import { tensor, tidy } from '@tensorflow/tfjs-core';
import { leaves } from '@autoencoders/core';
import { expect } from 'vitest';

/** Pseudo-random numbers, about N(0, 1). */
export function numbers(count: number, seed: number): Float32Array {
  let state = seed * 2654435761 + 1;
  const uniform = (): number => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) + 0.5) / 2 ** 32;
  return Float32Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}

/** Weights that no initializer gives: biases, scales and statistics, too. */
export const scramble = (model: any, seed: number): void =>
  eachWeight(model, (weight, path, i) => numbers(weight.length, seed + i).map((x) => (path.endsWith('variance') ? 0.1 + x * x : 0.4 * x)));

/** The weights that a model has, each of them changed in its last digits. */
export const nudgeWeights = (model: any): void => eachWeight(model, nudged);

function eachWeight(model: any, change: (values: Float32Array, path: string, i: number) => Float32Array): void {
  Object.entries(leaves(model.weights)).forEach(([path, weight]: [string, any], i) => {
    const next = tensor(change(weight.dataSync(), path, i), weight.shape);
    weight.assign(next);
    next.dispose();
  });
}

/** The greatest difference, relative to the size of the numbers. */
export function difference(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found.length).toBe(wanted.length);
  let [most, scale] = [0, 1];
  for (let i = 0; i < wanted.length; i++) {
    most = Math.max(most, Math.abs(found[i]! - wanted[i]!));
    scale = Math.max(scale, Math.abs(wanted[i]!));
  }
  return most / scale;
}

export type Outputs = Readonly<Record<'codes' | 'reconstruction', ArrayLike<number>>>;

/** What the model gives here. */
export function ours(model: any, values: Float32Array, shape: number[]): Outputs {
  return tidy(() => {
    const x = tensor(values, shape);
    return { codes: model.encode(x).dataSync(), reconstruction: model.reconstruct(x).dataSync() };
  });
}

/** The same numbers, each of them changed in its last digits. */
export function nudged(values: Float32Array): Float32Array {
  const signs = numbers(values.length, 77);
  return values.map((value, i) => value * (1 + Math.sign(signs[i]!) * 2 ** -22));
}
