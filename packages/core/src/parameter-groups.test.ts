import '@tensorflow/tfjs-backend-cpu';
import { scalar, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { adam, sgd } from './optimizers.js';
import type { Optimizer } from './optimizers.js';
import { parameterGroups } from './parameter-groups.js';
import type { Leaves } from './tree.js';

/** The values after `steps` steps from 1 each, with a gradient of 1 each. */
const walked = (optimizer: Optimizer, paths: readonly string[], steps: number = 1): Record<string, number> =>
  tidy(() => {
    let weights: Leaves = Object.fromEntries(paths.map((path) => [path, scalar(1)]));
    const gradients: Leaves = Object.fromEntries(paths.map((path) => [path, scalar(1)]));
    let state = optimizer.init(weights);
    for (let step = 0; step < steps; step++) ({ weights, state } = optimizer.update(gradients, state, weights, { step, epoch: step }));
    return Object.fromEntries(Object.entries(weights).map(([path, w]) => [path, Number(w.dataSync()[0]!.toFixed(6))]));
  });

const by = (learningRate: number): Optimizer => sgd({ learningRate });

describe('parameterGroups', () => {
  test('gives each weight to the optimizer of its part, and the others to the rest', () => {
    const optimizer = parameterGroups({ encoder: by(0.125), head: by(0.5) }, by(0));
    expect(walked(optimizer, ['encoder.0.kernel', 'head.kernel', 'decoder.kernel'])).toEqual({
      'encoder.0.kernel': 0.875,
      'head.kernel': 0.5,
      'decoder.kernel': 1,
    });
  });

  test('takes the longest name, and whole names only', () => {
    const optimizer = parameterGroups({ encoder: by(0.25), 'encoder.1': by(0.5) }, by(0));
    expect(walked(optimizer, ['encoder.0.bias', 'encoder.1.bias', 'encoder.10.bias', 'encoders'])).toEqual({
      'encoder.0.bias': 0.75,
      'encoder.1.bias': 0.5,
      'encoder.10.bias': 0.75,
      encoders: 1,
    });
  });

  test('keeps the state of each: momentum and moments go on', () => {
    const [momentum, moments] = [sgd({ learningRate: 0.1, momentum: 0.5 }), adam({ learningRate: 0.1 })];
    const together = walked(parameterGroups({ a: momentum }, moments), ['a', 'b'], 4);
    expect(together).toEqual({ ...walked(momentum, ['a'], 4), ...walked(moments, ['b'], 4) });
  });

  test('a weight without a gradient stays as it is', () => {
    tidy(() => {
      const weights = { a: scalar(1), b: scalar(1) };
      const optimizer = parameterGroups({ a: adam() }, adam());
      const next = optimizer.update({ a: scalar(1) }, optimizer.init(weights), weights, { step: 0, epoch: 0 });
      expect(next.weights.b).toBe(weights.b);
      expect(next.weights.a).not.toBe(weights.a);
    });
  });

  test('a name that no weight lies under is refused', () => {
    expect(() => walked(parameterGroups({ haed: by(1) }, by(1)), ['encoder.kernel', 'head.kernel'])).toThrow(
      'parameterGroups: no weight lies under "haed"; there are encoder.kernel, head.kernel',
    );
  });
});
