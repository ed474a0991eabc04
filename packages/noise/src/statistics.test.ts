import '@tensorflow/tfjs-backend-cpu';
import { fill, setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { linearWarmUp, seeded } from '@autoencoders/core';
import type { Clock, Corruption } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import * as noise from './index.js';

beforeAll(() => setBackend('cpu'));

/* What a million draws are like. */
const N = 1_000_000;
const of = (corrupt: Corruption, x: () => Tensor, clock?: Clock): Float32Array =>
  tidy(() => corrupt(x(), seeded(1), clock).dataSync<'float32'>().slice());
const constant =
  (value: number, shape: number[] = [1000, 1000]) =>
  (): Tensor =>
    fill(shape, value);
function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
const varianceOf = (values: Float32Array, mean: number): number => values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
const shareOf = (values: Float32Array, wanted: number): number => values.reduce((n, x) => n + Number(x === wanted), 0) / values.length;

/** Φ by Abramowitz & Stegun 7.1.26, to 1.5e-7. */
function phi(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const erf = 1 - series * Math.exp(-z * z);
  return x < 0 ? (1 - erf) / 2 : (1 + erf) / 2;
}

/** The test of Kolmogorov and Smirnov: below 1.95 with a probability of 0.999. */
function kolmogorovSmirnov(values: Float32Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  const n = sorted.length;
  return Math.sqrt(n) * sorted.reduce((most, x, i) => Math.max(most, Math.abs(cdf(x) - (i + 0.5) / n)), 0);
}

/** χ² of counts, in standard deviations from its mean. */
function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  const total = counts.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
  const freedom = counts.length - 1;
  return (total - freedom) / Math.sqrt(2 * freedom);
}

describe.each([0.1, 2])('of strength %d', (strength) => {
  test('gaussianNoise is normal', () => {
    const added = of(noise.gaussianNoise(strength), constant(0)).map((x) => x / strength);
    expect(Math.abs(meanOf(added))).toBeLessThan(4 / Math.sqrt(N));
    expect(Math.abs(varianceOf(added, 0) - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
    expect(kolmogorovSmirnov(added, phi)).toBeLessThan(1.95);
  });

  test('speckleNoise is normal, in proportion to x', () => {
    const factors = of(noise.speckleNoise(strength), constant(5)).map((x) => (x / 5 - 1) / strength);
    expect(Math.abs(meanOf(factors))).toBeLessThan(4 / Math.sqrt(N));
    expect(kolmogorovSmirnov(factors, phi)).toBeLessThan(1.95);
  });

  test('uniformNoise is uniform', () => {
    const added = of(noise.uniformNoise(strength), constant(0)).map((x) => x / strength);
    expect(Math.abs(meanOf(added))).toBeLessThan(4 * Math.sqrt(1 / 3 / N));
    expect(Math.abs(varianceOf(added, 0) - 1 / 3)).toBeLessThan(4 * Math.sqrt(4 / 45 / N));
    expect(kolmogorovSmirnov(added, (x) => (x + 1) / 2)).toBeLessThan(1.95);
  });
});

test.each([
  [0.02, 50],
  [0.5, 8],
  [1, 30],
  [0.75, 255],
])('poissonNoise of %d with a peak of %d', (x, peak) => {
  const values = of(noise.poissonNoise(peak), constant(x));
  const mean = Math.fround(x) * peak;
  expect(Math.abs(meanOf(values) - mean / peak)).toBeLessThan((4 * Math.sqrt(mean / N)) / peak);
  const variance = varianceOf(values, mean / peak) * peak ** 2;
  expect(Math.abs(variance / mean - 1)).toBeLessThan(4 * Math.sqrt((2 + 1 / mean) / N));
  const counts: number[] = [];
  for (const value of values) {
    const k = Math.round(value * peak);
    counts[k] = (counts[k] ?? 0) + 1;
  }
  let logP = -mean;
  const expected = Array.from({ length: Math.ceil(mean + 8 * Math.sqrt(mean) + 8) }, (_, k) => {
    if (k > 0) logP += Math.log(mean / k);
    return N * Math.exp(logP);
  });
  const common = expected.flatMap((count, k) => (count > 50 ? [k] : []));
  expect(
    chiSquare(
      common.map((k) => counts[k] ?? 0),
      common.map((k) => expected[k]!),
    ),
  ).toBeLessThan(4);
});

/** Four standard errors of a share. */
const slack = (share: number, n: number = N): number => 4 * Math.sqrt((share * (1 - share)) / n);

test.each([0.05, 0.5, 0.9])('maskingNoise and saltAndPepper of %d have this rate', (rate) => {
  expect(Math.abs(shareOf(of(noise.maskingNoise(rate), constant(3)), 0) - rate)).toBeLessThan(slack(rate));
  const salted = of(noise.saltAndPepper(rate), constant(3));
  for (const extreme of [0, 1]) expect(Math.abs(shareOf(salted, extreme) - rate / 2)).toBeLessThan(slack(rate / 2));
});

test('a range gives each example a rate of its own, uniform in the range', () => {
  const values = of(noise.maskingNoise([0.2, 0.6]), constant(1));
  const rates = Float32Array.from({ length: 1000 }, (_, row) => shareOf(values.subarray(row * 1000, (row + 1) * 1000), 0));
  expect(Math.abs(meanOf(rates) - 0.4)).toBeLessThan(4 * Math.sqrt((0.4 ** 2 / 12 + 0.25 / 1000) / 1000));
  // The rates spread more than those of one rate would.
  expect(Math.abs(varianceOf(rates, 0.4) - (0.4 ** 2 / 12 + 0.0002267))).toBeLessThan(0.0015);
});

/** Of numbers x, the mean of `f` over the batch should be the mean of `g` over the range of strengths. */
test.each<[string, Corruption, x: number, f: (y: number) => number, range: [number, number], g: (strength: number) => number]>([
  ['gaussianNoise', noise.gaussianNoise([0, 1]), 0, (y) => y ** 2, [0, 1], (s) => s ** 2],
  ['uniformNoise', noise.uniformNoise([0, 1]), 0, (y) => y ** 2, [0, 1], (s) => s ** 2 / 3],
  ['speckleNoise', noise.speckleNoise([0, 1]), 2, (y) => (y - 2) ** 2, [0, 1], (s) => 4 * s ** 2],
  ['poissonNoise', noise.poissonNoise([5, 20]), 1, (y) => (y - 1) ** 2, [5, 20], (s) => 1 / s],
  ['saltAndPepper', noise.saltAndPepper([0.2, 0.6]), 0.5, (y) => Number(y !== 0.5), [0.2, 0.6], (s) => s],
])('%s of a range has all strengths of it', (_, corrupt, x, f, [least, greatest], g) => {
  const strengths = Array.from({ length: 1000 }, (__, i) => g(least + ((greatest - least) * (i + 0.5)) / 1000));
  const expected = meanOf(strengths);
  const found = of(corrupt, constant(x)).map(f);
  // The strengths of 1000 examples vary more than the numbers of each.
  const spread = varianceOf(Float32Array.from(strengths), expected) / 1000 + varianceOf(found, meanOf(found)) / N;
  expect(Math.abs(meanOf(found) - expected)).toBeLessThan(4 * Math.sqrt(spread));
});

test.each([1, 9])('a schedule has its strength at step %d', (step) => {
  const [rate, clock] = [Math.min(1, step / 4) * 0.8, { step, epoch: 0 }];
  const rise = linearWarmUp(0.8, { steps: 4 });
  expect(Math.abs(shareOf(of(noise.maskingNoise(rise), constant(1), clock), 0) - rate)).toBeLessThan(slack(rate));
  const chosen = of(noise.withProbability(rise, noise.clip(1, 2)), constant(0, [N, 1]), clock);
  expect(Math.abs(shareOf(chosen, 1) - rate)).toBeLessThan(slack(rate));
});

test('the parts of compose are independent', () => {
  const added = of(noise.compose(noise.gaussianNoise(3), noise.gaussianNoise(4)), constant(0));
  expect(Math.abs(varianceOf(added, 0) / 25 - 1)).toBeLessThan(4 * Math.sqrt(2 / N));
  const masked = of(noise.compose(noise.maskingNoise(0.5), noise.maskingNoise(0.5)), constant(1));
  expect(Math.abs(shareOf(masked, 1) - 0.25)).toBeLessThan(slack(0.25));
});

test('patchMasking has its rate with patches of any size, in the shape of withShape, too', () => {
  const flat = noise.withShape([10, 10, 1], noise.patchMasking(0.3, [2, 5]));
  expect(Math.abs(shareOf(of(flat, constant(1, [N / 100, 100])), 0) - 0.3)).toBeLessThan(slack(0.3, N / 10));
});

test('swapNoise takes each other row equally often, and keeps columns', () => {
  const [rows, columns] = [10, 100_000];
  const x = (): Tensor =>
    tensor(
      Float32Array.from({ length: N }, (_, i) => Math.floor(i / columns)),
      [rows, columns],
    );
  const values = of(noise.swapNoise(0.3), x);
  const swapped = values.reduce((n, value, i) => n + Number(value !== Math.floor(i / columns)), 0);
  expect(Math.abs(swapped / N - 0.3)).toBeLessThan(slack(0.3));
  const counts = Array.from({ length: rows * rows }, () => 0);
  for (const [i, value] of values.entries()) counts[Math.floor(i / columns) * rows + value]! += 1;
  const [cells, expected] = [counts.filter((_, i) => i % 11 !== 0), (columns * 0.3) / 9];
  expect(
    chiSquare(
      cells,
      cells.map(() => expected),
    ),
  ).toBeLessThan(4);
});

test.each<[string, Corruption, number[]]>([
  ['featureMasking', noise.featureMasking(0.3), [1, N]],
  ['channelMasking', noise.channelMasking(0.3), [N / 10, 1, 1, 10]],
  ['rowMasking', noise.rowMasking(0.3), [N / 10, 10, 1, 1]],
  ['columnMasking', noise.columnMasking(0.3), [N / 10, 1, 10, 1]],
  ['patchMasking', noise.patchMasking(0.3, 1), [N / 100, 10, 10, 1]],
])('%s has its rate', (_, corrupt, shape) => {
  expect(Math.abs(shareOf(of(corrupt, constant(1, shape)), 0) - 0.3)).toBeLessThan(slack(0.3));
});

test.each([
  [0.3, 10],
  [0.9, 3],
  [0.05, 40],
  [0.5, 1],
  [0.02, 200],
])('timeMasking of rate %d and length %d has this rate at each step', (rate, length) => {
  const [examples, steps] = [20_000, 50];
  const values = of(noise.timeMasking(rate, length), constant(1, [examples, steps]));
  for (let step = 0; step < steps; step++) {
    const hidden = Float32Array.from({ length: examples }, (_, i) => values[i * steps + step]!);
    expect(Math.abs(shareOf(hidden, 0) - rate)).toBeLessThan(1.2 * slack(rate, examples));
  }
});

test('oneOf and withProbability choose for each example', () => {
  const chosen = of(noise.oneOf(noise.clip(1, 2), noise.clip(2, 3), noise.clip(3, 4)), constant(0, [N, 1]));
  const counts = [1, 2, 3].map((value) => shareOf(chosen, value) * N);
  expect(
    chiSquare(
      counts,
      counts.map(() => N / 3),
    ),
  ).toBeLessThan(4);
  const some = of(noise.withProbability(0.2, noise.clip(1, 2)), constant(0, [N, 1]));
  expect(Math.abs(shareOf(some, 1) - 0.2)).toBeLessThan(slack(0.2));
});

test('randomFlip flips half of the images, randomShift takes each distance equally often', () => {
  const images = (): Tensor =>
    tensor(
      Float32Array.from({ length: 10_000 * 7 }, (_, i) => i % 7),
      [10_000, 1, 7, 1],
    );
  const firsts = (values: Float32Array): Float32Array => values.filter((_, i) => i % 7 === 0);
  expect(Math.abs(shareOf(firsts(of(noise.randomFlip(), images)), 6) - 0.5)).toBeLessThan(slack(0.5, 10_000));
  const middles = of(noise.randomShift(2), images).filter((_, i) => i % 7 === 3);
  const counts = [1, 2, 3, 4, 5].map((value) => shareOf(middles, value) * 10_000);
  // The image has one row, so that a shift down or up empties it: two fifths of 1 to 5 are left at 0.
  const kept = counts.reduce((a, b) => a + b);
  expect(Math.abs(kept / 10_000 - 0.2)).toBeLessThan(slack(0.2, 10_000));
  expect(
    chiSquare(
      counts,
      counts.map(() => kept / 5),
    ),
  ).toBeLessThan(4);
});

/** A uniform number in [least, greatest], by the test of Kolmogorov and Smirnov. */
const expectUniform = (values: Float32Array, least: number, greatest: number): void =>
  expect(kolmogorovSmirnov(values, (x) => (x - least) / (greatest - least))).toBeLessThan(1.95);

/** `count` images of one row. */
const images =
  (row: readonly number[], count: number, channels: number = 1) =>
  (): Tensor =>
    tensor(
      Float32Array.from({ length: count * row.length }, (_, i) => row[i % row.length]!),
      [count, 1, row.length / channels, channels],
    );
/** The last number of each of so many less the first. */
const rises = (values: Float32Array, size: number): Float32Array =>
  Float32Array.from({ length: values.length / size }, (_, i) => values[(i + 1) * size - 1]! - values[i * size]!);

test('randomResizedCrop and colorJitter draw what they draw with equal probability', () => {
  const count = N / 10;
  const sides = rises(of(noise.randomResizedCrop([0.25, 1]), images([0, 1, 2, 3, 4, 5, 6, 7, 8], count)), 9).map((rise) => rise / 8);
  expectUniform(
    sides.map((side) => side ** 2),
    0.25,
    1,
  );
  const brightness = of(noise.colorJitter({ brightness: 0.5 }), images([0.5], count)).map((x) => x / 0.5);
  expectUniform(brightness, 0.5, 1.5);
  const contrast = rises(of(noise.colorJitter({ contrast: 0.5 }), images([0.4, 0.6], count)), 2).map((rise) => rise / 0.2);
  expectUniform(contrast, 0.5, 1.5);
  const saturation = rises(of(noise.colorJitter({ saturation: 0.5 }), images([0.4, 0.5, 0.6], count, 3)), 3).map((rise) => rise / 0.2);
  expectUniform(saturation, 0.5, 1.5);
});
