import '@tensorflow/tfjs-backend-cpu';
import { setBackend, square, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { InputError, seeded } from '@autoencoders/core';
import { valueAndGradients } from '@autoencoders/core/operations';
import type { Activation, Shape } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { applied, behaves, inference, numbers } from '../test/layer.js';
import { activation, elu, gelu, leakyRelu, linear, relu, sigmoid, softplus, tanh } from './activations.js';

beforeAll(() => setBackend('cpu'));

const e = Math.E;
const all: readonly { name: string; layer: Activation; values: Readonly<Record<number, number>>; atZero: number }[] = [
  { name: 'linear', layer: linear, values: { '-2': -2, 0: 0, 3: 3 }, atZero: 1 },
  { name: 'relu', layer: relu, values: { '-2': 0, 0: 0, 3: 3 }, atZero: 0 },
  { name: 'leakyRelu', layer: leakyRelu(), values: { '-2': -0.4, 0: 0, 3: 3 }, atZero: 0.2 },
  { name: 'leakyRelu(0.5)', layer: leakyRelu(0.5), values: { '-2': -1, 0: 0, 3: 3 }, atZero: 0.5 },
  { name: 'elu', layer: elu, values: { '-1': 1 / e - 1, '-100': -1, 0: 0, 3: 3 }, atZero: 1 },
  // x·Φ(x): Φ(1) = 0.8413447461, Φ(2) = 0.9772498681
  {
    name: 'gelu',
    layer: gelu,
    values: { '-2': -2 * 0.0227501319, '-1': -0.1586552539, 0: 0, 1: 0.8413447461, 2: 2 * 0.9772498681, 20: 20, '-20': 0 },
    atZero: 0.5,
  },
  { name: 'tanh', layer: tanh, values: { '-1': (1 - e ** 2) / (1 + e ** 2), 0: 0, 0.5: (e - 1) / (e + 1), 100: 1 }, atZero: 1 },
  { name: 'sigmoid', layer: sigmoid, values: { '-1': 1 / (1 + e), 0: 0.5, 2: 1 / (1 + e ** -2), 100: 1 }, atZero: 0.25 },
  {
    name: 'softplus',
    layer: softplus,
    values: { '-100': 0, '-1': Math.log(1 + 1 / e), 0: Math.LN2, 2: Math.log(1 + e ** 2), 100: 100 },
    atZero: 0.5,
  },
];

describe.each(all)('$name', ({ layer, values, atZero }) => {
  test.each(Object.entries(values))('of %s is %d', (x, y) => {
    expect(applied(layer, {}, [[Number(x)]])[0][0]).toBeCloseTo(y, 6);
  });

  test(`has slope ${atZero} at 0`, () => {
    tidy(() => {
      const x = tensor([0]);
      expect(numbers(valueAndGradients(() => sum(layer.apply({}, x, inference)), { x }).gradients.x!)).toEqual([Math.fround(atZero)]);
    });
  });

  test('and its slope are finite at ±1000', () => {
    tidy(() => {
      const x = tensor([-1000, 1000]);
      const { value, gradients } = valueAndGradients(() => sum(layer.apply({}, x, inference)), { x });
      expect([...numbers(value), ...numbers(gradients.x!)].every(Number.isFinite)).toBe(true);
    });
  });

  test('reaches all of its range and nothing else', () => {
    const grid = Array.from({ length: 4001 }, (_, i) => (i - 2000) / 20);
    const reached = applied(layer, {}, grid) as number[];
    const [least, greatest] = layer.range ?? [-Infinity, Infinity];
    expect(Math.min(...reached)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...reached)).toBeLessThanOrEqual(greatest);
    expect(Math.min(...reached)).toBeLessThan(Math.max(least + 0.001, -10));
    expect(Math.max(...reached)).toBeGreaterThan(Math.min(greatest - 0.001, 90));
  });

  // away from 0, where some have a kink
  const at = (shape: Shape) => tensor([-2, -1.3, -0.6, -0.2, 0.2, 0.7, 1.4, 2.3], shape as number[]);
  behaves(layer, [4], { at });
  behaves(layer, [2, 2, 1], { at });
});

describe('activation', () => {
  test('makes a layer of a function', () => {
    const squared = activation((x) => square(x), { range: [0, Infinity], config: { name: 'squared' } });
    expect(applied(squared, {}, [[-3, 2]])).toEqual([[9, 4]]);
    expect(squared.init([3, 4], { seeds: seeded(1) })).toEqual({ weights: {}, shape: [3, 4] });
    expect(squared).toMatchObject({ range: [0, Infinity], config: { name: 'squared' } });
  });

  test('promises no range and no config unless it is told', () => {
    expect(Object.keys(activation((x) => x))).toEqual(['init', 'apply']);
  });
});

test.each([-1, NaN, Infinity])('leakyRelu refuses a slope of %d', (slope) => {
  expect(() => leakyRelu(slope)).toThrow(new InputError(`leakyRelu: slope must be a finite number of 0 or more, not ${slope}`));
});
