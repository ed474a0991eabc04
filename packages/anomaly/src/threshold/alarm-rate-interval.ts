import { checkInteger, checkOptions } from '@autoencoders/core/operations';
import { betaBinomialQuantile, binomialQuantile } from '../statistics/beta-binomial.js';
import { betaQuantile } from '../statistics/beta.js';
import { checkShare } from '../statistics/check-values.js';
import type { Threshold } from './threshold.js';

/** Options of `alarmRateInterval`. */
export interface AlarmRateIntervalOptions {
  /** The number of new usual examples whose alarm rate the interval is for. Default: very many, the rate in the long run. */
  readonly newRows?: number | undefined;
  /** How sure the interval is. Default: the confidence of the threshold. */
  readonly confidence?: number | undefined;
}

/** What the interval depends on: a `Threshold` has it. */
export type Alarms = Pick<Threshold, 'heldOut' | 'alarms' | 'ties' | 'confidence'> &
  Partial<Pick<Threshold, 'kind' | 'interval' | 'effectiveSize'>>;

/**
 * The range in which the false-alarm rate of a threshold is, with the given confidence.
 *
 * Let a of n held-out scores be above the value. If the value is one of the scores, as a quantile is, then the long-run rate has the
 * distribution Beta(a + 1, n − a), whatever that of the scores is: the coverage of an order statistic. If it is not, or if several scores
 * are equal to it, then the range is Clopper and Pearson's: from a quantile of Beta(a, n − a + 1) to one of Beta(a + 1, n − a).
 *
 * On `newRows` rows the rate also varies by chance. The number of alarms then is beta-binomial with the same two parameters, so that the
 * range is wider: with 5 of 500 held-out scores at or above the value it is 0.33 % to 2 % in the long run, and 0 % to 4 % on 100 rows.
 *
 * For `peaksThreshold` the rate in the long run comes from its fit, `threshold.interval`; chance is added to both ends.
 *
 * It holds for new usual examples that come from where the held-out ones came from: `detectDrift` checks this. Scores of neighbouring steps
 * of a series are alike. Where `effectiveSize` m says that n scores are worth m independent ones, both parameters are multiplied by m / n:
 * the mean stays, and the variance is that of m scores. So many new rows count for fewer, too.
 *
 * Sources: Wilks, "Determination of sample sizes for setting tolerance limits", 1941; Vovk, "Conditional validity of inductive conformal
 * predictors", 2012; Marques, "Universal distribution of the empirical coverage in split conformal prediction", 2025 (beta-binomial).
 */
export function alarmRateInterval(threshold: Alarms, options: AlarmRateIntervalOptions = {}): [low: number, high: number] {
  checkOptions('alarmRateInterval', options, { newRows: true, confidence: true });
  const { newRows, confidence = threshold.confidence } = options;
  checkShare('alarmRateInterval', 'confidence', confidence);
  if (newRows !== undefined) checkInteger('alarmRateInterval', 'newRows', newRows, 1);
  const outside = (1 - confidence) / 2;
  if (threshold.kind === 'peaksOverThreshold') return ofPeaks(threshold.interval!, outside, newRows);
  const { heldOut, alarms, ties, effectiveSize = heldOut } = threshold;
  const worth = effectiveSize / heldOut;
  const exact = ties === 1;
  const lower = [worth * (exact ? alarms + 1 : alarms), worth * (exact ? heldOut - alarms : heldOut - alarms + 1)] as const;
  const upper = [worth * (alarms + 1), worth * (heldOut - alarms)] as const;
  if (newRows === undefined) return [betaQuantile(outside, ...lower), betaQuantile(1 - outside, ...upper)];
  const rows = Math.max(1, Math.round(worth * newRows));
  return [betaBinomialQuantile(outside, rows, ...lower) / rows, betaBinomialQuantile(1 - outside, rows, ...upper) / rows];
}

function ofPeaks([low, high]: readonly [number, number], outside: number, newRows: number | undefined): [number, number] {
  if (newRows === undefined) return [low, high];
  return [binomialQuantile(outside, newRows, low) / newRows, binomialQuantile(1 - outside, newRows, high) / newRows];
}
