import { maximum, square, sum } from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { configOf, withConfig } from '@autoencoders/core';
import {
  abs,
  batchMean,
  check,
  checkNumber,
  elementwiseGaussianKl,
  sumGaussianKl,
  sumSparsityKl,
  toFloat32,
} from '@autoencoders/core/operations';
import type { Gaussian, Loss } from '@autoencoders/core';
import { perExample } from './reduce.js';

/** Σⱼ |zⱼ| of the codes z, averaged over the batch. */
export const l1: Loss = withConfig<Loss>(({ codes }) => perExample(abs(codes)), { name: 'l1' });

/** Σⱼ zⱼ² of the codes z, averaged over the batch. */
export const l2: Loss = withConfig<Loss>(({ codes }) => perExample(square(toFloat32(codes))), { name: 'l2' });

/**
 * The sparsity penalty: Σⱼ KL(ρ ‖ ρ̂ⱼ) = Σⱼ [ρ·ln(ρ / ρ̂ⱼ) + (1 − ρ)·ln((1 − ρ) / (1 − ρ̂ⱼ))], in nats, with ρ̂ⱼ the mean of code j over the batch. `rho` is the
 * wanted mean activation. Codes must lie in [0, 1], so end the encoder with `sigmoid`; a mean outside gives NaN. Throws unless `rho` lies
 * between 0 and 1. Ng, "Sparse autoencoder", CS294A lecture notes, 2011.
 */
export function sparsityKl(rho: number): Loss {
  check(rho > 0 && rho < 1, () => `sparsityKl: rho must lie between 0 and 1, both ends excluded, not ${rho}`);
  return withConfig<Loss>(({ codes, shard }) => sumSparsityKl(codes, rho, shard), configOf('sparsityKl', rho));
}

/**
 * KL(N(μ, σ²) ‖ N(0, I)) = ½ Σⱼ (μⱼ² + σⱼ² − 1 − ln σⱼ²), averaged over the batch, in nats. Needs a Gaussian bottleneck.
 * Added to `binaryCrossEntropy` it makes the negative ELBO. Kingma & Welling 2014, appendix B.
 */
export const gaussianKl: Loss<Gaussian> = withConfig<Loss<Gaussian>>(({ mean: mu, logVar }) => sumGaussianKl(mu, logVar, 1 / mu.shape[0]), {
  name: 'gaussianKl',
});

/**
 * Σⱼ max(λ, KLⱼ) with KLⱼ of latent j averaged over the batch, in nats. Like `gaussianKl`, but each latent costs at least λ, so that
 * training does not switch latents off early. Throws when λ is below 0. Kingma et al. 2016, section 4 and appendix C.8.
 */
export function freeBits(lambda: number): Loss<Gaussian> {
  checkNumber('freeBits', 'lambda', lambda, 0);
  return withConfig<Loss<Gaussian>>(
    ({ mean: mu, logVar, shard }) => sum(maximum(batchMean(elementwiseGaussianKl(mu, logVar), 0, shard), lambda)) as Scalar,
    configOf('freeBits', lambda),
  );
}
