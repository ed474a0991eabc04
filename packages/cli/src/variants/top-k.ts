import type { Tensor2D } from '@tensorflow/tfjs-core';
import { center, chain, dense, dictionary, uncenter } from '@autoencoders/layers';
import { auxK, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, topK } from '@autoencoders/models';
import { checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/** A dictionary twice as large as the data, of which each example may use k entries. Gao et al. 2024. */
export const kSparse: Variant = {
  name: 'top-k',
  about: 'explains each example by exactly k of many features, and keeps all of them in use',
  layers: 'twice as many units as features, the k largest kept; linear, squared error plus beta times the auxiliary loss',
  images: false,
  bottleneck: 'topK',
  unit: 'squared error',
  epochs: 10,
  latent: (shape) => 2 * featuresOf(shape),
  special: { k: 32, beta: 1 / 32 },
  model(shape, { latent, seed, k }) {
    const features = featuresOf(shape);
    checkWidths('top-k', [features, latent]);
    const [middle, units] = [center(), dense(latent)];
    return autoencoder({
      input: [features],
      encoder: chain(middle, units),
      bottleneck: topK(k),
      decoder: chain(dictionary(features, units), uncenter(middle)),
      seed,
    });
  },
  loss: ({ beta }) => ({ reconstruction: squaredError, revival: weighted(beta, auxK) }),
  filters: (weights) => weights['decoder.0.kernel'] as Tensor2D,
};
