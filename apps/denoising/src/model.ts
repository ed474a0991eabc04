import { adam } from '@autoencoders/core';
import type { Corruption } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import { clip, compose, gaussianNoise, maskingNoise, saltAndPepper } from '@autoencoders/noise';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * A denoising autoencoder: it is shown a spoilt example and has to give back the clean one. To copy is of no use, so it
 * learns what clean examples look like, and moves what it sees to the nearest of them. The code need not be small for
 * that: the noise, not a narrow place, keeps the model from learning to copy.
 *
 * Vincent, Larochelle, Bengio & Manzagol, "Extracting and composing robust features with denoising autoencoders", ICML 2008.
 * Vincent, Larochelle, Lajoie, Bengio & Manzagol, "Stacked denoising autoencoders", JMLR 11, 2010: Gaussian noise, salt and pepper.
 */
export function denoising(features: number, code: number): Autoencoder<Tensor2D> {
  const hidden = features > 256 ? 512 : 256;
  return autoencoder({
    input: [features],
    encoder: chain(
      dense(hidden), //   [batch, features] → [batch, hidden]
      relu,
      dense(code), //                       → [batch, code]
    ),
    decoder: chain(
      dense(hidden), //                     → [batch, hidden]
      relu,
      dense(features), //                   → [batch, features]
    ),
    output: sigmoid, // pixels lie between 0 and 1
  });
}

/** Ways to spoil numbers from 0 to 1, by how strongly: a standard deviation, or a share of the numbers. */
export const noises = {
  gaussian: (stddev: number): Corruption => compose(gaussianNoise(stddev), clip(0, 1)),
  masking: (share: number): Corruption => maskingNoise(share),
  saltAndPepper: (share: number): Corruption => saltAndPepper(share),
} as const;
export type Noise = keyof typeof noises;

/** ‖x − x̂‖² with x the clean example, summed over its numbers. */
export const loss = { reconstruction: squaredError };

export const optimizer = adam({ learningRate: 2e-3 });
