import type { Latent } from '@autoencoders/core';
import { check, showShape } from '@autoencoders/core/operations';
import { chain, conv2d, conv2dTranspose, crop2d, dense, flatten, relu, reshape } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { PIXELS, checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/**
 * A convolutional autoencoder: convolutions of 16 and 32 filters, 3×3 with stride 2, a code of 32, and transposed convolutions back.
 * ReLU; squared error. Takes images of any size. Masci et al., "Stacked convolutional auto-encoders", ICANN 2011.
 */
export const convolutional: Variant<never, Tensor4D, Latent> = {
  name: 'convolutional',
  images: true,
  bottleneck: 'plain',
  epochs: 5,
  settings: (shape, given = {}) => ({ latent: Math.min(32, Math.ceil(featuresOf(shape) / 8)), seed: 0, ...given }),
  model(shape, { latent, seed }, { output } = PIXELS) {
    const [height = 0, width = 0, channels = 0] = shape;
    check(shape.length === 3, () => `convolutional: images must be [height, width, channels], not ${showShape(shape)}`);
    // Halved twice and rounded up, then doubled twice: what is then too much is cut off.
    const small = [Math.ceil(height / 4), Math.ceil(width / 4), 32] as const;
    const fits = height % 4 === 0 && width % 4 === 0;
    checkWidths('convolutional', [featuresOf(small), latent]);
    const up = chain(
      dense(featuresOf(small)),
      relu,
      reshape(small),
      conv2dTranspose(16, { stride: 2 }),
      relu,
      conv2dTranspose(channels, { stride: 2 }),
    );
    return autoencoder({
      input: [height, width, channels],
      encoder: chain(conv2d(16, { stride: 2 }), relu, conv2d(32, { stride: 2 }), relu, flatten, dense(latent)),
      decoder: fits ? up : chain(up, crop2d([height, width])),
      output,
      seed,
    });
  },
  loss: (_, { reconstruction = squaredError } = PIXELS) => ({ reconstruction }),
};
