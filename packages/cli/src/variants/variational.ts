import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import { checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/** Codes are distributions, close to a standard normal one, so that random codes decode to new examples. Kingma & Welling 2014. */
export const variational: Variant = {
  name: 'variational',
  about: 'learns a space of codes to draw new examples from',
  layers: 'dense 400, Gaussian code 20, dense 400; ReLU, cross-entropy plus beta times the KL divergence',
  images: false,
  bottleneck: 'gaussian',
  unit: 'nats',
  epochs: 10,
  latent: (shape) => Math.min(20, Math.ceil(featuresOf(shape) / 8)),
  special: { beta: 1 },
  model(shape, { latent, seed }) {
    const features = featuresOf(shape);
    const hidden = Math.min(400, 2 * features);
    checkWidths('variational', [features, hidden, 2 * latent]);
    return autoencoder({
      input: [features],
      encoder: chain(dense(hidden), relu),
      bottleneck: gaussian(latent),
      decoder: chain(dense(hidden), relu, dense(features)),
      output: sigmoid,
      seed,
    });
  },
  loss: ({ beta }) => ({ likelihood: binaryCrossEntropy, kl: weighted(beta, gaussianKl) }),
};
