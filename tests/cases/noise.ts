import { linearWarmUp, seeded, uniform } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import * as noise from '@autoencoders/noise';
import { tidy } from '@tensorflow/tfjs-core';

/* Every corruption and augmentation, with a batch that it fits. Sizes are odd, so that rows do not begin at whole vectors. */

const [table, series, images, color] = [
  [37, 25],
  [9, 31, 3],
  [5, 13, 11, 1],
  [5, 13, 11, 3],
] as const;

/** Corruptions that only draw, choose and move: every backend gives the same bits. */
export const exact: Readonly<Record<string, readonly [readonly number[], Corruption]>> = {
  gaussianNoise: [table, noise.gaussianNoise(0.5)],
  'gaussianNoise of a range': [table, noise.gaussianNoise([0, 0.5])],
  'gaussianNoise of a schedule': [table, noise.gaussianNoise(linearWarmUp(0.5, { steps: 10 }))],
  uniformNoise: [table, noise.uniformNoise([0.1, 0.5])],
  speckleNoise: [table, noise.speckleNoise([0.1, 0.5])],
  poissonNoise: [table, noise.poissonNoise(20)],
  'poissonNoise of a range': [table, noise.poissonNoise([1, 100])],
  maskingNoise: [table, noise.maskingNoise([0.2, 0.8])],
  saltAndPepper: [table, noise.saltAndPepper([0.1, 0.9])],
  swapNoise: [table, noise.swapNoise(0.15)],
  'swapNoise of a range': [images, noise.swapNoise([0, 1])],
  featureMasking: [table, noise.featureMasking(0.5)],
  channelMasking: [color, noise.channelMasking([0.4, 0.6])],
  rowMasking: [images, noise.rowMasking(0.5)],
  columnMasking: [color, noise.columnMasking(0.5)],
  patchMasking: [color, noise.patchMasking(0.75, [3, 4])],
  timeMasking: [series, noise.timeMasking(0.3, 4)],
  clip: [table, noise.clip(0.2, 0.8)],
  compose: [table, noise.compose(noise.speckleNoise(0.1), noise.maskingNoise(0.1))],
  oneOf: [table, noise.oneOf(noise.maskingNoise(0.5), noise.gaussianNoise(0.5), noise.swapNoise(0.5))],
  withProbability: [table, noise.withProbability(0.5, noise.gaussianNoise(0.5))],
  withShape: [table, noise.withShape([5, 5, 1], noise.patchMasking(0.5, 2))],
  randomShift: [color, noise.randomShift([2, 3])],
  'randomFlip, horizontal': [color, noise.randomFlip()],
  'randomFlip, vertical': [images, noise.randomFlip('vertical')],
};

/** Those with sums of products, which backends round differently. */
export const rounded: typeof exact = {
  gaussianBlur: [color, noise.gaussianBlur(1.2)],
  'downsampling, nearest': [images, noise.downsampling(3)],
  'downsampling, bilinear': [color, noise.downsampling(2, { interpolation: 'bilinear' })],
  jpegCompression: [color, noise.jpegCompression(30)],
  randomResizedCrop: [color, noise.randomResizedCrop([0.3, 0.8])],
  colorJitter: [color, noise.colorJitter({ brightness: 0.3, contrast: 0.3, saturation: 0.3 })],
};

/** The numbers of each on the current backend. */
export async function numbersOf(cases: typeof exact): Promise<Readonly<Record<string, readonly number[]>>> {
  const found: Record<string, readonly number[]> = {};
  for (const [name, [shape, corrupt]] of Object.entries(cases)) {
    const y = tidy(() => corrupt(uniform([...shape], 7), seeded(3), { step: 4, epoch: 0 }));
    found[name] = [...(await y.data<'float32'>())];
    y.dispose();
  }
  return found;
}
