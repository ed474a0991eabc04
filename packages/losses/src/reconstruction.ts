import { configOf, withConfig } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import type { Loss } from '@autoencoders/core';
import { meanOverKnown, sumPerExample } from './masked.js';

/** The squared error, summed over the features and averaged over the batch: Σᵢ (xᵢ − x̂ᵢ)², with the target x and the output x̂. In squared units of the data. */
export const squaredError: Loss = withConfig<Loss>(
  ({ target, mask, output }) => sumPerExample('squared', { prediction: output(), target, mask }),
  {
    name: 'squaredError',
  },
);

/**
 * The mean of (xᵢ − x̂ᵢ)² over features and batch: `squaredError` divided by the number of features. Do not add it to
 * `gaussianKl` or other sums over an example unless those are divided by the number of features, too.
 */
export const meanSquaredError: Loss = withConfig<Loss>(
  ({ target, mask, output, shard }) => meanOverKnown('squared', { prediction: output(), target, mask }, shard),
  {
    name: 'meanSquaredError',
  },
);

/**
 * The mean of |xᵢ − x̂ᵢ| over features and batch, in units of the data. Do not add it to sums over an example unless
 * those are divided by the number of features, too.
 */
export const meanAbsoluteError: Loss = withConfig<Loss>(
  ({ target, mask, output, shard }) => meanOverKnown('absolute', { prediction: output(), target, mask }, shard),
  { name: 'meanAbsoluteError' },
);

/**
 * The Huber loss, summed over the features and averaged over the batch: Σᵢ h(xᵢ − x̂ᵢ) with h(d) = d² / 2 up to |d| = δ and δ·(|d| − δ / 2) beyond. Default δ = 1.
 * Huber 1964. Throws unless δ is above 0.
 */
export function huber(delta: number = 1): Loss {
  check(delta > 0 && Number.isFinite(delta), () => `huber: delta must be a finite number above 0, not ${delta}`);
  const loss: Loss = ({ target, mask, output }) => sumPerExample('huber', { prediction: output(), target, mask, delta });
  return withConfig(loss, configOf('huber', delta));
}

/**
 * −Σᵢ [xᵢ·ln σ(lᵢ) + (1 − xᵢ)·ln(1 − σ(lᵢ))], averaged over the batch, in nats: the Bernoulli negative log-likelihood,
 * with l the model's logits. Computed as softplus(l) − x·l, which stays finite however large the logits are. Targets lie
 * in [0, 1]; the model's output activation should be `sigmoid`.
 */
export const binaryCrossEntropy: Loss = Object.assign<Loss, Pick<Loss, 'range' | 'config'>>(
  ({ target, mask, logits }) => sumPerExample('logistic', { prediction: logits, target, mask }),
  { range: [0, 1], config: { name: 'binaryCrossEntropy' } },
);
