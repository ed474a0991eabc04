import '@tensorflow/tfjs-backend-cpu';
import { add, concat, fill, gather, matMul, mul, ones, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError, normal } from '@autoencoders/core';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { Matrix, determinant, inverse } from 'ml-matrix';
import { afterAll, describe, expect, test } from 'vitest';
import { numbers } from '../test/helpers.js';
import { gaussianMixture } from './mixture.js';
import type { GaussianMixture } from './mixture.js';

/** `count` draws of N(mean, factor·factorᵀ) for two latents. */
const cloud = (count: number, [x, y]: readonly [number, number], factor: number[][], seed: number): Tensor2D =>
  tidy(() => add(matMul(normal([count, 2], seed), tensor2d(factor), false, true), tensor2d([[x, y]])));

const first = cloud(
  3000,
  [-4, 1],
  [
    [1, 0],
    [0.6, 0.8],
  ],
  1,
);
const second = cloud(
  1000,
  [3, 2],
  [
    [0.5, 0],
    [0, 2],
  ],
  2,
);
const both: Tensor2D = concat([first, second]);
const digits = digitsLike(50);
afterAll(() => [first, second, both, digits].forEach((t) => t.dispose()));

const close = (found: ArrayLike<number>, expected: readonly number[], within: number): void => {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(Math.abs(found[i]! - value)).toBeLessThan(within));
};

describe('one component', () => {
  test('is the mean and the covariance of the codes, and its ln p is that of the normal distribution', async () => {
    const codes = tensor2d([
      [0, 0],
      [2, 0],
      [0, 4],
      [2, 4],
    ]);
    const { components, logLikelihood, logDensity } = await gaussianMixture(codes, 1);
    // variances 1 and 4 and no covariance: ln p = −½·(1/1 + 4/4) − ln 1 − ln 2 − ln 2π everywhere
    const truth = -1 - Math.log(2) - Math.log(2 * Math.PI);
    expect(components).toHaveLength(1);
    expect(components[0]!.weight).toBeCloseTo(1, 6);
    close(components[0]!.mean, [1, 2], 1e-5);
    close(components[0]!.covariance, [1, 0, 0, 4], 1e-4);
    expect(logLikelihood).toBeCloseTo(truth, 4);
    close(numbers(logDensity(codes)), [truth, truth, truth, truth], 1e-4);
    codes.dispose();
  });
});

describe('two clouds', () => {
  test('are found: weights, means and covariances', async () => {
    const { components } = await gaussianMixture(both, 2, { tolerance: 1e-6 });
    const [large, small] = components.toSorted((a, b) => b.weight - a.weight) as [(typeof components)[0], (typeof components)[0]];
    close([large.weight, small.weight], [0.75, 0.25], 0.01);
    close(large.mean, [-4, 1], 0.06);
    close(large.covariance, [1, 0.6, 0.6, 1], 0.06);
    close(small.mean, [3, 2], 0.15);
    close(small.covariance, [0.25, 0, 0, 4], 0.3);
  });

  test('raise the likelihood from pass to pass, and two of them fit better than one', async () => {
    const after = async (components: number, iterations: number): Promise<number> =>
      (await gaussianMixture(both, components, { iterations, tolerance: 0 })).logLikelihood;
    const fits = [await after(2, 1), await after(2, 2), await after(2, 4), await after(2, 20)];
    for (const [i, fit] of fits.slice(1).entries()) expect(fit).toBeGreaterThanOrEqual(fits[i]! - 1e-6);
    expect(fits.at(-1)!).toBeGreaterThan((await after(1, 20)) + 0.3);
  });

  test('are drawn from as they are', async () => {
    const mixture = await gaussianMixture(both, 2);
    const drawn = mixture.sample(20_000, { seed: 5 });
    const again = await gaussianMixture(drawn, 2, { tolerance: 1e-5 });
    const bySize = (of: typeof mixture) => of.components.toSorted((a, b) => b.weight - a.weight);
    for (const [i, component] of bySize(again).entries()) {
      const truth = bySize(mixture)[i]!;
      expect(component.weight).toBeCloseTo(truth.weight, 1);
      close(component.mean, [...truth.mean], 0.1);
      close(component.covariance, [...truth.covariance], 0.25);
    }
    drawn.dispose();
  });

  test('have a low density far away, and the seed decides what is drawn', async () => {
    const mixture = await gaussianMixture(both, 2);
    const [near, far] = numbers(
      mixture.logDensity(
        tensor2d([
          [-4, 1],
          [30, -30],
        ]),
      ),
    ) as [number, number];
    expect(near - far).toBeGreaterThan(100);
    const draw = (seed: number): number[] => numbers(mixture.sample(4, { seed }));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  test('of more rows than go through at once are the same', async () => {
    const many: Tensor2D = concat([both, both]);
    const [one, two] = [await gaussianMixture(both, 1), await gaussianMixture(many, 1)];
    close(two.components[0]!.covariance, [...one.components[0]!.covariance], 1e-3);
    many.dispose();
  });
});

/** ln p of a code in float64, from the components alone. */
function densityOf({ components }: GaussianMixture, code: readonly number[]): number {
  const terms = components.map(({ weight, mean, covariance }) => {
    const size = mean.length;
    const spread = Matrix.from1DArray(size, size, covariance);
    const away = Matrix.columnVector(Array.from(mean, (value, i) => code[i]! - value));
    const square = away.transpose().mmul(inverse(spread)).mmul(away).get(0, 0);
    return Math.log(weight) - (square + Math.log(determinant(spread)) + size * Math.log(2 * Math.PI)) / 2;
  });
  const greatest = Math.max(...terms);
  return greatest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - greatest), 0));
}

/** N(0, I) around one of `groups` places that are about `apart` from `middle`. */
const far = (groups: number, apart: number, middle: number, groupOf: (i: number) => number): Tensor2D =>
  tidy(() => {
    const places = gather(
      mul(normal<any>([groups, 3], 2), apart),
      tensor1d(
        Array.from({ length: 2000 }, (_, i) => groupOf(i)),
        'int32',
      ),
    );
    return add(add(normal([2000, 3], 1), middle), places) as Tensor2D;
  });
const quarter = (i: number): number => (i % 4 ? 1 : 0);

describe('means large beside deviations', () => {
  // scikit-learn 1.2: GaussianMixture(k, reg_covar=1e-6, tol=1e-10, max_iter=500, n_init=3).fit(x).score(x), x in float64
  test.each([
    ['one group at 10,000', 1, () => scaled(1e4), -4.24173],
    ['one group at 100,000', 1, () => scaled(1e5), -4.24215],
    ['two groups near each other at 10,000', 2, () => far(2, 3, 1e4, quarter), -4.77537],
    ['two groups 10,000 apart', 2, () => far(2, 1e4, 0, quarter), -4.80255],
    ['five groups 1,000 apart', 5, () => far(5, 1e3, 0, (i) => i % 5), -5.84336],
  ] as const)('%s', async (_, components, make, expected) => {
    const codes = make();
    const mixture = await gaussianMixture(codes, components, { tolerance: 1e-7, iterations: 300 });
    expect(mixture.logLikelihood).toBeCloseTo(expected, 4);
    const rows = codes.arraySync();
    const densities = numbers(mixture.logDensity(codes));
    densities.forEach((density, i) => expect(Math.abs(density - densityOf(mixture, rows[i]!))).toBeLessThan(1e-5 * Math.abs(density)));
    const drawn = mixture.sample(2000, { seed: 4 });
    expect(numbers(mixture.logDensity(drawn)).reduce((sum, density) => sum + density / 2000, 0)).toBeCloseTo(expected, 0);
    for (const each of [codes, drawn]) each.dispose();
  });

  const scaled = (middle: number): Tensor2D => tidy(() => add(mul(normal<any>([2000, 3], 1), tensor1d([1, 0.5, 2])), middle)) as Tensor2D;
});

test('latents that do not vary, and as many components as codes, stay finite', async () => {
  const flat = tidy(() => mul(both, tensor2d([[1, 0]]))) as Tensor2D;
  const { logLikelihood, components } = await gaussianMixture(flat, 2);
  expect(Number.isFinite(logLikelihood)).toBe(true);
  expect(components.every(({ covariance }) => covariance.every(Number.isFinite))).toBe(true);
  const few = tensor2d([
    [0, 1],
    [5, 2],
    [1, 9],
  ]);
  expect(Number.isFinite((await gaussianMixture(few, 3)).logLikelihood)).toBe(true);
  for (const each of [flat, few]) each.dispose();
});

test('leaves nothing behind, also when it is refused', async () => {
  await expectNoLeaks(() => gaussianMixture(digits, 2, { iterations: 3 }));
  const same = fill([5, 2], 3) as Tensor2D;
  await expectNoLeaks(() => gaussianMixture(same, 1).catch(() => undefined));
});

test.each<[message: string, codes: () => Tensor2D, components: number, options?: object]>([
  ['gaussianMixture: codes must be [examples, latents], not [2, 2, 1]', () => ones([2, 2, 1]) as unknown as Tensor2D, 1],
  ['gaussianMixture: codes must be [examples, latents], not [0, 2]', () => ones([0, 2]), 1],
  ['gaussianMixture: components must be a whole number of 1 or more, not 0', () => ones([3, 2]), 0],
  ['gaussianMixture: 4 components need at least as many codes, there are 3', () => ones([3, 2]), 4],
  ['gaussianMixture: the codes hold NaN or infinity, or numbers too large to square', () => tensor2d([[1, NaN]]), 1],
  ['gaussianMixture: all codes are the same, so that nothing can be fitted to them', () => ones([3, 2]), 1],
  ['gaussianMixture: 2 components need at least as many different codes, found 1', () => ones([3, 2]), 2],
  ['gaussianMixture: iterations must be a whole number of 1 or more, not 0', () => ones([3, 2]), 1, { iterations: 0 }],
])('refuses: %s', async (message, codes, components, options) => {
  await expect(gaussianMixture(codes(), components, options)).rejects.toThrow(new InputError(message));
});

test('refuses to tell the density of codes of another width', async () => {
  const { logDensity } = await gaussianMixture(both, 1);
  expect(() => logDensity(ones([2, 3]))).toThrow(new InputError('logDensity: codes must be [batch, 2], not [2, 3]'));
});
