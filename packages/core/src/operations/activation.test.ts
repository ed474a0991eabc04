import '@tensorflow/tfjs-backend-cpu';
import { grad, memory, setBackend, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { valueAndGradients } from '../gradients.js';
import { activate } from './activation.js';
import type { FusedActivation } from './activation.js';

beforeAll(() => setBackend('cpu'));

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** Φ(−2), Φ(1). */
const phi: Readonly<Record<number, number>> = { [-2]: 0.0227501319, 1: 0.8413447461 };
const density = (x: number): number => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);

const cases: readonly (readonly [FusedActivation, f: (x: number) => number, slope: (x: number) => number])[] = [
  [{ activation: 'linear' }, (x) => x, () => 1],
  [{ activation: 'relu' }, (x) => Math.max(0, x), (x) => (x > 0 ? 1 : 0)],
  [{ activation: 'leakyRelu', slope: 0.2 }, (x) => (x > 0 ? x : 0.2 * x), (x) => (x > 0 ? 1 : 0.2)],
  [{ activation: 'elu' }, (x) => (x > 0 ? x : Math.expm1(x)), (x) => (x > 0 ? 1 : Math.exp(x))],
  [{ activation: 'sigmoid' }, sigmoid, (x) => sigmoid(x) * sigmoid(-x)],
  [{ activation: 'tanh' }, Math.tanh, (x) => 1 - Math.tanh(x) ** 2],
  [{ activation: 'softplus' }, (x) => Math.log1p(Math.exp(x)), sigmoid],
  [{ activation: 'gelu' }, (x) => x * phi[x]!, (x) => phi[x]! + x * density(x)],
];

const numbers = (x: Tensor): number[] => [...x.dataSync<'float32'>()];

test.each(cases)('$activation and its slope', (name, f, slope) => {
  expect(valueAndGradients).toBeTypeOf('function'); // importing it registers the gradients
  const before = memory().numTensors;
  tidy(() => {
    const x = tensor1d([-2, 1]);
    const values = numbers(activate(x, name));
    const slopes = numbers(grad((given) => sum(activate(given, name)))(x));
    for (const [i, at] of [-2, 1].entries()) {
      expect(values[i]).toBeCloseTo(f(at), 6);
      expect(slopes[i]).toBeCloseTo(slope(at), 6);
    }
  });
  expect(memory().numTensors).toBe(before);
});
