import '@tensorflow/tfjs-backend-cpu';
import { fill, setBackend, tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { InputError, normal, seeded } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { compose } from './combine.js';
import { clip, gaussianNoise, maskingNoise, saltAndPepper } from './noise.js';

beforeAll(() => setBackend('cpu'));

const numbers = (x: Tensor): number[] => [...x.dataSync<'float32'>()];
const corrupted = (corrupt: Corruption, x: () => Tensor, seed: number = 1): number[] => tidy(() => numbers(corrupt(x(), seeded(seed))));
const moment = (values: readonly number[], power: number): number => values.reduce((sum, value) => sum + value ** power, 0) / values.length;
const shareOf = (values: readonly number[], wanted: number): number => values.filter((value) => value === wanted).length / values.length;

/** Four standard errors of a share. */
const slack = (share: number, n: number): number => 4 * Math.sqrt((share * (1 - share)) / n);
const n = 20_000;

describe('gaussianNoise', () => {
  test.each([0.1, 1, 3])('adds N(0, stddev²) with stddev = %d', (stddev) => {
    const added = corrupted(gaussianNoise(stddev), () => fill([100, 200], 5)).map((value) => (value - 5) / stddev);
    expect(Math.abs(moment(added, 1))).toBeLessThan(4 * Math.sqrt(1 / n));
    expect(Math.abs(moment(added, 2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(added, 3))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(moment(added, 4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });

  test('adds what `normal` gives for its one seed', () => {
    const expected = tidy(() => numbers(normal([3, 4], seeded(1)(), 0, 0.5)));
    expect(corrupted(gaussianNoise(0.5), () => zeros([3, 4]))).toEqual(expected);
  });

  test('of 0 changes nothing', () => {
    expect(corrupted(gaussianNoise(0), () => tensor([1, 2, 3]))).toEqual([1, 2, 3]);
  });
});

describe('maskingNoise', () => {
  test.each([0.1, 0.5, 0.9])('sets a share of %d to 0 and keeps the rest exactly', (rate) => {
    const x = (): Tensor => normal([100, 200], 3, 10); // no zeros of its own
    const before = tidy(() => numbers(x()));
    const after = corrupted(maskingNoise(rate), x);
    expect(after.every((value, i) => value === 0 || value === before[i])).toBe(true);
    expect(Math.abs(shareOf(after, 0) - rate)).toBeLessThan(slack(rate, n));
  });

  test('sets all to 0 at a rate of 1 and none at 0', () => {
    expect(new Set(corrupted(maskingNoise(1), () => fill([1000], 5)))).toEqual(new Set([0]));
    expect(new Set(corrupted(maskingNoise(0), () => fill([1000], 5)))).toEqual(new Set([5]));
  });
});

describe('saltAndPepper', () => {
  test.each([0.1, 0.5, 1])('makes half of a share of %d black, half white, and keeps the rest exactly', (rate) => {
    const x = (): Tensor => normal([100, 200], 3, 10);
    const before = tidy(() => numbers(x()));
    const after = corrupted(saltAndPepper(rate), x);
    expect(after.every((value, i) => value === 0 || value === 1 || value === before[i])).toBe(true);
    for (const extreme of [0, 1]) expect(Math.abs(shareOf(after, extreme) - rate / 2)).toBeLessThan(slack(rate / 2, n));
  });

  test('takes other extremes', () => {
    expect(new Set(corrupted(saltAndPepper(1, { least: -1, greatest: 3 }), () => zeros([1000])))).toEqual(new Set([-1, 3]));
    expect(new Set(corrupted(saltAndPepper(1, { least: -1 }), () => zeros([1000])))).toEqual(new Set([-1, 1]));
  });

  test('of 0 changes nothing', () => {
    expect(corrupted(saltAndPepper(0), () => tensor([0.25, 0.5]))).toEqual([0.25, 0.5]);
  });
});

describe('clip', () => {
  test('cuts off at both ends', () => {
    expect(corrupted(clip(0, 1), () => tensor([-2, 0, 0.5, 1, 7]))).toEqual([0, 0, 0.5, 1, 1]);
  });

  test('draws no seed', () => {
    tidy(() => clip(0, 1)(tensor([1]), () => expect.unreachable()));
  });
});

describe('compose', () => {
  test('corrupts in order', () => {
    const x = (): Tensor => tensor([-3, 3]);
    expect(corrupted(compose(clip(-1, 1), clip(-0.5, 2)), x)).toEqual([-0.5, 1]);
    const shift = <X extends Tensor>(y: X): X => gaussianNoise(0)(y, seeded(1));
    expect(corrupted(compose(saltAndPepper(1, { least: 5, greatest: 5 }), shift, clip(0, 1)), x)).toEqual([1, 1]);
  });

  test('each draws a seed of its own', () => {
    // the same noise twice would be 2·noise, of variance 4
    const twice = corrupted(compose(gaussianNoise(1), gaussianNoise(1)), () => zeros([n]));
    expect(Math.abs(moment(twice, 2) / 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    // two masks of one half leave a quarter
    const left =
      1 -
      shareOf(
        corrupted(compose(maskingNoise(0.5), maskingNoise(0.5)), () => fill([n], 1)),
        0,
      );
    expect(Math.abs(left - 0.25)).toBeLessThan(slack(0.25, n));
  });

  test('of one is that one, of none gives its very input', () => {
    expect(corrupted(compose(gaussianNoise(1)), () => zeros([50]))).toEqual(corrupted(gaussianNoise(1), () => zeros([50])));
    const x = tensor([1, 2]);
    expect(compose()(x, seeded(1))).toBe(x);
    expect(numbers(x)).toEqual([1, 2]);
    x.dispose();
  });
});

describe.each<[string, Corruption, seeds: number]>([
  ['gaussianNoise', gaussianNoise(0.5), 1],
  ['maskingNoise', maskingNoise(0.5), 1],
  ['saltAndPepper', saltAndPepper(0.5), 1],
  ['clip', clip(0, 1), 0],
  ['compose', compose(gaussianNoise(0.5), maskingNoise(0.5), clip(0, 1)), 2],
])('%s', (_, corrupt, drawn) => {
  const x = (): Tensor => normal([20, 5], 3);

  test('gives the same for the same seed, and other noise for another', () => {
    expect(corrupted(corrupt, x, 1)).toEqual(corrupted(corrupt, x, 1));
    if (drawn > 0) expect(corrupted(corrupt, x, 2)).not.toEqual(corrupted(corrupt, x, 1));
  });

  test(`draws ${drawn} seeds a call, so that the next batch gets other noise`, () => {
    let count = 0;
    tidy(() => corrupt(x(), () => ++count));
    expect(count).toBe(drawn);
  });

  test.each([[[4]], [[4, 3]], [[2, 3, 4, 1]]])('keeps the shape %j, whatever its rank', (shape) => {
    expect(tidy(() => corrupt(zeros(shape), seeded(1)).shape)).toEqual(shape);
  });

  test('leaves its input as it is, and its result only, outside a tidy, too', async () => {
    const input = x();
    const before = numbers(input);
    const result = await expectNoLeaks(() => corrupt(input, seeded(1)), { kept: 1 });
    expect(numbers(input)).toEqual(before);
    result.dispose();
    expect(numbers(input)).toEqual(before);
    input.dispose();
  });
});

test.each([
  ['gaussianNoise: stddev must be a finite number of 0 or more, not -1', () => gaussianNoise(-1)],
  ['gaussianNoise: stddev must be a finite number of 0 or more, not NaN', () => gaussianNoise(NaN)],
  ['maskingNoise: rate must lie from 0 to 1, not 1.5', () => maskingNoise(1.5)],
  ['maskingNoise: rate must lie from 0 to 1, not NaN', () => maskingNoise(NaN)],
  ['saltAndPepper: rate must lie from 0 to 1, not -0.1', () => saltAndPepper(-0.1)],
  ['clip: least must lie below greatest, not 1 and 0', () => clip(1, 0)],
  ['clip: least must lie below greatest, not 1 and 1', () => clip(1, 1)],
])('says “%s”', (message, make) => {
  expect(make).toThrow(new InputError(message));
});
