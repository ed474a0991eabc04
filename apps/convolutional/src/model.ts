import { adam } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Shape } from '@autoencoders/core';
import { chain, conv2d, conv2dTranspose, dense, flatten, relu, reshape, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/*
 * A convolutional autoencoder: each layer of the encoder slides small filters over the picture, so the same weights find a
 * stroke wherever it is. A stride of 2 halves height and width, and the number of filters doubles. In the decoder,
 * transposed convolutions double height and width again.
 *
 * Masci, Meier, Cireşan & Schmidhuber, "Stacked convolutional auto-encoders for hierarchical feature extraction", ICANN 2011.
 * Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", 2016: chapter 4 on transposed convolutions.
 */
export function convolutional(shape: Shape, codeSize: number, seed: number = 1): Autoencoder<Tensor4D> {
  const [height = 0, width = 0, channels = 1] = shape;
  check(
    shape.length === 3,
    () => `a convolution needs pictures, in which pixels have neighbours; these examples are rows of ${height} numbers`,
  );
  check(
    height % 4 === 0 && width % 4 === 0,
    () => `two strides of 2 need pictures whose height and width are multiples of 4; these have ${height} × ${width} pixels`,
  );
  const [h, w] = [height / 4, width / 4];
  return autoencoder({
    input: shape,
    encoder: chain(
      conv2d(16, { stride: 2 }), //         [batch, 4h, 4w, channels] → [batch, 2h, 2w, 16]
      relu,
      conv2d(32, { stride: 2 }), //         → [batch, h, w, 32]
      relu,
      flatten,
      dense(codeSize), //                   → [batch, codeSize]
    ),
    decoder: chain(
      dense(h * w * 32),
      relu,
      reshape([h, w, 32]), //               → [batch, h, w, 32]
      conv2dTranspose(16, { stride: 2 }), // → [batch, 2h, 2w, 16]
      relu,
      conv2dTranspose(channels, { stride: 2 }), // → [batch, 4h, 4w, channels]
    ),
    output: sigmoid, // pixels lie between 0 and 1
    seed, // of the first weights
  });
}

/** A dense model to compare with: the same code size, but its layers do not know which pixels are neighbours. */
export function fullyConnected(features: number, codeSize: number, seed: number = 1): Autoencoder<Tensor2D> {
  return autoencoder({
    input: [features],
    encoder: chain(dense(128), relu, dense(codeSize)),
    decoder: chain(dense(128), relu, dense(features)),
    output: sigmoid,
    seed, // of the first weights
  });
}

/** ‖x − x̂‖², summed over the pixels: the same for both models. */
export const loss = { reconstruction: squaredError };

export const optimizer = adam({ learningRate: 6e-3 });
