import { add, mean, minimum, mul, softplus, square, squaredDifference, sub } from '@tensorflow/tfjs-core';
import { check } from '@autoencoders/core';
import type { Loss } from '@autoencoders/core';
import { absolute, perExample } from './reduce.js';

/** Σᵢ (xᵢ − x̂ᵢ)², averaged over the batch; x is the target, x̂ the output. In squared units of the data. */
export const squaredError: Loss = ({ target, output }) => perExample(squaredDifference(target, output));

/**
 * The mean of (xᵢ − x̂ᵢ)² over features and batch: `squaredError` divided by the number of features. Do not add it to
 * `gaussianKl` or other sums over an example unless those are divided by the number of features, too.
 */
export const meanSquaredError: Loss = ({ target, output }) => mean(squaredDifference(target, output));

/**
 * The mean of |xᵢ − x̂ᵢ| over features and batch, in units of the data. Do not add it to sums over an example unless
 * those are divided by the number of features, too.
 */
export const meanAbsoluteError: Loss = ({ target, output }) => mean(absolute(sub(target, output)));

/**
 * Σᵢ h(xᵢ − x̂ᵢ), averaged over the batch, with h(d) = d² / 2 up to |d| = δ and δ·(|d| − δ / 2) beyond; δ is 1 by
 * default. Huber 1964. Throws unless δ is above 0.
 */
export function huber(delta: number = 1): Loss {
  check(delta > 0 && Number.isFinite(delta), () => `huber: delta must be a finite number above 0, not ${delta}`);
  return ({ target, output }) => {
    const distance = absolute(sub(target, output));
    const near = minimum(distance, delta);
    // With n = min(|d|, δ): n² / 2 + δ·(|d| − n), which is both branches at once.
    return perExample(add(mul(0.5, square(near)), mul(delta, sub(distance, near))));
  };
}

/**
 * −Σᵢ [xᵢ·ln σ(lᵢ) + (1 − xᵢ)·ln(1 − σ(lᵢ))], averaged over the batch, in nats: the Bernoulli negative log-likelihood,
 * with l the model's logits. Computed as softplus(l) − x·l, which stays finite however large the logits are. Targets lie
 * in [0, 1]; the model's output activation should be `sigmoid`.
 */
export const binaryCrossEntropy: Loss = Object.assign<Loss, Pick<Loss, 'range'>>(
  ({ target, logits }) => perExample(sub(softplus(logits), mul(target, logits))),
  { range: [0, 1] },
);
