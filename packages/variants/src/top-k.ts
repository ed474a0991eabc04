import type { TopK } from '@autoencoders/core';
import { center, chain, dense, dictionary, uncenter } from '@autoencoders/layers';
import { auxK, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, topK as keepLargest } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { PIXELS, checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/**
 * A k-sparse autoencoder: a dictionary with twice as many entries as the data have features. Each example uses `k` of them (default 32, or a quarter of
 * the units where there are fewer than 32). Squared error plus `beta` (default 1/32) times the auxiliary loss, which keeps units
 * in use. Gao et al., "Scaling and evaluating sparse autoencoders", 2024.
 */
export const topK: Variant<'k' | 'beta', Tensor2D, TopK> = {
  name: 'top-k',
  images: false,
  bottleneck: 'topK',
  epochs: 10,
  settings(shape, given = {}) {
    const latent = given.latent ?? 2 * featuresOf(shape);
    return { seed: 0, k: latent < 32 ? Math.max(1, latent >> 2) : 32, beta: 1 / 32, ...given, latent };
  },
  model(shape, { latent, seed, k }) {
    const features = featuresOf(shape);
    checkWidths('top-k', [features, latent]);
    const [middle, units] = [center(), dense(latent)];
    return autoencoder({
      input: [features],
      encoder: chain(middle, units),
      bottleneck: keepLargest(k),
      decoder: chain(dictionary(features, units), uncenter(middle)),
      seed,
    });
  },
  loss: ({ beta }, { reconstruction = squaredError } = PIXELS) => ({ reconstruction, revival: weighted(beta, auxK) }),
};
