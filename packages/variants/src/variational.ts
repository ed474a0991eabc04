import type { Gaussian } from '@autoencoders/core';
import { chain, dense, relu } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { PIXELS, checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/**
 * A variational autoencoder: its codes are normal distributions close to N(0, I), so that codes drawn from N(0, I) decode to new
 * examples. Dense 400, Gaussian
 * code 20, dense 400; ReLU; binary cross-entropy plus `beta` (default 1) times the KL divergence, in nats. Kingma & Welling,
 * "Auto-encoding variational Bayes", ICLR 2014.
 */
export const variational: Variant<'beta', Tensor2D, Gaussian> = {
  name: 'variational',
  images: false,
  bottleneck: 'gaussian',
  epochs: 10,
  settings: (shape, given = {}) => ({ latent: Math.min(20, Math.ceil(featuresOf(shape) / 8)), seed: 0, beta: 1, ...given }),
  model(shape, { latent, seed }, { output, leastHidden = 1 } = PIXELS) {
    const features = featuresOf(shape);
    const hidden = Math.min(400, Math.max(2 * features, leastHidden));
    checkWidths('variational', [features, hidden, 2 * latent]);
    return autoencoder({
      input: [features],
      encoder: chain(dense(hidden), relu),
      bottleneck: gaussian(latent),
      decoder: chain(dense(hidden), relu, dense(features)),
      output,
      seed,
    });
  },
  loss: ({ beta }, { reconstruction = binaryCrossEntropy } = PIXELS) => ({ reconstruction, kl: weighted(beta, gaussianKl) }),
};
