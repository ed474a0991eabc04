import '@tensorflow/tfjs-backend-cpu';
import { memory, mul, setBackend, square, sub, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { valueAndGradients } from './gradients.js';
import { clipByGlobalNorm, clipByValue } from './clipping.js';
import { adam, adamW, sgd } from './optimizers.js';
import type { Optimizer } from './optimizers.js';
import { cosineDecay } from './schedules.js';
import { leaves } from './tree.js';
import type { Leaves } from './tree.js';
import type { Weights } from './types.js';

beforeAll(() => setBackend('cpu'));

const numbers = (x: Tensor | undefined): number[] => [...x!.dataSync<'float32'>()];
const clockAt = (step: number) => ({ step, epoch: step / 10 });

/** The values of one weight that starts at `start`, after each of the given gradients. */
function run(optimizer: Optimizer, gradients: readonly number[], start: number = 1): number[] {
  return tidy(() => {
    let weights: Leaves = { w: tensor1d([start]) };
    let state: Weights = optimizer.init(weights);
    return gradients.map((g, step) => {
      ({ weights, state } = optimizer.update({ w: tensor1d([g]) }, state, weights, clockAt(step)));
      return numbers(weights.w)[0]!;
    });
  });
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value, `step ${i + 1}`).toBeCloseTo(expected[i]!, 6));
}

describe('sgd', () => {
  test('w ← w − ηg', () => {
    tidy(() => {
      const optimizer = sgd({ learningRate: 0.1 });
      const weights = { w: tensor1d([1, 2]), b: tensor1d([0]) };
      const next = optimizer.update({ w: tensor1d([0.5, -1]), b: tensor1d([4]) }, optimizer.init(weights), weights, clockAt(0)).weights;
      expectClose(numbers(next.w), [0.95, 2.1]);
      expectClose(numbers(next.b), [-0.4]);
    });
  });

  test('the learning rate is 0.01 by default', () => {
    expectClose(run(sgd(), [1, 1]), [0.99, 0.98]);
  });

  test('momentum: v ← μv + g, w ← w − ηv', () => {
    // g = 1, 1, 1 with μ = 0.9: v = 1, 1.9, 2.71
    expectClose(run(sgd({ learningRate: 0.1, momentum: 0.9 }), [1, 1, 1]), [0.9, 0.71, 0.439]);
    // g = 1, −2, 3 with μ = ½: v = 1, −1.5, 2.25
    expectClose(run(sgd({ learningRate: 0.1, momentum: 0.5 }), [1, -2, 3]), [0.9, 1.05, 0.825]);
  });

  test('Nesterov momentum: w ← w − η(g + μv)', () => {
    // the same v, so that g + ½v = 1.5, −2.75, 4.125
    expectClose(run(sgd({ learningRate: 0.1, momentum: 0.5, nesterov: true }), [1, -2, 3]), [0.85, 1.125, 0.7125]);
  });

  test('the learning rate stands outside the velocity, so that a new rate holds at once', () => {
    const rate = ({ step }: { step: number }): number => (step === 0 ? 1 : 0.1);
    // v = 1, 1.5: w = 1 − 1·1, then − 0.1·1.5
    expectClose(run(sgd({ learningRate: rate, momentum: 0.5 }), [1, 1]), [0, -0.15]);
  });
});

describe('adam', () => {
  // g = 1, −2, 3 with β₁ = ½, β₂ = ¾:
  //   m = 0.5, −0.75, 1.125        1 − β₁ᵗ = 0.5, 0.75, 0.875         m̂ = 1, −1, 9/7
  //   v = 0.25, 1.1875, 3.140625   1 − β₂ᵗ = 0.25, 0.4375, 0.578125   v̂ = 1, 19/7, 201/37
  const steps = (epsilon: number): number[] => [
    1 / (1 + epsilon),
    -1 / (Math.sqrt(19 / 7) + epsilon),
    9 / 7 / (Math.sqrt(201 / 37) + epsilon),
  ];
  const options = { learningRate: 0.1, beta1: 0.5, beta2: 0.75 };
  const gradients = [1, -2, 3];

  test.each([0, 1e-8, 0.5])('w ← w − η·m̂ / (√v̂ + ε), with ε = %d', (epsilon) => {
    const [first, second, third] = steps(epsilon) as [number, number, number];
    const expected = [1 - 0.1 * first, 1 - 0.1 * (first + second), 1 - 0.1 * (first + second + third)];
    expectClose(run(adam({ ...options, epsilon }), gradients), expected);
  });

  test('worked to the end for ε = ½', () => {
    expectClose(run(adam({ ...options, epsilon: 0.5 }), gradients), [0.93333333, 0.9798989, 0.93447947]);
  });

  test('adamW: w ← (1 − ηλ)·w before the step', () => {
    // 1 − ηλ = 0.99: 0.99 − 0.06666667, 0.99·0.92333333 + 0.04656556, 0.99·0.96066556 − 0.04541943
    expectClose(run(adamW({ ...options, epsilon: 0.5, weightDecay: 0.1 }), gradients), [0.92333333, 0.96066556, 0.90563947]);
  });

  test('adamW without decay is adam, and its decay is 0.01 by default', () => {
    expect(run(adamW({ ...options, weightDecay: 0 }), gradients)).toEqual(run(adam(options), gradients));
    expect(run(adamW(options), gradients)).toEqual(run(adamW({ ...options, weightDecay: 0.01 }), gradients));
    expect(run(adamW(options), gradients)).not.toEqual(run(adam(options), gradients));
  });

  test('by default η = 0.001, β₁ = 0.9, β₂ = 0.999, ε = 1e-8', () => {
    const explicit = { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    expect(run(adam(), gradients)).toEqual(run(adam(explicit), gradients));
  });

  test('the first step is η against the sign, from 1e-4 to 1e15', () => {
    for (const size of [1e-4, 1, 1e6, 1e15]) {
      expectClose(run(adam(), [size], 0), [-0.001]);
      expectClose(run(adam(), [-size], 0), [0.001]);
    }
  });

  test('ε halves the step where the gradient is as small as itself', () => {
    expect(run(adam({ learningRate: 1 }), [1e-8], 0)[0]).toBeCloseTo(-0.5, 4);
  });

  test('a gradient of 0 does not move a weight', () => {
    expect(run(adam(), [0, 0])).toEqual([1, 1]);
  });

  test('the bias is corrected by the clock’s step', () => {
    tidy(() => {
      const weights = { w: tensor1d([0]) };
      const optimizer = adam({ learningRate: 1, beta1: 0.5, beta2: 0.75, epsilon: 0 });
      const { weights: next } = optimizer.update({ w: tensor1d([1]) }, optimizer.init(weights), weights, clockAt(1));
      // t = 2: m̂ = 0.5 / 0.75, v̂ = 0.25 / 0.4375
      expect(numbers(next.w)[0]).toBeCloseTo(-(0.5 / 0.75) / Math.sqrt(0.25 / 0.4375), 6);
    });
  });

  test('adamW’s decay follows the learning rate', () => {
    const rate = ({ step }: { step: number }): number => [0.5, 0.25][step]!;
    // gradients of 0 make no step: w = (1 − 0.5·0.1), then · (1 − 0.25·0.1)
    expectClose(run(adamW({ learningRate: rate, weightDecay: 0.1 }), [0, 0]), [0.95, 0.92625]);
  });
});

const all: readonly (readonly [string, Optimizer, slots: number])[] = [
  ['sgd', sgd({ learningRate: 0.05 }), 0],
  ['sgd with momentum', sgd({ learningRate: 0.02, momentum: 0.9 }), 1],
  ['sgd with Nesterov momentum', sgd({ learningRate: 0.02, momentum: 0.9, nesterov: true }), 1],
  ['adam', adam({ learningRate: 0.1 }), 2],
  ['adam with a schedule', adam({ learningRate: cosineDecay(0.3, { steps: 300 }) }), 2],
  ['adamW', adamW({ learningRate: 0.1, weightDecay: 1e-6 }), 2],
  ['clipByGlobalNorm of sgd', clipByGlobalNorm(1, sgd({ learningRate: 0.1 })), 0],
  ['clipByValue of adam', clipByValue(1, adam({ learningRate: 0.1 })), 2],
];

describe.each(all)('%s', (_, optimizer, slots) => {
  test('a weight without a gradient stays the same object, and so does its state', () => {
    tidy(() => {
      const weights = { moved: tensor1d([1]), still: tensor1d([2, 3]) };
      const state = optimizer.init(weights);
      const next = optimizer.update({ moved: tensor1d([1]) }, state, weights, clockAt(0));
      expect(next.weights.still).toBe(weights.still);
      expect(next.state.still).toBe(state.still);
      expect(next.weights.moved).not.toBe(weights.moved);
      expect(Object.keys(next.weights)).toEqual(['moved', 'still']);
    });
  });

  test('changes and frees nothing it is given, and within a tidy leaves weights and state only', () => {
    const before = memory().numTensors;
    const weights = { a: tensor1d([1, 2]), b: tensor1d([3]) };
    const gradients = { a: tensor1d([4, 5]), b: tensor1d([6]) };
    const state = tidy(() => optimizer.init(weights));
    expect(Object.keys(leaves(state))).toHaveLength(2 * slots);
    const next = tidy(() => optimizer.update(gradients, state, weights, clockAt(0)));
    expect(memory().numTensors - before).toBe(4 + 2 * slots + 2 + 2 * slots);
    expect([weights.a, weights.b, gradients.a, gradients.b].map(numbers)).toEqual([[1, 2], [3], [4, 5], [6]]);
    for (const slot of Object.values(leaves(state))) expect(new Set(numbers(slot))).toEqual(new Set([0]));
    for (const tree of [weights, gradients, state, next.weights, next.state]) Object.values(leaves(tree)).forEach((leaf) => leaf.dispose());
    expect(memory().numTensors).toBe(before);
  });

  test('finds the least of a quadratic function', () => {
    tidy(() => {
      // Σ cᵢ(wᵢ − tᵢ)², ten times as steep along one axis as along another
      const target = tensor1d([3, -2, 0.5]);
      const steepness = tensor1d([5, 1, 0.5]);
      let weights: Leaves = { w: tensor1d([0, 0, 0]) };
      let state = optimizer.init(weights);
      for (let step = 0; step < 300; step++) {
        ({ weights, state } = tidy(() => {
          const cost = () => sum(mul(steepness, square(sub(weights.w!, target)))) as Scalar;
          return optimizer.update(valueAndGradients(cost, weights).gradients, state, weights, clockAt(step));
        }));
      }
      numbers(weights.w).forEach((value, i) => expect(value).toBeCloseTo([3, -2, 0.5][i]!, 2));
    });
  });
});

test.each([
  ['sgd: learningRate must be a finite number of 0 or more, not -1', () => sgd({ learningRate: -1 })],
  ['sgd: momentum must lie from 0 to below 1, not 1', () => sgd({ momentum: 1 })],
  ['sgd: momentum must lie from 0 to below 1, not NaN', () => sgd({ momentum: NaN })],
  ['adam: learningRate must be a finite number of 0 or more, not NaN', () => adam({ learningRate: NaN })],
  ['adam: beta1 must lie from 0 to below 1, not 1', () => adam({ beta1: 1 })],
  ['adam: beta2 must lie from 0 to below 1, not -0.1', () => adam({ beta2: -0.1 })],
  ['adam: epsilon must be a finite number of 0 or more, not -1', () => adam({ epsilon: -1 })],
  ['adamW: beta1 must lie from 0 to below 1, not 1', () => adamW({ beta1: 1 })],
  ['adamW: weightDecay must be a finite number of 0 or more, not -1', () => adamW({ weightDecay: -1 })],
])('says “%s”', (message, make) => {
  expect(make).toThrow(message);
});

test.each([
  ['sgd', sgd({ momentum: 0.9 })],
  ['adam', adam()],
  ['adamW', adamW()],
])('%s refuses a gradient of another shape', (name, optimizer) => {
  tidy(() => {
    const weights = { 'encoder.kernel': tensor1d([1, 2, 3]), bias: tensor1d([1]) };
    const update = () => optimizer.update({ 'encoder.kernel': tensor1d([1, 2]) }, optimizer.init(weights), weights, clockAt(0));
    expect(update).toThrow(`${name}: the gradient of encoder.kernel has shape [2], the weight [3]`);
  });
});
