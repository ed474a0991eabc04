import { check, showShape } from '@autoencoders/core/operations';
import { chain, conv2d, conv2dTranspose, crop2d, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import { checkWidths, featuresOf } from './variant.js';
import type { Variant } from './variant.js';

/** Small kernels that slide over the image, halving it twice, and transposed ones that build it up again. */
export const convolutional: Variant = {
  name: 'convolutional',
  about: 'sees images as images, with kernels that slide over them',
  layers: 'convolutions 16 and 32 of 3×3 with stride 2, code 32, mirrored; ReLU, squared error',
  images: true,
  unit: 'squared error',
  epochs: 5,
  latent: (shape) => Math.min(32, Math.ceil(featuresOf(shape) / 8)),
  special: {},
  model(shape, { latent, seed }) {
    const [height = 0, width = 0, channels = 0] = shape;
    check(shape.length === 3, () => `convolutional: images must be [height, width, channels], not ${showShape(shape)}`);
    // Twice halved and rounded up, twice doubled: what is then too much is cut off.
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
      output: sigmoid,
      seed,
    });
  },
  loss: () => ({ reconstruction: squaredError }),
};
