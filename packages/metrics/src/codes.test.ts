import '@tensorflow/tfjs-backend-cpu';
import { setBackend, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import { expectNoLeaks } from '@autoencoders/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { labelsOf, wave, waveImages } from '../test/wave.js';
import * as metrics from './index.js';

beforeAll(() => setBackend('cpu'));

/** Every measure of codes alone, and what it calls them. */
const ofCodes: readonly (readonly [name: string, call: (codes: Tensor2D) => Promise<unknown>, what: string])[] = [
  ['activeUnits', metrics.activeUnits, 'means'],
  ['meanActivation', metrics.meanActivation, 'codes'],
  ['activationDensity', metrics.activationDensity, 'codes'],
  ['deadShare', metrics.deadShare, 'codes'],
  ['hoyerSparsity', metrics.hoyerSparsity, 'codes'],
  ['populationSparsity', metrics.populationSparsity, 'codes'],
  ['lifetimeSparsity', metrics.lifetimeSparsity, 'codes'],
  ['silhouette', (codes) => metrics.silhouette(codes, labelsOf(codes.shape[0])), 'codes'],
];

describe.each(ofCodes)('%s', (name, call, what) => {
  test.each([
    ['codes that are not flat', () => tensor3d([1, 2], [1, 2, 1]), 'must be flat, [examples, n], not [1, 2, 1]'],
    ['no codes', () => tensor2d([], [0, 2]), 'must have at least one example and one number each, not [0, 2]'],
    ['NaN', () => tensor2d([1, 2, 3, NaN], [2, 2]), 'must be finite, row 1 holds NaN, infinity or a number too large to square'],
    ['infinity', () => tensor2d([-Infinity, 2, 3, 4], [2, 2]), 'must be finite, row 0 holds NaN, infinity or a number too large to square'],
  ])('refuses %s', async (_, make, message) => {
    await expect(call(make() as never)).rejects.toThrow(new InputError(`${name}: ${what} ${message}`));
  });

  test('leaves nothing behind, and the codes as they are', async () => {
    const codes = wave(12, 5);
    await expectNoLeaks(() => call(codes));
    expect(codes.arraySync()).toEqual(wave(12, 5).arraySync());
  });
});

/** Every measure of codes with labels. */
const labelled = { knn: metrics.knn, linearProbe: metrics.linearProbe };

describe.each(Object.entries(labelled))('%s', (name, call) => {
  const good = () => ({ codes: wave(12, 3), labels: labelsOf(12) });

  test.each([
    ['train labels that do not fit', { labels: [0, 1] }, {}, '2 train labels do not fit 12 train codes'],
    ['test labels that do not fit', {}, { labels: labelsOf(13) }, '13 test labels do not fit 12 test codes'],
    ['NaN among the labels', { labels: [...labelsOf(11), NaN] }, {}, 'train labels must be whole numbers from 0 to 9999, number 11 is NaN'],
    ['one class only', { labels: new Int32Array(12).fill(3) }, {}, 'all train labels are 3, at least two classes are needed'],
    ['codes of another width', {}, { codes: wave(12, 4) }, 'train codes have 3 latents, test codes 4'],
    [
      'NaN among the codes',
      {},
      { codes: tensor2d(new Float32Array(36).fill(NaN), [12, 3]) },
      'test codes must be finite, row 0 holds NaN, infinity or a number too large to square',
    ],
    [
      'no codes',
      { codes: tensor2d([], [0, 3]), labels: [] },
      {},
      'train codes must have at least one example and one number each, not [0, 3]',
    ],
  ])('refuses %s', async (_, train, test, message) => {
    await expect(call({ ...good(), ...train }, { ...good(), ...test })).rejects.toThrow(new InputError(`${name}: ${message}`));
  });

  test('leaves nothing behind', async () => {
    const both = good();
    await expectNoLeaks(() => call(both, both));
  });
});

test.each([
  ['labels that do not fit', [0, 1], '2 labels do not fit 12 codes'],
  ['one class only', Array.from({ length: 12 }, () => 0), 'all labels are 0, at least two classes are needed'],
  ['labels that are none', [...labelsOf(11), 0.5], 'labels must be whole numbers from 0 to 9999, number 11 is 0.5'],
])('silhouette refuses %s', async (_, labels, message) => {
  await expect(metrics.silhouette(wave(12, 3), labels)).rejects.toThrow(new InputError(`silhouette: ${message}`));
});

test('measures of pictures and maps leave nothing behind', async () => {
  const [x, y] = [waveImages([3, 8, 8, 1]), waveImages([3, 8, 8, 1], 1)];
  const { explainedVariance, psnr, rSquared, squaredErrorPerExample, squaredErrorPerFeature, ssim } = metrics;
  const calls = [explainedVariance, psnr, rSquared, squaredErrorPerExample, squaredErrorPerFeature, ssim];
  for (const call of calls) await expectNoLeaks<unknown>(() => call(x, y));
  const [data, map] = [wave(20, 9), wave(20, 2)];
  await expectNoLeaks(() => metrics.trustworthiness(data, map));
});
