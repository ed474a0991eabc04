import { adam, adamW, parameterGroups } from '@autoencoders/core';
import type { TopK } from '@autoencoders/core';
import { center, chain, dense, dictionary, sigmoid, uncenter } from '@autoencoders/layers';
import { auxK, sparsityKl, squaredError, weighted } from '@autoencoders/losses';
import { autoencoder, topK } from '@autoencoders/models';
import type { Autoencoder } from '@autoencoders/models';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/*
 * A sparse autoencoder has more units than it may use at a time. Each example must be put together from the few that fire
 * for it, so that every unit comes to stand for a part that many examples share: the rows of the decoder's kernel are a
 * dictionary that one can look at.
 *
 * Ng, "Sparse autoencoder", CS294A lecture notes, 2011: units between 0 and 1, and a penalty that draws the mean
 * activation of each, ρ̂ⱼ, towards a small ρ.
 */
export function sparse(features: number, units: number): Autoencoder<Tensor2D> {
  return autoencoder({
    input: [features],
    encoder: chain(dense(units), sigmoid), // [batch, features] → [batch, units], each between 0 and 1
    decoder: chain(dense(features)), //       [batch, units] → [batch, features]
    output: sigmoid,
    seed: 1,
  });
}

/** ‖x − x̂‖² + β·Σⱼ KL(ρ ‖ ρ̂ⱼ) */
export const loss = (rho: number, beta: number) => ({ reconstruction: squaredError, penalty: weighted(beta, sparsityKl(rho)) });

/*
 * Without weight decay, units could obey the penalty by whispering: an activation half as large, times a weight twice as
 * large, draws the same picture. Decay on the decoder keeps its weights small, so that a unit which is needed has to fire.
 */
export const optimizer = parameterGroups(
  { 'decoder.0.kernel': adamW({ learningRate: 0.02, weightDecay: 1 }) },
  adam({ learningRate: 0.02 }),
);

/*
 * The other way: no penalty, but only the k largest activations of each example go on to the decoder. Entries of the
 * dictionary count by their direction, and units that have not fired for long learn from what the others missed.
 *
 * Makhzani & Frey, "k-sparse autoencoders", ICLR 2014.
 * Gao et al., "Scaling and evaluating sparse autoencoders", 2024.
 */
export function kSparse(features: number, units: number, k: number): Autoencoder<Tensor2D, TopK> {
  const [middle, unit] = [center(), dense(units)];
  return autoencoder({
    input: [features],
    encoder: chain(middle, unit), // [batch, features] → [batch, units]
    bottleneck: topK(k), //          all but k of them become 0
    decoder: chain(dictionary(features, unit), uncenter(middle)),
    seed: 1,
  });
}

/** ‖x − x̂‖² + 1/32 · what dead units would leave of the error */
export const kLoss = { reconstruction: squaredError, penalty: weighted(1 / 32, auxK) };

export const kOptimizer = adam({ learningRate: 0.005 });
