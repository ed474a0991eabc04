import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { numbers } from '../test/layer.js';
import { initializers } from './initializers.js';
import type { InitializerName } from './initializers.js';

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
