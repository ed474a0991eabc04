import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { cases } from './cases.js';
import type { LayerCase } from './cases/layer-case.js';
import type { Suite } from './protocol.js';

/** Numbers in [−1, 1), the same on every machine. */
function numbers(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}

const tensorOf = (shape: readonly number[], seed: number, whole?: number): Tensor => {
  const values = numbers(
    shape.reduce((a, b) => a * b, 1),
    seed,
  );
  return whole
    ? tf.tensor(
        values.map((v) => Math.floor((v + 1) * (whole / 2))),
        [...shape],
        'int32',
      )
    : tf.tensor(values, [...shape]);
};

/** The outputs of a layer for fixed inputs and weights, and the gradients of the sum of their squares. */
function everything({ make, inputs, whole, trains = true }: LayerCase): number[][] {
  return tf.tidy(() => {
    const layer = make();
    const xs = inputs.map((shape, i) => tensorOf(shape, i + 1, whole));
    const given = xs.length === 1 ? xs[0]! : xs;
    const apply = (): Tensor[] => [layer.apply(given, { training: false }) as Tensor | Tensor[]].flat();
    apply();
    layer.setWeights(layer.weights.map((weight: { shape: number[] }, i: number) => tf.abs(tensorOf(weight.shape, 100 + i))));
    const results = apply();
    if (!trains || layer.trainableWeights.length === 0) return results.map(plain);
    const { grads } = tf.variableGrads(
      () => apply().reduce((sum: Tensor, y) => tf.add(sum, tf.sum(tf.square(y))), tf.scalar(0)) as tf.Scalar,
      layer.trainableWeights.map((weight: any) => weight.val),
    );
    return [...results, ...Object.values(grads)].map(plain);
  });
}

const plain = (x: Tensor): number[] => [...x.shape, ...x.dataSync()];

/** The largest difference, divided by the largest number; ∞ when the shapes differ. */
function difference(found: readonly number[][], expected: readonly number[][]): number {
  if (found.length !== expected.length) return Infinity;
  return Math.max(
    ...found.map((values, i) => {
      const right = expected[i]!;
      if (values.length !== right.length) return Infinity;
      const scale = Math.max(1e-3, ...right.map(Math.abs));
      return Math.max(0, ...values.map((v, at) => (Object.is(v, right[at]) ? 0 : Math.abs(v - right[at]!) / scale || Infinity)));
    }),
  );
}

const attempt = (test: LayerCase): number[][] | string => {
  try {
    return everything(test);
  } catch (error) {
    return (error as Error).message.split('\n')[0]!;
  }
};

/** Compares values and gradients of each layer of tfjs-layers with those of the CPU backend. */
export const casesSuite: Suite = async ({ only = '', skip }, { backend }, say) => {
  const tests = cases.filter(({ name }) => new RegExp(only).test(name) && !skip.includes(name));
  for (const test of tests) {
    say({ kind: 'begins', id: test.name });
    await tf.setBackend('cpu');
    const expected = attempt(test);
    if (typeof expected === 'string') throw new Error(`${test.name}: the CPU backend throws: ${expected}`);
    await tf.setBackend(backend);
    const found = attempt(test);
    const off = typeof found === 'string' ? 0 : difference(found, expected);
    const why = typeof found === 'string' ? found : off < 1e-4 ? '' : `off by ${off} of the largest number`;
    say({ kind: 'ended', id: test.name, outcome: why ? 'failed' : 'passed', ...(why && { why }) });
  }
};
