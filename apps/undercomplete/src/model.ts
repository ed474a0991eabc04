import { adam } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * An undercomplete autoencoder: two halves that meet in a code with fewer numbers than the data have. What the decoder
 * gives back can only be what fits through the code, so that training decides what is worth keeping.
 *
 * With nothing but linear layers it would find the plane through the data that PCA finds, and no better one. The hidden
 * layer on each side lets the code bend along with the data.
 *
 * Baldi & Hornik, "Neural networks and principal component analysis", Neural Networks 2, 1989.
 * Hinton & Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science 313, 2006.
 */
export function undercomplete(features: number, code: number): Autoencoder<Tensor2D> {
  return autoencoder({
    input: [features],
    encoder: chain(
      dense(128), // [batch, features] → [batch, 128]
      relu,
      dense(code), //            → [batch, code]
    ),
    decoder: chain(
      dense(128), //             → [batch, 128]
      relu,
      dense(features), //        → [batch, features]
    ),
    output: sigmoid, // pixels lie between 0 and 1
  });
}

/** ‖x − x̂‖², summed over the pixels: what PCA makes small, too, so that the two can be compared. */
export const loss = { reconstruction: squaredError };

export const optimizer = adam({ learningRate: 2e-3 });
