import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import * as core from '@autoencoders/core';
import { InputError, linearWarmUp, seeded, uniform } from '@autoencoders/core';
import { configReader, configWriter } from '@autoencoders/core/internal';
import type { Corruption } from '@autoencoders/core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import * as noise from './index.js';

beforeAll(() => setBackend('cpu'));

const numbers = (x: Tensor): number[] => [...x.dataSync<'float32'>()];
const rise = linearWarmUp(0.5, { steps: 10 });

/** Every export, with a kind of data that it fits: `flat` [6, 30], `series` [6, 15, 2], `images` [6, 5, 6, 1], `color` [6, 5, 6, 3]. */
const all: readonly (readonly [string, keyof typeof data, Corruption])[] = [
  ['gaussianNoise', 'flat', noise.gaussianNoise(0.5)],
  ['gaussianNoise of a range', 'flat', noise.gaussianNoise([0, 0.5])],
  ['gaussianNoise of a schedule', 'flat', noise.gaussianNoise(rise)],
  ['uniformNoise', 'flat', noise.uniformNoise([0.1, 0.5])],
  ['speckleNoise', 'flat', noise.speckleNoise(0.5)],
  ['poissonNoise', 'flat', noise.poissonNoise(20)],
  ['maskingNoise', 'flat', noise.maskingNoise([0.2, 0.8])],
  ['saltAndPepper', 'flat', noise.saltAndPepper([0.1, 0.9], { least: -1 })],
  ['swapNoise', 'flat', noise.swapNoise(0.5)],
  ['featureMasking', 'flat', noise.featureMasking(0.5)],
  ['channelMasking', 'color', noise.channelMasking(0.5)],
  ['rowMasking', 'images', noise.rowMasking(0.5)],
  ['columnMasking', 'images', noise.columnMasking([0.4, 0.6])],
  ['patchMasking', 'color', noise.patchMasking(0.5, [2, 4])],
  ['timeMasking', 'series', noise.timeMasking(0.5, 3)],
  ['gaussianBlur', 'color', noise.gaussianBlur(1)],
  ['downsampling', 'images', noise.downsampling(2)],
  ['downsampling, bilinear', 'color', noise.downsampling(3, { interpolation: 'bilinear' })],
  ['jpegCompression', 'color', noise.jpegCompression(20)],
  ['clip', 'flat', noise.clip(0.2, 0.8)],
  ['compose', 'flat', noise.compose(noise.gaussianNoise(0.5), noise.clip(0, 1))],
  ['oneOf', 'flat', noise.oneOf(noise.maskingNoise(0.5), noise.gaussianNoise(0.5))],
  ['withProbability', 'flat', noise.withProbability(0.5, noise.gaussianNoise(0.5))],
  ['withShape', 'flat', noise.withShape([5, 6, 1], noise.gaussianBlur(1))],
  ['randomShift', 'color', noise.randomShift([1, 2])],
  ['randomFlip', 'images', noise.randomFlip()],
  ['randomResizedCrop', 'color', noise.randomResizedCrop([0.3, 0.7])],
  ['colorJitter', 'color', noise.colorJitter({ brightness: 0.5, contrast: 0.5, saturation: 0.5 })],
];
const data = { flat: [6, 30], series: [6, 15, 2], images: [6, 5, 6, 1], color: [6, 5, 6, 3] };
const input = (kind: keyof typeof data): Tensor => uniform(data[kind], 7);

test('every function is listed here', () => {
  const listed = new Set(all.map(([name]) => name.split(/[ ,]/)[0]));
  expect(Object.keys(noise).filter((name) => !listed.has(name))).toEqual([]);
});

describe.each(all)('%s', (_, kind, corrupt) => {
  const corrupted = (seed: number, x: () => Tensor = () => input(kind)): number[] => tidy(() => numbers(corrupt(x(), seeded(seed))));

  test('keeps the shape, and gives float32', () => {
    tidy(() => {
      const y = corrupt(input(kind), seeded(1));
      expect([y.shape, y.dtype]).toEqual([data[kind], 'float32']);
      expect(numbers(y).every(Number.isFinite)).toBe(true);
    });
  });

  test('changes something, the same for the same seed', () => {
    expect(corrupted(1)).not.toEqual(tidy(() => numbers(input(kind))));
    expect(corrupted(1)).toEqual(corrupted(1));
  });

  test('treats int32 and bool as float32', () => {
    const values = (): number[] => tidy(() => numbers(input(kind)).map((x) => Number(x > 0.5)));
    const floats = corrupted(3, () => tensor(values(), data[kind]));
    for (const type of ['int32', 'bool'] as const) expect(corrupted(3, () => tensor(values(), data[kind], type))).toEqual(floats);
  });

  test('leaves its input as it is, and nothing but its result', async () => {
    const x = input(kind);
    const before = numbers(x);
    const y = await expectNoLeaks(() => corrupt(x, seeded(1)), { kept: 1 });
    y.dispose();
    expect(numbers(x)).toEqual(before);
    x.dispose();
  });

  test('leaves nothing when it throws', () => {
    const before = memory().numTensors;
    expect(() => corrupt(tensor('text') as never, seeded(1))).toThrow();
    const broken = memory().numTensors;
    expect(broken - before).toBeLessThanOrEqual(1);
  });

  test('does not hide NaN', () => {
    const x = (): Tensor => tidy(() => tensor(numbers(input(kind)).fill(NaN), data[kind]));
    const found = corrupted(1, x);
    expect(found.some(Number.isNaN)).toBe(true);
  });

  test('comes back from its config', () => {
    const json: unknown = JSON.parse(JSON.stringify(configWriter('test')(corrupt)));
    const read = configReader({ ...core, ...noise }, { call: 'test', thing: 'corruption', hint: String });
    const again = read(json as never) as Corruption;
    expect(tidy(() => numbers(again(input(kind), seeded(5), { step: 3, epoch: 0 })))).toEqual(
      tidy(() => numbers(corrupt(input(kind), seeded(5), { step: 3, epoch: 0 }))),
    );
  });
});

describe('a schedule', () => {
  const at = (step: number): number[] => tidy(() => numbers(noise.gaussianNoise(rise)(uniform([4, 5], 1), seeded(1), { step, epoch: 0 })));
  const fixed = (stddev: number): number[] => tidy(() => numbers(noise.gaussianNoise(stddev)(uniform([4, 5], 1), seeded(1))));

  test('follows the clock', () => {
    expect(at(0)).toEqual(fixed(0));
    expect(at(5)).toEqual(fixed(0.25));
    expect(at(50)).toEqual(fixed(0.5));
  });

  test('has its final value without a clock', () => {
    expect(tidy(() => numbers(noise.gaussianNoise(rise)(uniform([4, 5], 1), seeded(1))))).toEqual(fixed(0.5));
  });

  test('reaches the parts of others', () => {
    const parts = noise.compose(noise.oneOf(noise.withProbability(1, noise.withShape([5], noise.gaussianNoise(rise)))));
    expect(tidy(() => numbers(parts(uniform([4, 5], 1), seeded(1), { step: 0, epoch: 0 })))).toEqual(fixed(0));
  });

  test('is checked at each call', () => {
    const wrong = noise.maskingNoise(linearWarmUp(2, { steps: 2 }));
    tidy(() => wrong(uniform([2, 2], 1), seeded(1), { step: 1, epoch: 0 }));
    expect(() => tidy(() => wrong(uniform([2, 2], 1), seeded(1), { step: 2, epoch: 0 }))).toThrow(
      new InputError('maskingNoise: rate, by its schedule, must lie from 0 to 1, not 2'),
    );
  });
});

const of = (corrupt: Corruption, shape: number[]) => () => tidy(() => corrupt(uniform(shape, 1), seeded(1)));

test.each<[string, () => unknown]>([
  ['gaussianNoise: stddev must be a range [least, greatest] of two numbers that rise, not [1, 0]', () => noise.gaussianNoise([1, 0])],
  ['gaussianNoise: each end of stddev must be a finite number of 0 or more, not -1', () => noise.gaussianNoise([-1, 0])],
  ['gaussianNoise: stddev must be a finite number of 0 or more, not "a"', () => noise.gaussianNoise('a' as never)],
  ['gaussianNoise: a range of stddev needs a batch of examples, not a single number', of(noise.gaussianNoise([0, 1]), [])],
  ['uniformNoise: limit must be a finite number of 0 or more, not Infinity', () => noise.uniformNoise(Infinity)],
  ['speckleNoise: stddev must be a finite number of 0 or more, not -1', () => noise.speckleNoise(-1)],
  ['poissonNoise: peak must be a finite number above 0, not 0', () => noise.poissonNoise(0)],
  ['poissonNoise: each end of peak must be a finite number above 0, not 0', () => noise.poissonNoise([0, 1])],
  ['swapNoise: rate must lie from 0 to 1, not 2', () => noise.swapNoise(2)],
  ['swapNoise: a batch must have 2 rows or more, its shape is [1, 3]', of(noise.swapNoise(0.5), [1, 3])],
  ['featureMasking: rate must lie from 0 to 1, not [0, 1]', () => noise.featureMasking([0, 1] as never)],
  ['channelMasking: the batch must be [batch, …, channels], its shape is [2, 3]', of(noise.channelMasking(0.5), [2, 3])],
  ['maskingNoise: each end of rate must lie from 0 to 1, not 2', () => noise.maskingNoise([0, 2])],
  ['saltAndPepper: least must be a finite number, not NaN', () => noise.saltAndPepper(0.1, { least: NaN })],
  ['saltAndPepper: greatest must be a finite number, not Infinity', () => noise.saltAndPepper(0.1, { greatest: Infinity })],
  ['channelMasking: rate must lie from 0 to 1, not 2', () => noise.channelMasking(2)],
  ['rowMasking: rate must lie from 0 to 1, not -1', () => noise.rowMasking(-1)],
  ['columnMasking: rate must lie from 0 to 1, not NaN', () => noise.columnMasking(NaN)],
  ['patchMasking: rate must lie from 0 to 1, not 1.1', () => noise.patchMasking(1.1, 2)],
  ['timeMasking: rate must lie from 0 to 1, not "a"', () => noise.timeMasking('a' as never, 2)],
  ['compose: every corruption must be a function, such as clip(0, 1), not null', () => noise.compose(null as never)],
  ['columnMasking: the batch must be images [batch, height, width, channels], its shape is [2]', of(noise.columnMasking(0.5), [2])],
  ['rowMasking: the batch must be images [batch, height, width, channels], its shape is [2, 3]', of(noise.rowMasking(0.5), [2, 3])],
  ['patchMasking: size must be a whole number of 1 or more, not 0', () => noise.patchMasking(0.5, 0)],
  ['patchMasking: the batch must be images [batch, height, width, channels], its shape is [2]', of(noise.patchMasking(0.5, 2), [2])],
  ['timeMasking: length must be a whole number of 1 or more, not 1.5', () => noise.timeMasking(0.5, 1.5)],
  ['timeMasking: the batch must be series [batch, steps, …], its shape is [2]', of(noise.timeMasking(0.5, 2), [2])],
  ['gaussianBlur: sigma must be a finite number of 0 or more, not -1', () => noise.gaussianBlur(-1)],
  ['gaussianBlur: the batch must be images [batch, height, width, channels], its shape is [2, 9]', of(noise.gaussianBlur(1), [2, 9])],
  ['downsampling: factor must be a whole number of 1 or more, not 0', () => noise.downsampling(0)],
  [
    'downsampling: interpolation must be "nearest" or "bilinear", not "cubic"',
    () => noise.downsampling(2, { interpolation: 'cubic' as never }),
  ],
  ['jpegCompression: quality must be a finite number from 1 to 100, not 0', () => noise.jpegCompression(0)],
  ['oneOf: give one or more corruptions', () => noise.oneOf()],
  ['oneOf: every corruption must be a function, such as clip(0, 1), not 3', () => noise.oneOf(3 as never)],
  ['withProbability: probability must lie from 0 to 1, not 2', () => noise.withProbability(2, noise.clip(0, 1))],
  [
    'withProbability: every corruption must be a function, such as clip(0, 1), not undefined',
    () => noise.withProbability(0.5, undefined as never),
  ],
  ['withShape: each size must be a whole number of 1 or more, not 0', () => noise.withShape([2, 0], noise.clip(0, 1))],
  [
    'withShape: examples must have 9 numbers, for the shape [3, 3]; the batch is [2, 8]',
    of(noise.withShape([3, 3], noise.clip(0, 1)), [2, 8]),
  ],
  ['randomShift: pixels must be a whole number of 0 or more, not -1', () => noise.randomShift(-1)],
  ['randomFlip: mode must be "horizontal" or "vertical", not "both"', () => noise.randomFlip('both' as never)],
  ['randomResizedCrop: scale must be a range [least, greatest] above 0 and up to 1, not [0, 1]', () => noise.randomResizedCrop([0, 1])],
  ['colorJitter: brightness must be a finite number from 0 to 1, not 2', () => noise.colorJitter({ brightness: 2 })],
  ['colorJitter: contrast must be a finite number from 0 to 1, not -1', () => noise.colorJitter({ contrast: -1 })],
  ['colorJitter: saturation must be a finite number from 0 to 1, not NaN', () => noise.colorJitter({ saturation: NaN })],
  [
    'colorJitter: saturation needs images with 3 channels, the shape of the batch is [2, 3, 3, 1]',
    of(noise.colorJitter({ saturation: 0.5 }), [2, 3, 3, 1]),
  ],
])('says “%s”', (message, f) => expect(f).toThrow(new InputError(message)));
