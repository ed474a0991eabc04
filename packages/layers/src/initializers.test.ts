import '@tensorflow/tfjs-backend-cpu';
import { dispose, fill, memory, mul, setBackend, tidy, zeros } from '@tensorflow/tfjs-core';
import { InputError, configOf, normal, seeded, withConfig } from '@autoencoders/core';
import { nameOf } from '@autoencoders/core/internal';
import { beforeAll, describe, expect, test } from 'vitest';
import { built, numbers } from '../test/layer.js';
import { conv2d } from './conv2d.js';
import { dense } from './dense.js';
import { initializers } from './initializers.js';
import type { Initializer, InitializerName } from './initializers.js';

beforeAll(() => setBackend('cpu'));

const fans = { fanIn: 300, fanOut: 100 };
const draw = (name: InitializerName, seed: number): number[] => tidy(() => numbers(initializers[name]([300, 100], fans, seed)));
const moment = (values: readonly number[], power: number): number => values.reduce((sum, value) => sum + value ** power, 0) / values.length;

describe.each([
  { name: 'glorotUniform', variance: 2 / 400, uniform: true },
  { name: 'glorotNormal', variance: 2 / 400, uniform: false },
  { name: 'heUniform', variance: 2 / 300, uniform: true },
  { name: 'heNormal', variance: 2 / 300, uniform: false },
] as const)('$name', ({ name, variance, uniform }) => {
  const n = 30_000;

  test('has mean 0 and its variance', () => {
    const values = draw(name, 1);
    const kurtosis = uniform ? 9 / 5 : 3;
    expect(Math.abs(moment(values, 1))).toBeLessThan(3.9 * Math.sqrt(variance / n));
    expect(Math.abs(moment(values, 2) / variance - 1)).toBeLessThan(3.9 * Math.sqrt((kurtosis - 1) / n));
  });

  test(uniform ? 'stays within ±√(3·variance), and reaches it' : 'goes beyond ±√(3·variance)', () => {
    const reached = Math.max(...draw(name, 2).map(Math.abs)) / Math.sqrt(3 * variance);
    if (uniform) {
      expect(reached).toBeLessThanOrEqual(1 + 1e-6);
      expect(reached).toBeGreaterThan(0.99);
    } else expect(reached).toBeGreaterThan(1.5);
  });

  test('is decided by the seed', () => {
    expect(draw(name, 3)).toEqual(draw(name, 3));
    expect(draw(name, 3)).not.toEqual(draw(name, 4));
  });
});

describe('an initializer of one’s own', () => {
  test('gets the shape, the fans and the seed of the kernel', () => {
    const calls: unknown[] = [];
    const kernelInitializer: Initializer = (shape, given, seed) => {
      calls.push([shape, given, typeof seed]);
      return fill([...shape], 0.5);
    };
    built(dense(3, { kernelInitializer }), [4], ({ weights }) => expect(numbers(weights.kernel)).toEqual(Array(12).fill(0.5)));
    built(conv2d(8, { kernelInitializer, kernelSize: [2, 3], groups: 2 }), [9, 9, 6], () => {});
    expect(calls).toEqual([
      [[4, 3], { fanIn: 4, fanOut: 3 }, 'number'],
      [[2, 3, 3, 8], { fanIn: 18, fanOut: 24 }, 'number'],
    ]);
  });

  test('draws from the seed of the layer', () => {
    const kernelInitializer: Initializer = (shape, _, seed) => normal(shape, seed);
    const draws = [1, 1, 2].map((seed) => built(dense(3, { kernelInitializer }), [4], ({ weights }) => numbers(weights.kernel), seed));
    expect(draws[0]).toEqual(draws[1]);
    expect(draws[0]).not.toEqual(draws[2]);
  });

  test('leaves nothing but the kernel, and its own tensors stay its own', () => {
    const own = zeros([4, 3]);
    const [scaled, given] = [dense(3, { kernelInitializer: () => mul(own, 2) }), dense(3, { kernelInitializer: () => own })];
    for (const layer of [scaled, given]) {
      const before = memory().numTensors;
      const { weights } = layer.init([4], { seeds: seeded(1) });
      expect(memory().numTensors - before).toBe(2);
      dispose([weights.kernel, weights.bias!]);
      expect(memory().numTensors).toBe(before);
    }
    expect(own.isDisposed).toBe(false);
    own.dispose();
  });

  test('has its name in summaries', () => {
    const orthogonal = withConfig((shape: readonly number[]) => zeros([...shape]), configOf('orthogonal', 2));
    expect(nameOf(dense(3, { kernelInitializer: orthogonal }))).toBe('dense(3, {"kernelInitializer":"orthogonal(2)"})');
    expect(nameOf(dense(3, { kernelInitializer: (shape) => zeros([...shape]) }))).toBe('dense(3, {"kernelInitializer":"custom"})');
  });

  test.each([
    ['dense: kernelInitializer must return a tensor of shape [4, 3], not [3, 4]', () => zeros([3, 4])],
    ['dense: kernelInitializer must return a tensor of shape [4, 3], not undefined', () => undefined as never],
    ['dense: kernelInitializer must return a tensor of shape [4, 3], not [0, 0]', () => [0, 0] as never],
  ])('says “%s”', (message, kernelInitializer) => {
    const before = memory().numTensors;
    expect(() => dense(3, { kernelInitializer }).init([4], { seeds: seeded(1) })).toThrow(new InputError(message));
    expect(memory().numTensors).toBe(before);
  });
});
