import '@tensorflow/tfjs-backend-cpu';
import { grads, ones, setBackend, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { valueAndGradients } from '../gradients.js';
import { sumGaussianKl, pointwiseLoss, sumSparsityKl } from './losses.js';
import type { PointwiseLoss } from './losses.js';

beforeAll(() => setBackend('cpu'));

const numbers = (x: Tensor): number[] => [...x.dataSync<'float32'>()];

/** The value of a loss of some tensors, and its gradients to each. */
function everything(f: (...inputs: Tensor[]) => Scalar, ...inputs: (() => Tensor)[]): readonly [value: number, ...number[][]] {
  expect(valueAndGradients).toBeTypeOf('function'); // importing it registers the gradients
  return tidy(() => {
    const given = inputs.map((make) => make());
    return [numbers(f(...given))[0]!, ...grads((...xs) => f(...xs))(given).map(numbers)] as const;
  });
}

function expectClose(found: readonly (number | number[])[], expected: readonly (number | number[])[]): void {
  const [a, b] = [found.flat(), expected.flat()];
  expect(a).toHaveLength(b.length);
  for (const [i, value] of b.entries()) expect(a[i]).toBeCloseTo(value, 5);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('pointwiseLoss', () => {
  // d = 2, −0.25, 0, twice each for the scale.
  const [p, t] = [() => tensor1d([3, 0.5, 1]), () => tensor1d([1, 0.75, 1])];
  const of = (loss: PointwiseLoss) => everything((a, b) => pointwiseLoss(loss, a!, b!, 2, 0.5), p, t);

  test('squared: d²', () => expectClose(of('squared'), [8.125, [8, -1, 0], [-8, 1, 0]]));
  test('absolute: |d|, flat at 0', () => expectClose(of('absolute'), [4.5, [2, -2, 0], [-2, 2, 0]]));
  test('huber: d² / 2 within δ, δ·(|d| − δ / 2) beyond', () =>
    expectClose(of('huber'), [2 * (0.5 * 1.75 + 0.03125), [1, -0.5, 0], [-1, 0.5, 0]]));
  test('logistic: softplus(p) − t·p', () => {
    const pairs = [
      [3, 1],
      [0.5, 0.75],
      [1, 1],
    ] as const;
    const value = pairs.reduce((sum, [a, b]) => sum + Math.log1p(Math.exp(a)) - a * b, 0);
    expectClose(of('logistic'), [2 * value, pairs.map(([a, b]) => 2 * (sigmoid(a) - b)), pairs.map(([a]) => -2 * a)]);
  });

  test('stays finite for logits of any size', () => {
    const [value, slopes] = everything(
      (a) => pointwiseLoss('logistic', a!, tensor1d([1, 0]), 1),
      () => tensor1d([100, -100]),
    );
    expectClose([value, slopes!], [0, [0, 0]]);
  });

  test('throws when the shapes differ', () => {
    expect(() => tidy(() => pointwiseLoss('squared', ones([2, 3]), ones([3, 2]), 1))).toThrow(
      'pointwiseLoss: predictions of shape [2, 3] do not fit targets of shape [3, 2]',
    );
  });
});

describe('sumGaussianKl', () => {
  test('½ (μ² + σ² − 1 − ln σ²)', () => {
    const [mean, logVar] = [() => tensor1d([0, 2]), () => tensor1d([0, Math.log(4)])];
    const found = everything((m, l) => sumGaussianKl(m!, l!, 3), mean, logVar);
    expectClose(found, [(3 / 2) * (4 + 3 - Math.log(4)), [0, 6], [0, 4.5]]);
  });

  test('throws when the shapes differ', () => {
    expect(() => tidy(() => sumGaussianKl(ones([2, 3]), ones([1, 3]), 1))).toThrow(
      'sumGaussianKl: means of shape [2, 3] do not fit log-variances of shape [1, 3]',
    );
  });
});

describe('sumSparsityKl', () => {
  test('is 0 where every mean is ρ, and the divergence elsewhere', () => {
    const codes = () =>
      tensor2d([
        [0.25, 0.5],
        [0.25, 1],
      ]);
    const found = everything((x) => sumSparsityKl(x as ReturnType<typeof codes>, 0.25), codes);
    const slope = (0.75 / 0.25 - 0.25 / 0.75) / 2;
    expectClose(found, [0.25 * Math.log(1 / 3) + 0.75 * Math.log(3), [0, slope, 0, slope]]);
  });
});
