import '@tensorflow/tfjs-backend-cpu';
import { add, mean as meanOf, mul, setBackend, sum, tensor2d, tensor4d, tile } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import { wave } from '../test/wave.js';
import { mean } from './mean.js';
import { explainedVariance, psnr, rSquared, squaredErrorPerExample, squaredErrorPerFeature } from './reconstruction.js';

beforeAll(() => setBackend('cpu'));

// differences 1, 0 | −2, 3
const numbers = { target: [1, 2, 3, 4], output: [0, 2, 5, 1] };
type Pair = readonly [target: Tensor, output: Tensor];
const flat = (): Pair => [tensor2d(numbers.target, [2, 2]), tensor2d(numbers.output, [2, 2])];
const images = (): Pair => [tensor4d(numbers.target, [2, 1, 2, 1]), tensor4d(numbers.output, [2, 1, 2, 1])];

describe.each([
  ['flat', flat],
  ['images', images],
])('squared errors of %s examples', (_, make) => {
  test('are Σ (x − x̂)² per example and its mean per feature', async () => {
    expect(await squaredErrorPerExample(...make())).toEqual(Float32Array.of(1, 13));
    expect(await squaredErrorPerFeature(...make())).toEqual(Float32Array.of(2.5, 4.5));
  });

  test('average and add up to the same', async () => {
    const perFeature = await squaredErrorPerFeature(...make());
    expect(mean(await squaredErrorPerExample(...make()))).toBe(perFeature[0]! + perFeature[1]!);
  });
});

describe('psnr', () => {
  test('is 10·log₁₀(dataRange² / MSE)', async () => {
    // each off by 0.1: 10·log₁₀ 100; by 0.1 and 0: 10·log₁₀ 200; by nothing
    const target = tensor2d([0.5, 0.5, 0.2, 0.5, 0.3, 1], [3, 2]);
    const output = tensor2d([0.6, 0.4, 0.2, 0.6, 0.3, 1], [3, 2]);
    const values = await psnr(target, output);
    expect(values[0]).toBeCloseTo(20, 4);
    expect(values[1]).toBeCloseTo(23.0103, 4);
    expect(values[2]).toBe(Infinity);
  });

  test('does not change when pixels and dataRange are scaled alike', async () => {
    const [target, output] = [wave(3, 8), wave(3, 8, 0.1)];
    const bytes = await psnr(mul(target, 255), mul(output, 255), { dataRange: 255 });
    (await psnr(target, output)).forEach((value, i) => expect(bytes[i]).toBeCloseTo(value, 4));
  });

  test.each([0, -1, NaN, Infinity])('refuses a dataRange of %d', async (dataRange) => {
    await expect(psnr(...flat(), { dataRange: dataRange })).rejects.toThrow(
      new InputError(`psnr: dataRange must be a finite number above 0, not ${dataRange}`),
    );
  });
});

describe('rSquared', () => {
  const target = () => tensor2d([1, 10, 3, 14, 5, 12], [3, 2]); // means 3 and 12, squares 8 and 8
  const means = (x: Tensor2D): Tensor2D => tile(meanOf(x, 0, true), [3, 1]);

  test('is 1 for the data themselves, 0 for their means, less for worse', async () => {
    expect(await rSquared(target(), target())).toBe(1);
    expect(await rSquared(target(), means(target()))).toBe(0);
    expect(await rSquared(target(), add(means(target()), 2))).toBeCloseTo(-1.5, 12); // 1 − (16 + 24) / 16
  });

  test('is 1 − Σ (x − x̂)² / Σ (x − x̄)², the sums over features together', async () => {
    expect(await rSquared(target(), tensor2d([1, 10, 3, 14, 5, 16], [3, 2]))).toBe(0); // 16 wrong of 16
    expect(await rSquared(target(), tensor2d([1, 10, 3, 14, 5, 10], [3, 2]))).toBe(0.75);
  });

  test('holds its precision far from 0', async () => {
    expect(await rSquared(add(target(), 1e5), add(means(target()), 1e5))).toBeCloseTo(0, 6);
  });
});

describe('explainedVariance', () => {
  test('forgives the same error everywhere, as rSquared does not', async () => {
    const x = wave(6, 4);
    expect(await explainedVariance(x, add(x, 0.5))).toBeCloseTo(1, 10);
    expect(await rSquared(x, add(x, 0.5))).toBeLessThan(0.6);
  });

  test('and rSquared have the values that numpy gives', async () => {
    // x, y = wave(7, 5), .8*wave(7, 5) + .1*wave(7, 5, 1) + .05; d = x - y
    // 1 - (d**2).sum() / ((x - x.mean(0))**2).sum(), 1 - d.var(0).sum() / x.var(0).sum()
    const x = wave(7, 5);
    const y = add(add(mul(x, 0.8), mul(wave(7, 5, 1), 0.1)), 0.05);
    expect(await rSquared(x, y)).toBeCloseTo(0.96707396, 6);
    expect(await explainedVariance(x, y)).toBeCloseTo(0.97252098, 6);
  });
});

describe('bad input', () => {
  const calls = { squaredErrorPerExample, squaredErrorPerFeature, psnr, rSquared, explainedVariance };

  test.each(Object.entries(calls))('%s refuses shapes that differ and no examples', async (name, call) => {
    const [target] = flat();
    await expect(call(target, sum(target, 1, true))).rejects.toThrow(
      new InputError(`${name}: an output of shape [2, 1] does not fit a target of shape [2, 2]`),
    );
    const none = tensor2d([], [0, 2]);
    await expect(call(none, none)).rejects.toThrow(new InputError(`${name}: there are no examples, target and output have shape [0, 2]`));
  });

  test.each([
    ['rSquared', rSquared],
    ['explainedVariance', explainedVariance],
  ])('%s refuses a target that does not vary', async (name, call) => {
    const same = tensor2d([0.1, 0.7, 0.1, 0.7, 0.1, 0.7], [3, 2]);
    await expect(call(same, wave(3, 2))).rejects.toThrow(
      new InputError(`${name}: the target is the same in all examples, so there is no variance to explain`),
    );
  });
});
