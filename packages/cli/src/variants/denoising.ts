import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { clip, compose, gaussianNoise } from '@autoencoders/noise';
import { checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/** Sees examples with noise on them and learns to give back the clean ones. Vincent et al. 2008. */
export const denoising: Variant = {
  name: 'denoising',
  about: 'restores clean examples from noisy ones',
  layers: 'dense 256, code 64, dense 256; ReLU, Gaussian noise, squared error to the clean example',
  images: false,
  unit: 'squared error',
  epochs: 10,
  latent: (shape) => Math.min(64, Math.ceil(featuresOf(shape) / 4)),
  special: { noise: 0.4 },
  model(shape, { latent, seed }) {
    const features = featuresOf(shape);
    const hidden = Math.min(256, features);
    checkWidths('denoising', [features, hidden, latent]);
    return autoencoder({
      input: [features],
      encoder: chain(dense(hidden), relu, dense(latent), relu),
      decoder: chain(dense(hidden), relu, dense(features)),
      output: sigmoid,
      seed,
    });
  },
  loss: () => ({ reconstruction: squaredError }),
  corrupt: ({ noise }) => compose(gaussianNoise(noise), clip(0, 1)),
};
