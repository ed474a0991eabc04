import '@tensorflow/tfjs-backend-cpu';
import { customGrad, exp, log, memory, mul, scalar, setBackend, square, sum, tensor1d } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkGradients, gradientError } from './gradients.js';

beforeAll(() => setBackend('cpu'));

/** x², with `factor` times its gradient. */
const squareWith = (factor: number) =>
  customGrad((x) => {
    const y = x as Tensor;
    return { value: square(y), gradFunc: (dy: Tensor) => mul(dy, mul(y, 2 * factor)) };
  });

const x = tensor1d([1, -2, 0.5]);
const y = tensor1d([3, 1]);

describe('checkGradients', () => {
  test('passes for right gradients', () => {
    expect(() => checkGradients((inputs) => sum(exp(inputs.x!)), { x })).not.toThrow();
    expect(() => checkGradients((inputs) => sum(squareWith(1)(inputs.x!)), { x })).not.toThrow();
  });

  test.each([0, -1, 0.9, 1.1, 2])('fails for %d times the right gradient', (factor) => {
    expect(() => checkGradients((inputs) => sum(squareWith(factor)(inputs.x!)), { x })).toThrow(
      /^gradients and central differences differ by /,
    );
  });

  test('names the distance and what is allowed', () => {
    // the gradient of x² is off by 0.5·2x, at most by 2, and the largest difference is 4
    expect(() => checkGradients((inputs) => sum(squareWith(0.5)(inputs.x!)), { x }, { tolerance: 0.01 })).toThrow(
      'gradients and central differences differ by 5.00e-1 of the largest, 0.01 is allowed',
    );
  });

  test('fails when one gradient of several is wrong', () => {
    const f = (inputs: Readonly<Record<string, Tensor>>): Scalar => mul(sum(square(inputs.x!)), sum(squareWith(1.2)(inputs.y!)));
    expect(() => checkGradients(f, { x, y })).toThrow();
    expect(() => checkGradients((inputs) => f({ ...inputs, y }), { x })).not.toThrow();
  });

  test('fails when a gradient is missing, passes when it is missing because nothing depends on it', () => {
    expect(() => checkGradients(() => scalar(1), { x })).not.toThrow();
    // reads the numbers and goes around the tape
    expect(() => checkGradients((inputs) => scalar(inputs.x!.dataSync()[0]!), { x })).toThrow();
  });

  test('fails for NaN', () => {
    expect(() => checkGradients((inputs) => sum(log(inputs.x!)), { x })).toThrow('differ by NaN');
  });
});

test('gradientError is the largest distance by the largest difference', () => {
  expect(gradientError((inputs) => sum(squareWith(1)(inputs.x!)), { x })).toBeLessThan(1e-3);
  expect(gradientError((inputs) => sum(squareWith(1.5)(inputs.x!)), { x })).toBeCloseTo(0.5, 2);
});

test('checking leaves nothing behind and does not change its inputs', () => {
  const before = memory().numTensors;
  gradientError((inputs) => mul(sum(square(inputs.x!)), sum(exp(inputs.y!))), { x, y });
  expect(memory().numTensors).toBe(before);
  expect([...x.dataSync()]).toEqual([1, -2, 0.5]);
});
