import { adam } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * An undercomplete autoencoder: the code has fewer numbers than an example. The decoder sees nothing but the code, so
 * training decides what the code keeps.
 *
 * With linear layers alone, it would find the same plane through the data as PCA. The hidden layers make it nonlinear, so
 * it can do better than PCA.
 *
 * Baldi & Hornik, "Neural networks and principal component analysis", Neural Networks 2, 1989.
 * Hinton & Salakhutdinov, "Reducing the dimensionality of data with neural networks", Science 313, 2006.
 */
export function undercomplete(features: number, codeSize: number, seed: number = 1): Autoencoder<Tensor2D> {
  return autoencoder({
    input: [features],
    encoder: chain(
      dense(128), // [batch, features] → [batch, 128]
      relu,
      dense(codeSize), //        → [batch, codeSize]
    ),
    decoder: chain(
      dense(128), //             → [batch, 128]
      relu,
      dense(features), //        → [batch, features]
    ),
    output: sigmoid, // pixels lie between 0 and 1
    seed, // of the first weights
  });
}

/** ‖x − x̂‖², summed over the pixels. PCA minimises the same error, so the two can be compared. */
export const loss = { reconstruction: squaredError };

export const optimizer = adam({ learningRate: 2e-3 });
