import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/** A code smaller than the data: what is left is what matters most. Hinton & Salakhutdinov 2006. */
export const undercomplete: Variant = {
  name: 'undercomplete',
  about: 'squeezes each example through a small code',
  layers: 'dense 128, code 32, dense 128; ReLU, squared error',
  images: false,
  unit: 'squared error',
  epochs: 10,
  latent: (shape) => Math.min(32, Math.ceil(featuresOf(shape) / 8)),
  special: {},
  model(shape, { latent, seed }) {
    const features = featuresOf(shape);
    const hidden = Math.min(128, features);
    checkWidths('undercomplete', [features, hidden, latent]);
    return autoencoder({
      input: [features],
      encoder: chain(dense(hidden), relu, dense(latent)),
      decoder: chain(dense(hidden), relu, dense(features)),
      output: sigmoid,
      seed,
    });
  },
  loss: () => ({ reconstruction: squaredError }),
};
