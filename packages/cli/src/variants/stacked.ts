import { transpose } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { stacked as stack } from '@autoencoders/models';
import type { Level, Stack } from '@autoencoders/models';
import { checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/** How a level may be trained besides by its reconstruction. */
export const methods = ['plain', 'sparse', 'denoising'] as const;
export type Method = (typeof methods)[number];

/** Sigmoid levels of so many units each on so many features. */
export function sigmoidStack(features: number, units: readonly number[], seed: number): Stack {
  checkWidths('stacked', [features, ...units], 'smaller --units');
  const levels = units.map((size, i): Level => {
    return { encoder: chain(dense(size), sigmoid), decoder: dense(i === 0 ? features : units[i - 1]!), output: sigmoid };
  });
  return stack({ input: [features], levels, seed });
}

/** Levels trained one after the other, without labels; the command `pretrain` does it. Hinton & Salakhutdinov 2006. */
export const stacked: Variant = {
  name: 'stacked',
  about: 'learns one level after the other, without labels',
  layers: 'levels of sigmoid units',
  images: false,
  unit: 'squared error',
  epochs: 10,
  latent: featuresOf,
  special: { beta: 3, rho: 0.05 },
  model: (shape, { latent, seed }) => sigmoidStack(featuresOf(shape), [latent], seed),
  loss: () => ({ reconstruction: squaredError }),
  filters: (weights) => transpose(weights['encoder.0.0.kernel'] as Tensor2D),
};
