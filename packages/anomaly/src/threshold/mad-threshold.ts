import { checkNumber, checkOptions } from '@autoencoders/core/operations';
import { ascending, medianOf } from '../statistics/order.js';
import { evidenceOf, sortedScores } from './evidence.js';
import { THRESHOLD_OPTIONS } from './threshold.js';
import type { MadThreshold, ThresholdOptions } from './threshold.js';

/** Options of `madThreshold`. */
export interface MadThresholdOptions extends ThresholdOptions {
  /** How many deviations above the median an alarm begins. Default 3. */
  readonly k?: number | undefined;
}

/** The standard deviation of a normal distribution is this many times its MAD: 1 / Φ⁻¹(0.75). */
const NORMAL = 1.4826022185056018;

/**
 * The threshold median + k · 1.4826 · MAD, where MAD is the median of |score − median|.
 *
 * It takes scores from a normal distribution as given: there, k = 3 alarms for 0.13 % of usual examples. Errors of reconstruction are
 * skewed to the right, and alarm more often. The `alarmRate` that it states is therefore what the held-out scores show, not what a normal
 * distribution would. Its use: a few odd examples among the held-out ones hardly move it.
 *
 * Throws if `calibration` is empty or not finite, and if `k` is negative. Source: Leys et al., "Detecting outliers: do not use standard
 * deviation around the mean, use absolute deviation around the median", 2013.
 */
export function madThreshold(calibration: ArrayLike<number>, options: MadThresholdOptions = {}): MadThreshold {
  checkOptions('madThreshold', options, { ...THRESHOLD_OPTIONS, k: true });
  const { k = 3, ...evidenced } = options;
  checkNumber('madThreshold', 'k', k, 0);
  const sorted = sortedScores('madThreshold', calibration);
  const median = medianOf(sorted);
  const mad = medianOf(ascending(sorted.map((score) => Math.abs(score - median))));
  const evidence = evidenceOf('madThreshold', sorted, median + k * NORMAL * mad, evidenced);
  if (mad > 0) return { kind: 'mad', k, ...evidence };
  const note = 'At least half of the held-out scores are the same, so that their MAD is 0 and every larger score is an alarm.';
  return { kind: 'mad', k, ...evidence, note: `${note} A quantile fits such scores better.` };
}
