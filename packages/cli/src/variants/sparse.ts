import type { Tensor2D } from '@tensorflow/tfjs-core';
import { chain, dense, sigmoid } from '@autoencoders/layers';
import { sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/** Many units, few of them active at a time, each a feature one can look at. Ng, "Sparse autoencoder", 2011. */
export const sparse: Variant = {
  name: 'sparse',
  about: 'explains each example by a few of many features',
  layers: 'dense 196 with sigmoid; squared error plus beta times the KL divergence to rho',
  images: false,
  unit: 'squared error and nats',
  epochs: 10,
  latent: (shape) => Math.max(64, Math.ceil(featuresOf(shape) / 4)),
  special: { beta: 3, rho: 0.05 },
  model(shape, { latent, seed }) {
    const features = featuresOf(shape);
    checkWidths('sparse', [features, latent]);
    return autoencoder({
      input: [features],
      encoder: chain(dense(latent), sigmoid),
      decoder: chain(dense(features)),
      output: sigmoid,
      seed,
    });
  },
  loss: ({ beta, rho }) => ({ reconstruction: squaredError, sparsity: weighted(beta, sparsityKl(rho)) }),
  filters: (weights) => weights['decoder.0.kernel'] as Tensor2D,
};
