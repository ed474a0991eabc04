import type { Latent } from '@autoencoders/core';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { PIXELS, checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/**
 * A sparse autoencoder: of many sigmoid units, few are active for an example, and each stands for a feature. Squared error plus `beta` (default 3)
 * times the KL divergence of the units' mean activations from `rho` (default 0.05). Ng, "Sparse autoencoder", CS294A, 2011.
 */
export const sparse: Variant<'beta' | 'rho', Tensor2D, Latent> = {
  name: 'sparse',
  images: false,
  bottleneck: 'plain',
  epochs: 10,
  settings: (shape, given = {}) => ({ latent: Math.max(64, Math.ceil(featuresOf(shape) / 4)), seed: 0, beta: 3, rho: 0.05, ...given }),
  model(shape, { latent, seed }, { output } = PIXELS) {
    const features = featuresOf(shape);
    checkWidths('sparse', [features, latent]);
    return autoencoder({
      input: [features],
      encoder: chain(dense(latent), sigmoid),
      decoder: chain(dense(features)),
      output,
      seed,
    });
  },
  loss: ({ beta, rho }, { reconstruction = squaredError } = PIXELS) => ({ reconstruction, sparsity: weighted(beta, sparsityKl(rho)) }),
};
