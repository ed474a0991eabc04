import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { valueAndGradients } from '@autoencoders/core';
import fc from 'fast-check';
import { beforeAll, expect } from 'vitest';
import { useWasm } from '../src/index.js';

/*
 * Every kernel that this package adds or replaces gives what tfjs's CPU backend gives, to 1e-5 of the largest number,
 * over random shapes and settings.
 */

/** Starts both backends, with tfjs's gradients, before the tests of a file. */
export function beforeBoth(): void {
  beforeAll(async () => {
    expect(valueAndGradients).toBeTypeOf('function'); // importing it registers the gradients
    await useWasm();
  });
}

/** What is held against the CPU backend: an operation on tensors. */
export type Make = (...inputs: Tensor[]) => Tensor;

/** Values and gradients of Σ sin(f(inputs)), as plain numbers, on one backend. */
async function everything(backend: string, f: Make, shapes: readonly number[][], seed: number): Promise<Float32Array[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tf.randomUniform(shape, -1, 1, 'float32', seed + i));
    const value = f(...inputs);
    const { grads } = tf.valueAndGrads((...xs) => tf.sum(tf.sin(f(...xs))))(inputs);
    return [value, ...grads].map((t) => t.dataSync<'float32'>());
  });
}

/** The values of `f` on random inputs of the given shapes are the same on both backends. */
export async function expectSameValue(f: Make, shapes: readonly number[][], seed: number): Promise<void> {
  const values: Float32Array[] = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    values.push(tf.tidy(() => f(...shapes.map((shape, i) => tf.randomUniform(shape, -1, 1, 'float32', seed + i))).dataSync<'float32'>()));
  }
  expectClose(values[1]!, values[0]!);
}

/** The same of values and of the gradients to every input; nothing is left behind. */
export async function expectSame(f: Make, shapes: readonly number[][], seed: number): Promise<void> {
  const before = tf.memory();
  const [cpu, wasm] = [await everything('cpu', f, shapes, seed), await everything('wasm', f, shapes, seed)];
  const after = tf.memory();
  expect([after.numTensors, after.numDataBuffers]).toEqual([before.numTensors, before.numDataBuffers]);
  for (const [i, expected] of cpu.entries()) expectClose(wasm[i]!, expected);
}

/** Within 1e-5 of the largest number. */
function expectClose(found: Float32Array, expected: Float32Array): void {
  const scale = Math.max(1e-3, ...Array.from(expected, Math.abs));
  const off = Math.max(0, ...Array.from(expected, (value, at) => Math.abs(value - found[at]!))) / scale;
  expect(found.length).toBe(expected.length);
  expect(off).toBeLessThan(1e-5);
}

/** Whole numbers from 1. */
export const size = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most });
/** Runs a property a number of times, the same times each run. */
export const check = (property: fc.IAsyncProperty<any>, numRuns: number): Promise<void> => fc.assert(property, { numRuns, seed: 1 });
