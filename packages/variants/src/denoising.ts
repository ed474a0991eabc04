import type { Latent } from '@autoencoders/core';
import { chain, dense, relu } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { clip, compose, gaussianNoise } from '@autoencoders/noise';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { PIXELS, checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/**
 * A denoising autoencoder: it sees examples with Gaussian noise, and gives back the clean ones. Dense 256, code 64, dense 256; ReLU; squared error to the
 * clean example. `noise` is the standard deviation of the noise (default 0.4). Vincent et al., "Extracting and composing robust
 * features with denoising autoencoders", ICML 2008.
 */
export const denoising: Variant<'noise', Tensor2D, Latent> = {
  name: 'denoising',
  images: false,
  bottleneck: 'plain',
  epochs: 10,
  settings: (shape, given = {}) => ({ latent: Math.min(64, Math.ceil(featuresOf(shape) / 4)), seed: 0, noise: 0.4, ...given }),
  model(shape, { latent, seed }, { output, leastHidden = 1 } = PIXELS) {
    const features = featuresOf(shape);
    const hidden = Math.min(256, Math.max(features, leastHidden));
    checkWidths('denoising', [features, hidden, latent]);
    return autoencoder({
      input: [features],
      encoder: chain(dense(hidden), relu, dense(latent), relu),
      decoder: chain(dense(hidden), relu, dense(features)),
      output,
      seed,
    });
  },
  loss: (_, { reconstruction = squaredError } = PIXELS) => ({ reconstruction }),
  corrupt({ noise }, { range, corrupt } = PIXELS) {
    const noisy = range ? compose(gaussianNoise(noise), clip(...range)) : gaussianNoise(noise);
    return corrupt ? compose(corrupt, noisy) : noisy;
  },
};
