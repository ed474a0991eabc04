import { adam, adamW, parameterGroups } from '@autoencoders/core';
import type { TopK } from '@autoencoders/core';
import { center, chain, dense, dictionary, sigmoid, uncenter } from '@autoencoders/layers';
import { auxK, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, topK } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * A sparse autoencoder has many units, but only a few may fire for each example. So every unit learns a part that many
 * examples share. The rows of the decoder's kernel are these parts: a dictionary that one can look at.
 *
 * Ng, "Sparse autoencoder", CS294A lecture notes, 2011: activations between 0 and 1, and a penalty that draws the mean
 * activation ρ̂ⱼ of each unit towards a small ρ.
 */
export function sparse(features: number, units: number, seed: number = 1): Autoencoder<Tensor2D> {
  return autoencoder({
    input: [features],
    encoder: chain(dense(units), sigmoid), // [batch, features] → [batch, units], each between 0 and 1
    decoder: chain(dense(features)), //       [batch, units] → [batch, features]
    output: sigmoid,
    seed, // of the first weights
  });
}

/** ‖x − x̂‖² + β·Σⱼ KL(ρ ‖ ρ̂ⱼ) */
export const loss = (rho: number, beta: number) => ({ reconstruction: squaredError, penalty: weighted(beta, sparsityKl(rho)) });

/*
 * Without weight decay, the model could satisfy the penalty without being sparse: activations half as large, with weights
 * twice as large, give the same picture. Decay keeps the decoder's weights small, so a unit that is needed has to fire.
 */
export const optimizer = parameterGroups(
  { 'decoder.0.kernel': adamW({ learningRate: 0.01, weightDecay: 0.1 }) },
  adam({ learningRate: 0.01 }),
);

/*
 * The second way has no penalty: only the k largest activations of each example reach the decoder. Entries of the
 * dictionary have unit length, and units that have not fired for long learn from the error that the others leave.
 *
 * Makhzani & Frey, "k-sparse autoencoders", ICLR 2014.
 * Gao et al., "Scaling and evaluating sparse autoencoders", 2024.
 */
export function kSparse(features: number, units: number, k: number, seed: number = 1): Autoencoder<Tensor2D, TopK> {
  const [middle, unit] = [center(), dense(units)];
  return autoencoder({
    input: [features],
    encoder: chain(middle, unit), // [batch, features] → [batch, units]
    bottleneck: topK(k), //          the k largest stay, the others become 0
    decoder: chain(dictionary(features, unit), uncenter(middle)),
    seed, // of the first weights
  });
}

/** ‖x − x̂‖² + 1/32 · AuxK, the error that dead units would leave of the rest */
export const kLoss = { reconstruction: squaredError, penalty: weighted(1 / 32, auxK) };

export const kOptimizer = adam({ learningRate: 0.005 });
