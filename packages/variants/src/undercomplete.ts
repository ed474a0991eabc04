import type { Latent } from '@autoencoders/core';
import { chain, dense, relu } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { PIXELS, checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/**
 * An undercomplete autoencoder: its code is smaller than the data, so that it keeps what matters most. Dense 128, code 32, dense 128; ReLU; squared error.
 * Hinton & Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science 2006.
 */
export const undercomplete: Variant<never, Tensor2D, Latent> = {
  name: 'undercomplete',
  images: false,
  bottleneck: 'plain',
  epochs: 10,
  settings: (shape, given = {}) => ({ latent: Math.min(32, Math.ceil(featuresOf(shape) / 8)), seed: 0, ...given }),
  model(shape, { latent, seed }, { output, leastHidden = 1 } = PIXELS) {
    const features = featuresOf(shape);
    const hidden = Math.min(128, Math.max(features, leastHidden));
    checkWidths('undercomplete', [features, hidden, latent]);
    return autoencoder({
      input: [features],
      encoder: chain(dense(hidden), relu, dense(latent)),
      decoder: chain(dense(hidden), relu, dense(features)),
      output,
      seed,
    });
  },
  loss: (_, { reconstruction = squaredError } = PIXELS) => ({ reconstruction }),
};
