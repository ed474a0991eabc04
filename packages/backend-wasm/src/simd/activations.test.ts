import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { activate } from '@autoencoders/core/operations';
import type { FusedActivation } from '@autoencoders/core/operations';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beforeBoth, check, expectSameOf, expectSameValueOf, onWasm } from '../../test/same.js';
import type { Make } from '../../test/same.js';

beforeBoth();

const names: readonly FusedActivation['activation'][] = ['linear', 'relu', 'leakyRelu', 'elu', 'sigmoid', 'tanh', 'softplus', 'gelu'];
const activation =
  (name: FusedActivation['activation']): Make =>
  (x) =>
    activate(x!, { activation: name, slope: 0.2 });

const own: Readonly<Record<string, Make>> = {
  relu: (x) => tf.relu(x!),
  relu6: (x) => tf.relu6(x!),
  leakyRelu: (x) => tf.leakyRelu(x!, 0.3),
  elu: (x) => tf.elu(x!),
  sigmoid: (x) => tf.sigmoid(x!),
  tanh: (x) => tf.tanh(x!),
  softplus: (x) => tf.softplus(x!),
};
const all: readonly (readonly [string, Make])[] = [
  ...names.map((name) => [`activate ${name}`, activation(name)] as const),
  ...Object.entries(own).map(([name, f]) => [`tfjs's ${name}`, f] as const),
];

const shape: fc.Arbitrary<number[]> = fc.constantFrom([0], [1], [3], [5], [8], [2, 3, 5]);
const around = (scale: number): fc.Arbitrary<number> => fc.float({ min: -1, max: 1, noNaN: true }).map((x) => x * scale);
const ordinary = fc.oneof(around(1), around(10), fc.constantFrom(0, -0, 1, -1, 6));
const large = fc.oneof(around(100), fc.constantFrom(100, -100, 88, -88, 20, -20));
const extreme = fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1, -1);

const filled = (numbers: fc.Arbitrary<number>): fc.Arbitrary<{ shape: number[]; values: number[] }> =>
  shape.chain((dims) => {
    const length = dims.reduce((a, b) => a * b, 1);
    return fc.array(numbers, { minLength: length, maxLength: length }).map((values) => ({ shape: dims, values }));
  });

// Slopes are measured by 1: next to it, 1 − y of a sigmoid y near 1 has few digits on any backend.
const closeness = { tolerance: 1e-6, least: 1 };
const agrees = (f: Make, numbers: fc.Arbitrary<number>): Promise<void> =>
  check(
    fc.asyncProperty(filled(numbers), (x) => expectSameOf(f, [x], closeness)),
    40,
  );

describe.each(all)('%s', (_, f) => {
  it('agrees with its gradient over ordinary numbers', () => agrees(f, ordinary));
  it('agrees with its gradient over large numbers', () => agrees(f, large));
  it('has NaN and infinity where the CPU backend has them', () => agrees(f, extreme));
});

/** What each is, in float64 and without loss of digits near 0. */
const exact: Readonly<Record<string, (x: number) => number>> = {
  relu: (x) => Math.max(0, x),
  leakyRelu: (x) => (x < 0 ? 0.2 * x : x),
  elu: (x) => (x < 0 ? Math.expm1(x) : x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  // Near 0 alone: erf z = 2 z / √π.
  gelu: (x) => x * (0.5 + x / Math.sqrt(2 * Math.PI)),
};

describe('near 0', () => {
  it.each(Object.entries(exact))('%s keeps its digits', async (name, f) => {
    const xs = Array.from({ length: 28 }, (_, i) => [10 ** (-3 - i), -(10 ** (-3 - i))]).flat();
    const found = await onWasm(activation(name as FusedActivation['activation']), [{ shape: [xs.length], values: xs }]);
    for (const [i, x] of xs.entries()) expect(Math.abs(found[i]! - f(x)), `at ${x}`).toBeLessThanOrEqual(1e-6 * Math.abs(f(x)));
  });
});

describe('other types', () => {
  // The others refuse them.
  const takes = ['relu', 'relu6', 'leakyRelu', 'softplus'];

  it.each(takes)('%s of whole numbers agrees', async (name) => {
    const f = own[name]!;
    for (const values of [[], [3], [-2, 0, 5], [-3, -1, 0, 1, 7]])
      await expectSameValueOf(f, [{ shape: [values.length], values, dtype: 'int32' }]);
  });
});

describe('the range of activations', () => {
  const f = (name: FusedActivation['activation'], values: number[]): Promise<number[]> =>
    onWasm(activation(name) as (x?: Tensor) => Tensor, [{ shape: [values.length], values }]);

  it('is never left', async () => {
    const xs = Array.from({ length: 2001 }, (_, i) => (i - 1000) / 10);
    // Nor is a sigmoid ever so small that a processor takes long for it.
    for (const y of await f('sigmoid', xs)) expect(y >= 2 ** -126 && y <= 1).toBe(true);
    for (const y of await f('tanh', xs)) expect(y >= -1 && y <= 1).toBe(true);
    for (const y of await f('softplus', xs)) expect(y >= 0).toBe(true);
    for (const y of await f('elu', xs)) expect(y >= -1).toBe(true);
  });
});
