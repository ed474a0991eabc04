import { adam } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { clip, compose, gaussianNoise, maskingNoise, saltAndPepper } from '@autoencoders/noise';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * A denoising autoencoder: it sees an example with noise and has to give back the clean one. Copying does not help, so the
 * model learns what clean examples look like, and moves its input towards them. The code need not be small: the noise
 * already keeps the model from copying.
 *
 * Vincent, Larochelle, Bengio & Manzagol, "Extracting and composing robust features with denoising autoencoders", ICML 2008.
 * Vincent, Larochelle, Lajoie, Bengio & Manzagol, "Stacked denoising autoencoders", JMLR 11, 2010: Gaussian noise, salt and pepper.
 */
export function denoising(features: number, codeSize: number, seed: number = 1): Autoencoder<Tensor2D> {
  const hidden = 128;
  return autoencoder({
    input: [features],
    encoder: chain(
      dense(hidden), //   [batch, features] → [batch, hidden]
      relu,
      dense(codeSize), //                   → [batch, codeSize]
    ),
    decoder: chain(
      dense(hidden), //                     → [batch, hidden]
      relu,
      dense(features), //                   → [batch, features]
    ),
    output: sigmoid, // pixels lie between 0 and 1
    seed, // of the first weights
  });
}

/** Kinds of noise for numbers from 0 to 1. The argument is a standard deviation, or the share of the numbers that change. */
export const noises = {
  gaussian: (stddev: number): Corruption => compose(gaussianNoise(stddev), clip(0, 1)),
  masking: (share: number): Corruption => maskingNoise(share),
  saltAndPepper: (share: number): Corruption => saltAndPepper(share),
} as const;
export type Noise = keyof typeof noises;

/** ‖x − x̂‖², where x is the clean example, summed over its numbers. */
export const loss = { reconstruction: squaredError };

export const optimizer = adam({ learningRate: 2e-3 });
