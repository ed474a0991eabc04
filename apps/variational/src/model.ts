import { adam, linearWarmUp } from '@autoencoders/core';
import type { Gaussian, Loss } from '@autoencoders/core';
import { chain, dense, relu, sigmoid } from '@autoencoders/layers';
import { binaryCrossEntropy, gaussianKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, gaussian } from '@autoencoders/models';
import type { AutoencoderOf } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * A variational autoencoder: the encoder gives a distribution for each example, N(μ, σ²), instead of one code. Training
 * draws a code from it, z = μ + σ·ε with ε ~ N(0, I), so that gradients reach μ and σ. The decoder must therefore make
 * sense of every code near μ. A penalty keeps the distributions close to the prior N(0, I), so codes that are drawn from
 * the prior decode to new examples.
 *
 * Kingma & Welling, "Auto-encoding variational Bayes", ICLR 2014.
 * Rezende, Mohamed & Wierstra, "Stochastic backpropagation and approximate inference in deep generative models", ICML 2014.
 */
export function variational(features: number, latents: number, seed: number = 1): AutoencoderOf<Tensor2D, Gaussian> {
  return autoencoder({
    input: [features],
    encoder: chain(
      dense(128), //            [batch, features] → [batch, 128]
      relu,
      dense(64), //             → [batch, 64]
      relu,
    ),
    bottleneck: gaussian(latents), // μ and ln σ², → [batch, latents]
    decoder: chain(
      dense(64), //             → [batch, 64]
      relu,
      dense(128), //            → [batch, 128]
      relu,
      dense(features), //       → [batch, features]
    ),
    output: sigmoid, // the probability that a pixel is white
    seed, // of the first weights
  });
}

/**
 * E[−ln p(x | z)] + β·KL(N(μ, σ²) ‖ N(0, I)), in nats. With β = 1 it is the negative ELBO, an upper bound of −ln p(x).
 * A larger β makes codes cost more, so the model uses fewer latents: Higgins et al., "β-VAE", ICLR 2017. With a warm-up,
 * β grows from 0 in the first epochs, so the decoder learns to use the codes before they cost much: Bowman et al.,
 * "Generating sentences from a continuous space", CoNLL 2016.
 *
 * p(x | z) is Bernoulli for pixels. For columns of a table, whose numbers from 0 to 1 are no probabilities, it is normal with a
 * standard deviation of 0.1: −ln p(x | z) = ‖x − x̂‖² / (2·0.1²) and a constant.
 */
export function lossWith(
  beta: number,
  warmUp: number,
  numbers: 'pixels' | 'columns' = 'pixels',
): { readonly reconstruction: Loss; readonly kl: Loss<Gaussian> } {
  return {
    reconstruction: numbers === 'pixels' ? binaryCrossEntropy : weighted(1 / (2 * 0.1 ** 2), squaredError),
    kl: weighted(warmUp > 0 ? linearWarmUp(beta, { epochs: warmUp }) : beta, gaussianKl),
  };
}

export const optimizer = adam({ learningRate: 4e-3 });
