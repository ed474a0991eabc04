import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { valueAndGradients } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { beforeAll, expect } from 'vitest';
import { setWasmBackend } from '../src/index.js';
import type { WasmOptions } from '../src/index.js';

/*
 * Every kernel that this package adds or replaces gives what tfjs's CPU backend gives, to 1e-5 of the largest number,
 * over random shapes and settings.
 */

/** Starts both backends, with tfjs's gradients, before the tests of a file. */
export function beforeBoth(options: WasmOptions = {}): void {
  beforeAll(async () => {
    expect(valueAndGradients).toBeTypeOf('function'); // importing it registers the gradients
    await setWasmBackend(options);
  });
}

/** What is held against the CPU backend: an operation on tensors. */
export type Make = (...inputs: Tensor[]) => Tensor;

/** An input with numbers of its own choice. */
export interface Given {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype?: 'float32' | 'int32';
}

/** The same numbers on every backend, in [−1, 1). */
const randomInputs = (shapes: readonly (readonly number[])[], seed: number) => (): Tensor[] =>
  shapes.map((shape, i) => tf.randomUniform([...shape], -1, 1, 'float32', seed + i));

const givenInputs = (inputs: readonly Given[]) => (): Tensor[] =>
  inputs.map(({ shape, values, dtype = 'float32' }) => tf.tensor([...values], [...shape], dtype));

/** f(inputs) on one backend, as plain numbers. */
async function valueOn(backend: string, f: Make, inputs: () => Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  return [tf.tidy(() => f(...inputs()).dataSync<'float32'>())];
}

/** f(inputs) and the gradients of a sum of its numbers, each times another constant, on one backend. */
async function everythingOn(backend: string, f: Make, inputs: () => Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const xs = inputs();
    const value = f(...xs);
    const constants = tf.randomUniform(value.shape, -1, 1, 'float32', 7);
    const { grads } = tf.valueAndGrads((...given) => tf.sum(tf.mul(f(...given), constants)))(xs);
    return [value, ...grads].map((t) => t.dataSync<'float32'>());
  });
}

/** How close two backends must come: within `tolerance` (1e-5 unless told) times the largest number, or `least` (1e-3) where that is larger. */
export interface Closeness {
  readonly tolerance?: number;
  readonly least?: number;
}

async function hold(of: typeof valueOn, f: Make, inputs: () => Tensor[], closeness?: Closeness): Promise<void> {
  const before = counts();
  const [cpu, wasm] = [await of('cpu', f, inputs), await of('wasm', f, inputs)];
  expect(counts()).toEqual(before);
  for (const [i, expected] of cpu.entries()) expectClose(wasm[i]!, expected, closeness);
}

/** What there is: tensors, their data, and data of the WASM backend, which kernels may have left without a tensor. */
export function counts(): readonly number[] {
  const { numTensors, numDataBuffers } = tf.memory();
  return [numTensors, numDataBuffers, tf.findBackend('wasm').numDataIds()];
}

/** The values of `f` on random inputs of the given shapes are the same on both backends. */
export const expectSameValue = (f: Make, shapes: readonly (readonly number[])[], seed: number, closeness?: Closeness): Promise<void> =>
  hold(valueOn, f, randomInputs(shapes, seed), closeness);

/** The same of values and of the gradients to every input; nothing is left behind. */
export const expectSame = (f: Make, shapes: readonly (readonly number[])[], seed: number, closeness?: Closeness): Promise<void> =>
  hold(everythingOn, f, randomInputs(shapes, seed), closeness);

/** The values of `f` on the given inputs are the same on both backends. */
export const expectSameValueOf = (f: Make, inputs: readonly Given[], closeness?: Closeness): Promise<void> =>
  hold(valueOn, f, givenInputs(inputs), closeness);

/** The same of values and of the gradients to every input. */
export const expectSameOf = (f: Make, inputs: readonly Given[], closeness?: Closeness): Promise<void> =>
  hold(everythingOn, f, givenInputs(inputs), closeness);

/** f(inputs) on the WASM backend. */
export const onWasm = async (f: Make, inputs: readonly Given[]): Promise<number[]> => [
  ...(await valueOn('wasm', f, givenInputs(inputs)))[0]!,
];

/** Close, measured by the largest number that is finite; NaN and ±∞ in the same places. */
export function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, closeness: Closeness = {}): void {
  expect(found.length).toBe(expected.length);
  const odd = (numbers: ArrayLike<number>): unknown[] =>
    Array.from(numbers, (value, at) => (Number.isFinite(value) ? [] : [`${value} at ${at}`])).flat();
  expect(odd(found)).toEqual(odd(expected));
  const { tolerance = 1e-5, least = 1e-3 } = closeness;
  let scale = least;
  let off = 0;
  for (let at = 0; at < expected.length; at++) {
    if (!Number.isFinite(expected[at])) continue;
    scale = Math.max(scale, Math.abs(expected[at]!));
    off = Math.max(off, Math.abs(expected[at]! - found[at]!));
  }
  expect(off / scale).toBeLessThan(tolerance);
}

/** Whole numbers from 1. */
export const size = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
/** Runs a property a number of times, the same times each run. */
export const check = (property: fc.IAsyncProperty<any>, numRuns: number): Promise<void> => fc.assert(property, { numRuns, seed: 1 });
