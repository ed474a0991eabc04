import type { Tensor2D } from '@tensorflow/tfjs-core';
import { dense } from '@autoencoders/layers';
import { auxK, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, topK } from '@autoencoders/models';
import { featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/** A dictionary twice as large as the data, of which each example may use k entries. Gao et al. 2024. */
export const kSparse: Variant = {
  name: 'top-k',
  about: 'explains each example by exactly k of many features, and keeps all of them in use',
  layers: 'twice as many units as features, the k largest kept; linear, squared error plus beta times the auxiliary loss',
  images: false,
  unit: 'squared error',
  epochs: 10,
  latent: (shape) => 2 * featuresOf(shape),
  special: { k: 32, beta: 1 / 32 },
  model(shape, { latent, seed, k }) {
    const features = featuresOf(shape);
    return autoencoder({ input: [features], encoder: dense(latent), bottleneck: topK(k), decoder: dense(features), seed });
  },
  loss: ({ beta }) => ({ reconstruction: squaredError, revival: weighted(beta, auxK) }),
  filters: (weights) => weights['decoder.kernel'] as Tensor2D,
};
