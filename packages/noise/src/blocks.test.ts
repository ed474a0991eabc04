import '@tensorflow/tfjs-backend-cpu';
import { fill, ones, setBackend, slice, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { seeded, uniform } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { beforeAll, describe, expect, test } from 'vitest';
import * as noise from './index.js';

beforeAll(() => setBackend('cpu'));

/** The numbers of each example of what a corruption makes. */
const examples = (corrupt: Corruption, x: () => Tensor, seed: number = 1): number[][] =>
  tidy(() => {
    const y = corrupt(x(), seeded(seed));
    const values = [...y.dataSync<'float32'>()];
    const n = y.size / y.shape[0]!;
    return Array.from({ length: y.shape[0]! }, (_, i) => values.slice(i * n, (i + 1) * n));
  });
const one = (corrupt: Corruption, x: () => Tensor, seed?: number): number[] => examples(corrupt, x, seed).flat();

describe('masks', () => {
  test('featureMasking hides the same features of all examples', () => {
    const rows = examples(noise.featureMasking(0.5), () => ones([9, 40]));
    for (const row of rows) expect(row).toEqual(rows[0]);
    expect(new Set(rows[0])).toEqual(new Set([0, 1]));
  });

  test.each<[string, Corruption, (i: number) => number]>([
    ['channelMasking', noise.channelMasking(0.5), (i) => i % 3],
    ['rowMasking', noise.rowMasking(0.5), (i) => Math.floor(i / 27)],
    ['columnMasking', noise.columnMasking(0.5), (i) => Math.floor((i % 27) / 3)],
    ['patchMasking', noise.patchMasking(0.5, [2, 4]), (i) => Math.floor(i / 54) * 10 + Math.floor((i % 27) / 12)],
  ])('%s hides whole blocks, others in each example', (_, corrupt, blockOf) => {
    const rows = examples(corrupt, () => ones([8, 7, 9, 3]));
    for (const row of rows) {
      const first = new Map<number, number>();
      for (const [i, value] of row.entries()) {
        if (!first.has(blockOf(i))) first.set(blockOf(i), value);
        expect(value).toBe(first.get(blockOf(i)));
      }
    }
    expect(new Set(rows.map(String)).size).toBeGreaterThan(4);
    expect(new Set(rows.flat())).toEqual(new Set([0, 1]));
  });

  test('timeMasking hides spans in all channels', () => {
    const rows = examples(noise.timeMasking(0.2, 5), () => ones([50, 60, 2]));
    for (const row of rows) {
      const steps = row.filter((_, i) => i % 2 === 0);
      expect(row.filter((_, i) => i % 2 === 1)).toEqual(steps);
      // Spans that the ends do not cut off have 5 steps or more.
      for (const span of `|${steps.join('')}|`.match(/(?<=1)0+(?=1)/g) ?? []) expect(span.length).toBeGreaterThanOrEqual(5);
    }
  });

  test.each([0, 1])('a rate of %d is exact', (rate) => {
    const images = [noise.channelMasking(rate), noise.rowMasking(rate), noise.columnMasking(rate), noise.patchMasking(rate, 2)];
    for (const corrupt of [...images, noise.featureMasking(rate), noise.timeMasking(rate, 4)])
      expect(new Set(one(corrupt, () => ones([3, 6, 5, 2])))).toEqual(new Set([1 - rate]));
  });
});

describe('gaussianBlur', () => {
  test('spreads a point as a Gaussian', () => {
    const point = (): Tensor =>
      tensor(
        Array.from({ length: 21 * 21 }, (_, i) => Number(i === 10 * 21 + 10)),
        [1, 21, 21, 1],
      );
    const blurred = one(noise.gaussianBlur(1.5), point);
    const at = (row: number, column: number): number => blurred[row * 21 + column]!;
    expect(at(10, 12) / at(10, 10)).toBeCloseTo(Math.exp(-4 / 4.5), 5);
    expect(at(13, 11) / at(10, 10)).toBeCloseTo(Math.exp(-10 / 4.5), 5);
    expect(blurred.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  });

  test('mirrors at the edges, as torchvision does', () => {
    // torchvision.transforms.functional.gaussian_blur(torch.tensor([[[1., 2., 4., 8.]]]), [7, 1], 1.0), kernel of 3σ
    const weights = [-3, -2, -1, 0, 1, 2, 3].map((t) => Math.exp(-(t ** 2) / 2));
    const sum = weights.reduce((a, b) => a + b);
    const around = [8, 4, 2, 1, 2, 4, 8];
    const expected = weights.reduce((total, weight, i) => total + (weight / sum) * around[i]!, 0);
    expect(one(noise.gaussianBlur(1), () => tensor([1, 2, 4, 8], [1, 1, 4, 1]))[0]).toBeCloseTo(expected, 5);
  });

  test('keeps equal numbers, and everything if sigma is 0', () => {
    for (const value of one(noise.gaussianBlur(3), () => fill([1, 2, 5, 3], 0.7))) expect(value).toBeCloseTo(0.7, 5);
    const x = (): Tensor => uniform([2, 4, 5, 3], 1);
    expect(one(noise.gaussianBlur(0), x)).toEqual(tidy(() => [...x().dataSync()]));
  });

  test('treats channels by themselves', () => {
    const channels = (): Tensor => tensor([1, 10, 100, 1, 10, 100, 4, 40, 400], [1, 1, 3, 3]);
    const blurred = one(noise.gaussianBlur(1), channels);
    for (let i = 0; i < 9; i += 3) {
      expect(blurred[i + 1]! / blurred[i]!).toBeCloseTo(10, 4);
      expect(blurred[i + 2]! / blurred[i]!).toBeCloseTo(100, 3);
    }
  });
});

describe('downsampling', () => {
  test('takes means of squares, also of those that are cut off', () => {
    const x = (): Tensor => tensor([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const expected = [3, 3, 4.5, 3, 3, 4.5, 7.5, 7.5, 9];
    for (const [i, value] of one(noise.downsampling(2), x).entries()) expect(value).toBeCloseTo(expected[i]!, 5);
  });

  test('has values between pixels if it is bilinear', () => {
    const x = (): Tensor => tensor([0, 0, 4, 4, 8, 8], [1, 1, 6, 1]);
    const found = one(noise.downsampling(2, { interpolation: 'bilinear' }), x);
    for (const [i, value] of [0, 1, 3, 5, 7, 8].entries()) expect(found[i]).toBeCloseTo(value, 5);
  });

  test('by 1 changes nothing', () => {
    const x = (): Tensor => uniform([2, 4, 5, 3], 1);
    expect(one(noise.downsampling(1), x)).toEqual(tidy(() => [...x().dataSync()]));
  });
});

describe('jpegCompression', () => {
  const x = (): Tensor =>
    tensor(
      Array.from({ length: 28 * 28 }, (_, i) => Math.round(127 + 127 * Math.sin(i / 9)) / 255),
      [1, 28, 28, 1],
    );
  const errorOf = (quality: number): number => {
    const clean = tidy(() => [...x().dataSync()]);
    return one(noise.jpegCompression(quality), x).reduce((sum, value, i) => sum + (value - clean[i]!) ** 2, 0) / clean.length;
  };

  test('loses more at a lower quality, and little at 100', () => {
    const errors = [1, 10, 50, 90, 100].map(errorOf);
    expect(errors.toSorted((a, b) => b - a)).toEqual(errors);
    expect(Math.sqrt(errors[4]!)).toBeLessThan(1 / 255);
    expect(errors[0]).toBeGreaterThan(0.005);
  });

  test('rounds the mean of a block to sixteenths of 128 at quality 50', () => {
    // 8·(value − 128) to multiples of the table's first number, 16
    for (const byte of [0, 7, 100, 129, 255]) {
      const steps = Math.floor(((byte - 128) * 8) / 16 + 0.5 + 2 ** -10);
      const expected = Math.min(1, Math.max(0, (128 + 2 * steps) / 255));
      for (const value of one(noise.jpegCompression(50), () => fill([1, 8, 8, 1], byte / 255))) expect(value).toBeCloseTo(expected, 5);
    }
  });
});

describe('withProbability and oneOf', () => {
  test('leave the other examples exactly as they are', () => {
    const x = (): Tensor => uniform([40, 5], 1);
    const [before, after] = [examples(noise.compose(), x), examples(noise.withProbability(0.5, noise.gaussianNoise(1)), x)];
    const kept = after.filter((row, i) => String(row) === String(before[i])).length;
    expect(kept).toBeGreaterThan(8);
    expect(kept).toBeLessThan(32);
  });

  test('refuse a corruption that changes the shape', () => {
    const half = ((y: Tensor) => slice(y, [0, 0], [2, 1])) as unknown as Corruption;
    expect(() => one(noise.oneOf(half), () => ones([2, 3]))).toThrow('oneOf: a corruption must keep the shape [2, 3], but one gave [2, 1]');
  });
});

describe('augmentations', () => {
  const digits = (): Tensor =>
    tensor(
      Array.from({ length: 2 * 4 * 5 * 2 }, (_, i) => i + 1),
      [2, 4, 5, 2],
    );

  test('randomShift moves whole images, zeros come in', () => {
    const before = examples(noise.compose(), digits);
    for (let seed = 0; seed < 20; seed++)
      for (const [i, image] of examples(noise.randomShift([1, 3]), digits, seed).entries()) {
        const at = image.findIndex((value) => value > 0);
        const shift = [-1, 0, 1].flatMap((down) => [-3, -2, -1, 0, 1, 2, 3].map((across) => [down, across] as const));
        const expected = shift.map(([down, across]) =>
          before[i]!.map((_, place) => {
            const [row, column, channel] = [Math.floor(place / 10) - down, Math.floor((place % 10) / 2) - across, place % 2];
            return row >= 0 && row < 4 && column >= 0 && column < 5 ? before[i]![row * 10 + column * 2 + channel]! : 0;
          }),
        );
        expect(at).toBeGreaterThanOrEqual(0);
        expect(expected).toContainEqual(image);
      }
  });

  test('randomFlip mirrors whole images or leaves them', () => {
    const before = examples(noise.compose(), digits);
    const flipped = {
      horizontal: (place: number): number => Math.floor(place / 10) * 10 + (4 - Math.floor((place % 10) / 2)) * 2 + (place % 2),
      vertical: (place: number): number => (3 - Math.floor(place / 10)) * 10 + (place % 10),
    };
    for (const mode of ['horizontal', 'vertical'] as const) {
      const seen = new Set<string>();
      for (let seed = 0; seed < 8; seed++) {
        const image = examples(noise.randomFlip(mode), digits, seed)[1]!;
        seen.add(String(image));
        expect([before[1], before[1]!.map((_, place) => before[1]![flipped[mode](place)]!)]).toContainEqual(image);
      }
      expect(seen.size).toBe(2);
    }
  });

  test('randomResizedCrop of the whole image changes nothing, of a part it enlarges', () => {
    const ramp = (): Tensor =>
      tensor(
        Array.from({ length: 3 * 9 * 9 }, (_, i) => i % 9),
        [3, 9, 9, 1],
      );
    const whole = one(noise.randomResizedCrop([1, 1]), ramp);
    for (const [i, value] of whole.entries()) expect(value).toBeCloseTo(i % 9, 4);
    for (const image of examples(noise.randomResizedCrop([0.25, 0.25]), ramp)) {
      // Half of the width, so that neighbours differ by a half.
      for (let i = 1; i < 9; i++) expect(image[i]! - image[i - 1]!).toBeCloseTo(0.5, 4);
      expect(image[0]).toBeGreaterThanOrEqual(0);
      expect(image[8]).toBeLessThanOrEqual(8);
    }
  });

  test('colorJitter: brightness is a factor, contrast keeps the mean, saturation keeps the grey value', () => {
    const x = (): Tensor => uniform([4, 6, 6, 3], 2, 0.3, 0.6);
    const before = examples(noise.compose(), x);
    const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
    const grey = (image: number[]): number[] =>
      Array.from({ length: 36 }, (_, i) => 0.299 * image[3 * i]! + 0.587 * image[3 * i + 1]! + 0.114 * image[3 * i + 2]!);
    for (const [i, image] of examples(noise.colorJitter({ brightness: 0.3 }), x).entries()) {
      const factor = image[0]! / before[i]![0]!;
      for (const [j, value] of image.entries()) expect(value / before[i]![j]!).toBeCloseTo(factor, 4);
    }
    for (const [i, image] of examples(noise.colorJitter({ contrast: 0.3 }), x).entries())
      expect(mean(grey(image))).toBeCloseTo(mean(grey(before[i]!)), 4);
    for (const [i, image] of examples(noise.colorJitter({ saturation: 0.3 }), x).entries())
      for (const [j, value] of grey(image).entries()) expect(value).toBeCloseTo(grey(before[i]!)[j]!, 4);
  });
});
