import { checkScores } from '../statistics/check-values.js';
import { countBelow } from '../statistics/order.js';
import { sortedScores } from './evidence.js';

/**
 * Conformal p-values: how likely a usual example has a score of at least this one. `[examples]`, each in [1 / (n + 1), 1].
 *
 * p(s) = (1 + #{held-out scores ≥ s}) / (n + 1). For a new usual example, P(p ≤ α) ≤ α for every α, whatever the distribution of the
 * scores is. `adjustPValues` turns them into alarms at a controlled false-discovery rate.
 *
 * Throws if `calibration` is empty or not finite, or if a score is NaN.
 * Source: Bates, Candès, Lei, Romano & Sesia, "Testing for outliers with conformal p-values", Annals of Statistics 51, 2023.
 */
export const pValues = (calibration: ArrayLike<number>, scores: ArrayLike<number>): Float64Array =>
  pValuesOf(sortedScores('pValues', calibration), scores);

/** The p-values of scores, by held-out scores in ascending order. Throws if a score is NaN. */
export function pValuesOf(sorted: Float64Array, scores: ArrayLike<number>): Float64Array {
  checkScores('pValues', 'scores', scores);
  return Float64Array.from(scores, (score) => pValueOf(sorted, score));
}

/** The p-value of one score, by held-out scores in ascending order. NaN of NaN. */
export const pValueOf = (sorted: Float64Array, score: number): number =>
  Number.isNaN(score) ? NaN : (1 + sorted.length - countBelow(sorted, score)) / (sorted.length + 1);
