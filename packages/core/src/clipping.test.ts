import '@tensorflow/tfjs-backend-cpu';
import { mul, setBackend, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { clipByGlobalNorm, clipByValue } from './clipping.js';
import { adam, sgd } from './optimizers.js';
import type { Leaves } from './tree.js';

beforeAll(() => setBackend('cpu'));

const numbers = (x: Tensor | undefined): number[] => [...x!.dataSync<'float32'>()];
const clock = { step: 0, epoch: 0 };

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(Math.abs(value / expected[i]! - 1 || 0)).toBeLessThan(1e-6));
}

describe('clipByGlobalNorm', () => {
  const clippedTo = (greatest: number, gradients: Leaves): Leaves => {
    const weights = Object.fromEntries(Object.entries(gradients).map(([path, g]) => [path, mul(g, 0)]));
    const optimizer = clipByGlobalNorm(greatest, sgd({ learningRate: 1 }));
    const next = optimizer.update(gradients, optimizer.init(weights), weights, clock).weights;
    return Object.fromEntries(Object.entries(next).map(([path, w]) => [path, mul(w, -1)]));
  };

  test('scales all gradients by one number to the joint norm', () => {
    tidy(() => {
      // ‖(3, 0, 0, 4)‖ = 5
      const { a, b } = clippedTo(1, { a: tensor1d([3, 0]), b: tensor1d([0, 4]) });
      expectClose(numbers(a), [0.6, 0]);
      expectClose(numbers(b), [0, 0.8]);
    });
  });

  test.each([5, 6, 1e9])('leaves a norm of 5 alone when it may be %d', (greatest) => {
    tidy(() => {
      expect(numbers(clippedTo(greatest, { a: tensor1d([3, 4]) }).a)).toEqual([3, 4]);
    });
  });

  test('scales joint norms whose squares no float32 holds', () => {
    tidy(() => {
      const { a, b } = clippedTo(1, { a: tensor1d([3e20, 0, 4e20]), b: tensor1d([1.2e21]) });
      expectClose(numbers(a), [3 / 13, 0, 4 / 13]);
      expectClose(numbers(b), [12 / 13]);
      // ‖g‖ itself is beyond float32.
      expectClose(numbers(clippedTo(2, { a: tensor1d([3e38, -3e38, 3e38, 3e38]) }).a), [1, -1, 1, 1]);
      // Squares that are all 0 in float32.
      expectClose(numbers(clippedTo(1e-25, { a: tensor1d([3e-25, 4e-25]) }).a), [6e-26, 8e-26]);
    });
  });

  test.each([NaN, Infinity, -Infinity])('hides no %d from the optimizer', (bad) => {
    for (const optimizer of [clipByGlobalNorm(1, sgd()), clipByGlobalNorm(1, adam())])
      tidy(() => {
        const weights = { a: tensor1d([1, 1]), b: tensor1d([1]) };
        const { a } = optimizer.update({ a: tensor1d([0.5, bad]), b: tensor1d([2]) }, optimizer.init(weights), weights, clock).weights;
        expect(Number.isFinite(numbers(a)[1])).toBe(false);
      });
  });

  test('takes gradients of 0, and none at all', () => {
    tidy(() => {
      expect(numbers(clippedTo(1, { a: tensor1d([0, 0]) }).a).map(Math.abs)).toEqual([0, 0]);
      const w = tensor1d([1]);
      expect(clipByGlobalNorm(1, sgd()).update({}, { w: {} }, { w }, clock).weights.w).toBe(w);
    });
  });
});

test('clipByValue cuts gradients off at both ends', () => {
  tidy(() => {
    const weights = { w: tensor1d([0, 0, 0, 0]) };
    const optimizer = clipByValue(1, sgd({ learningRate: 1 }));
    const { w } = optimizer.update({ w: tensor1d([-3, -1, 0.5, 3]) }, optimizer.init(weights), weights, clock).weights;
    expect(numbers(w)).toEqual([1, 1, -0.5, -1]);
  });
});

test.each([
  ['clipByGlobalNorm: the greatest must be a finite number above 0, not 0', () => clipByGlobalNorm(0, sgd())],
  ['clipByGlobalNorm: the greatest must be a finite number above 0, not Infinity', () => clipByGlobalNorm(Infinity, sgd())],
  ['clipByGlobalNorm: the greatest must be a finite number above 0, not "1"', () => clipByGlobalNorm('1' as never, sgd())],
  ['clipByValue: the greatest must be a finite number above 0, not -1', () => clipByValue(-1, sgd())],
])('says “%s”', (message, make) => {
  expect(make).toThrow(message);
});
