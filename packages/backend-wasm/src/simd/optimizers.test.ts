import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { adam, adamW, leaves, mapLeaves, sgd } from '@autoencoders/core';
import type { Leaves, Optimizer, Weights } from '@autoencoders/core';
import { updateInPlace } from '@autoencoders/core/internal';
import { beforeEach, describe, expect, it } from 'vitest';
import { beforeBoth, counts, expectClose } from '../../test/same.js';

beforeBoth();

const shapes: readonly number[][] = [[], [1], [3], [5], [7, 3], [2, 2, 3, 5], [257]];
const STEPS = 30;

/** Numbers that depend on i and j alone, some 0. */
const gradient = (shape: number[], step: number, i: number): Tensor =>
  tf.mul(tf.relu(tf.randomUniform(shape, -1, 1, 'float32', 100 * step + i)), Math.sin(step) * 10 ** -(i % 3));

const start = (): Leaves => Object.fromEntries(shapes.map((shape, i) => [String(i), tf.randomUniform(shape, -1, 1, 'float32', i + 1)]));

/** Weights and state after some steps, as plain numbers. */
function trained(optimizer: Optimizer): Float32Array[] {
  return tf.tidy(() => {
    let weights = start();
    let state: Weights = optimizer.init(weights);
    for (let step = 0; step < STEPS; step++) {
      const gradients = Object.fromEntries(shapes.map((shape, i) => [String(i), gradient(shape, step, i)]));
      ({ weights, state } = optimizer.update(gradients, state, weights, { step, epoch: step / 10 }));
    }
    return [weights, leaves(state)].flatMap((record) => Object.values(record)).map((t) => t.dataSync<'float32'>());
  });
}

const optimizers: readonly (readonly [string, () => Optimizer])[] = [
  ['sgd', () => sgd({ learningRate: 0.1 })],
  ['sgd with momentum', () => sgd({ learningRate: 0.1, momentum: 0.9 })],
  ['sgd with Nesterov momentum', () => sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true })],
  ['sgd with a schedule', () => sgd({ learningRate: ({ step }) => 0.1 / (1 + step), momentum: 0.5 })],
  ['adam', () => adam()],
  ['adam, faster', () => adam({ learningRate: 0.3, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 })],
  ['adamW', () => adamW({ learningRate: 0.01, weightDecay: 0.1 })],
];

describe.each(optimizers)('%s', (_, make) => {
  it(`after ${STEPS} steps has the weights and the state of the CPU backend`, async () => {
    const found: Float32Array[][] = [];
    for (const backend of ['cpu', 'wasm']) {
      await tf.setBackend(backend);
      const before = counts();
      found.push(trained(make()));
      expect(counts()).toEqual(before);
    }
    const [cpu, wasm] = found as [Float32Array[], Float32Array[]];
    expect(wasm).toHaveLength(cpu.length);
    for (const [i, expected] of cpu.entries()) expectClose(wasm[i]!, expected, { tolerance: 1e-6, least: 1e-6 });
  });
});

describe("an optimizer's state", () => {
  beforeEach(() => tf.setBackend('wasm'));

  const numbers = (x: Tensor): number[] => [...x.dataSync<'float32'>()];
  const moments = (state: Weights): Leaves => state['w'] as Leaves;

  it.each([
    ['adam', () => adam()],
    ['sgd', () => sgd({ momentum: 0.9 })],
  ] as const)('of %s keeps the values of a clone when the next step writes it over', (_, make) => {
    tf.tidy(() => {
      const optimizer = make();
      const weights = { w: tf.tensor1d([1, 2, 3]) };
      const gradients = { w: tf.tensor1d([1, -1, 0.5]) };
      const first = optimizer.update(gradients, optimizer.init(weights), weights, { step: 0, epoch: 0 });
      const clones = mapLeaves(first.state, (leaf) => leaf.clone());
      const reshaped = mapLeaves(first.state, (leaf) => tf.reshape(leaf, [3, 1]));
      const before = Object.values(moments(first.state)).map(numbers);
      const kept = first.weights['w']!;
      const values = numbers(kept);
      const second = optimizer.update(gradients, first.state, first.weights, { step: 1, epoch: 0 });
      for (const held of [clones, reshaped]) expect(Object.values(moments(held)).map(numbers)).toEqual(before);
      expect(Object.values(moments(second.state)).map(numbers)).not.toEqual(before);
      expect(numbers(kept)).toEqual(values);
      expect(numbers(gradients.w)).toEqual([1, -1, 0.5]);
    });
  });

  it('that nobody else has is written over in its place', () => {
    const optimizer = adam();
    const weights = { w: tf.tensor1d([1, 2, 3]) };
    const state = optimizer.init(weights);
    const gradients = { w: tf.tensor1d([1, -1, 0.5]) };
    const before = counts();
    const next = optimizer.update(gradients, state, weights, { step: 0, epoch: 0 });
    // Two tensors of new data, the weight and the sums, and two that share what the state has.
    expect(counts()).toEqual([before[0]! + 4, before[1]! + 2, before[2]! + 2]);
    tf.dispose([weights, state, gradients, next]);
  });

  it('is given back itself where the caller knows that', () => {
    tf.tidy(() => {
      const weights = { w: tf.tensor1d([1, 2, 3]) };
      const gradients = { w: tf.tensor1d([1, -1, 0.5]) };
      const clock = { step: 0, epoch: 0 };
      const [state, other] = [adam().init(weights), adam().init(weights)];
      const next = updateInPlace(() => adam().update(gradients, state, weights, clock));
      const usual = adam().update(gradients, other, weights, clock);
      for (const slot of ['m', 'v']) {
        expect(moments(next.state)[slot]).toBe(moments(state)[slot]);
        expect(numbers(moments(next.state)[slot]!)).toEqual(numbers(moments(usual.state)[slot]!));
      }
      // Somebody else has these: they stay as they are.
      const clones = mapLeaves(next.state, (leaf) => leaf.clone());
      const before = numbers(moments(clones)['m']!);
      const after = updateInPlace(() => adam().update(gradients, next.state, next.weights, clock));
      expect(moments(after.state)['m']).not.toBe(moments(next.state)['m']);
      expect(numbers(moments(clones)['m']!)).toEqual(before);
    });
  });

  it('whose parts have the same data is not written over', () => {
    tf.tidy(() => {
      const zeros = tf.zeros([3]);
      const weights = { w: tf.tensor1d([1, 2, 3]) };
      const shared = { w: { m: zeros, v: zeros.clone() } };
      const apart = { w: { m: tf.zeros([3]), v: tf.zeros([3]) } };
      const gradients = { w: tf.tensor1d([1, -1, 0.5]) };
      const [a, b] = [shared, apart].map((state) => adam().update(gradients, state, weights, { step: 0, epoch: 0 }));
      for (const slot of ['m', 'v']) expect(numbers(moments(a!.state)[slot]!)).toEqual(numbers(moments(b!.state)[slot]!));
      expect(numbers(zeros)).toEqual([0, 0, 0]);
    });
  });

  it('of adam goes to 0, and not to numbers that take a processor long, where gradients stay away or are next to nothing', () => {
    const least = 2 ** -126;
    for (const each of [0, 1e-20, 3e-18, 1e-10]) {
      tf.tidy(() => {
        const weights = { w: tf.ones([9]) };
        const gradients = { w: tf.fill([9], each) };
        let state: Weights = { w: { m: tf.fill([9], 3e-38), v: tf.fill([9], 1.1755e-38) } };
        for (let step = 0; step < 5; step++) ({ state } = adam().update(gradients, state, weights, { step, epoch: 0 }));
        for (const [slot, mean] of Object.entries(moments(state)))
          for (const value of numbers(mean)) expect(value === 0 || value >= least, `${slot} is ${value}`).toBe(true);
        expect(numbers(moments(state)['m']!)[8]).toBeCloseTo(each * (1 - 0.9 ** 5), 16);
      });
    }
  });

  it('moves no weight by numbers that take a processor long', () => {
    tf.tidy(() => {
      const weights = { w: tf.zeros([9]) };
      const gradients = { w: tf.zeros([9]) };
      const clock = { step: 100, epoch: 0 };
      // 0.9e-36 times a rate of 0.001 is such a number, 0.9e-30 is none.
      for (const [mean, moves] of [
        [1e-36, false],
        [1e-30, true],
      ] as const) {
        const state: Weights = { w: { m: tf.fill([9], mean), v: tf.zeros([9]) } };
        const next = adam().update(gradients, state, weights, clock);
        expect(numbers(moments(next.state)['m']!)[8]! / mean).toBeCloseTo(0.9, 5);
        expect(numbers(next.weights['w']!).map((value) => value !== 0)).toEqual(Array(9).fill(moves));
      }
    });
  });

  it('of momentum goes to 0, too', () => {
    tf.tidy(() => {
      const weights = { w: tf.ones([9]) };
      let state: Weights = { w: { velocity: tf.fill([9], 1e-37) } };
      for (let step = 0; step < 3; step++)
        ({ state } = sgd({ momentum: 0.9 }).update({ w: tf.zeros([9]) }, state, weights, { step, epoch: 0 }));
      expect(numbers(moments(state)['velocity']!)).toEqual(Array(9).fill(0));
    });
  });

  it('from another backend is taken over', async () => {
    await tf.setBackend('cpu');
    const optimizer = adam();
    const weights = { w: tf.tensor1d([1, 2, 3]) };
    const gradients = { w: tf.tensor1d([1, -1, 0.5]) };
    const first = optimizer.update(gradients, optimizer.init(weights), weights, { step: 0, epoch: 0 });
    const cpu = optimizer.update(
      gradients,
      mapLeaves(first.state, (leaf) => leaf.clone()),
      first.weights,
      { step: 1, epoch: 0 },
    );
    const expected = numbers(cpu.weights['w']!);
    await tf.setBackend('wasm');
    const wasm = optimizer.update(gradients, first.state, first.weights, { step: 1, epoch: 0 });
    expectClose(numbers(wasm.weights['w']!), expected, { tolerance: 1e-6 });
    tf.dispose([weights, gradients, first, cpu, wasm]);
  });
});

describe('the sums of a step', () => {
  beforeEach(() => tf.setBackend('wasm'));
  const optimizers = [sgd(), sgd({ momentum: 0.9 }), sgd({ momentum: 0.9, nesterov: true }), adam(), adamW()];

  /** Whether the sums of a step are not finite, with one number of a gradient, or of the weights, set to `value`. */
  const finds = (optimizer: Optimizer, size: number, at: number, value: number, where: 'gradient' | 'weight'): boolean =>
    tf.tidy(() => {
      const [gradient, weight] = [new Float32Array(size).fill(0.5), new Float32Array(size).fill(-1)];
      (where === 'gradient' ? gradient : weight)[at] = value;
      const weights = { first: tf.tensor1d([1, 2]), w: tf.tensor1d(weight) };
      const gradients = { first: tf.tensor1d([1, 1]), w: tf.tensor1d(gradient) };
      const { weightSums } = optimizer.update(gradients, optimizer.init(weights), weights, { step: 0, epoch: 0 });
      return !weightSums!.dataSync().every(Number.isFinite);
    });

  it('show whatever number is NaN or infinite, and no other', () => {
    for (const optimizer of optimizers)
      for (const size of [1, 3, 4, 5, 9])
        for (let at = 0; at < size; at++) {
          for (const value of [NaN, Infinity, -Infinity])
            expect([value, finds(optimizer, size, at, value, 'gradient')]).toEqual([value, true]);
          expect(finds(optimizer, size, at, NaN, 'weight')).toBe(true);
          expect(finds(optimizer, size, at, 3.4e38, 'weight')).toBe(false);
        }
  });

  it('with an ε of 0, show the 0 / 0 of a gradient of 0, but not that beyond the end', () => {
    expect(finds(adam({ epsilon: 0 }), 5, 0, 0.25, 'gradient')).toBe(false);
    expect(finds(adam({ epsilon: 0 }), 5, 4, 0, 'gradient')).toBe(true);
  });
});
