import { relu, chain, conv2d, conv2dTranspose, dense, flatten, reshape, sigmoid } from '@autoencoders/layers';
import { leaves, uniform } from '@autoencoders/core';
import { bits } from '@autoencoders/core/internal';
import type { Gaussian, Latent } from '@autoencoders/core';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { autoencoder } from '../src/autoencoder.js';
import type { Autoencoder, AutoencoderOf } from '../src/autoencoder.js';
import { gaussian } from '../src/bottlenecks.js';

/** The numbers of a tensor, which is freed. */
export function numbers(tensor: Tensor): number[] {
  const values = Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
}

/** `actual` has the numbers of `expected`, to so many digits behind the point. */
export function expectClose(actual: Tensor | ArrayLike<number>, expected: readonly number[], digits: number = 5): void {
  const values = 'dataSync' in actual ? actual.dataSync() : actual;
  expect(values).toHaveLength(expected.length);
  expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, digits));
}

/** 64 → 16 → 4 → 16 → 64. */
export const plainModel = (seed: number = 1): AutoencoderOf<Tensor2D, Latent> =>
  autoencoder({
    input: [64],
    encoder: chain(dense(16), relu, dense(4)),
    decoder: chain(dense(16), relu, dense(64)),
    output: sigmoid,
    seed,
  });

/** 64 → 16 → N(3) → 64. */
export const gaussianModel = (seed: number = 1): AutoencoderOf<Tensor2D, Gaussian> =>
  autoencoder({ input: [64], encoder: chain(dense(16), relu), bottleneck: gaussian(3), decoder: dense(64), output: sigmoid, seed });

/** 8×8×1 → 4×4×3 → 5 → 4×4×3 → 8×8×1. */
export const imageModel = (seed: number = 1): AutoencoderOf<Tensor4D, Latent> =>
  autoencoder({
    input: [8, 8, 1],
    encoder: chain(conv2d(3, { stride: 2 }), relu, flatten, dense(5)),
    decoder: chain(dense(48), relu, reshape([4, 4, 3]), conv2dTranspose(1, { stride: 2 })),
    output: sigmoid,
    seed,
  });

/** Every weight of a model, running statistics included, in the order of its leaves. */
export const weightsOf = (model: Autoencoder<any, any>): number[][] =>
  Object.values(leaves(model.weights)).map((leaf) => Array.from(leaf.dataSync()));

/** Gives every weight a number between ½ and 1½, so that none is where it started. */
export function scramble(model: Autoencoder<any, any>, seed: number = 9): void {
  const seeds = bits(Object.keys(leaves(model.weights)).length, seed);
  Object.values(leaves(model.weights)).forEach((leaf, i) => {
    const value = uniform(leaf.shape, seeds[i]!, 0.5, 1.5);
    leaf.assign(value);
    value.dispose();
  });
}
