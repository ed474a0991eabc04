import { checkNumber, checkOptions } from '@autoencoders/core/operations';
import { evidenceOf, sortedScores } from './evidence.js';
import { THRESHOLD_OPTIONS } from './threshold.js';
import type { FixedThreshold, ThresholdOptions } from './threshold.js';

/** Options of `fixedThreshold`. */
export interface FixedThresholdOptions extends ThresholdOptions {
  /** A score above it is an alarm. */
  readonly value: number;
}

/**
 * The threshold at a value that somebody chose, such as with a slider, and the false-alarm rate that it buys, by `alarmRateInterval`.
 * Throws unless the numbers are finite and there is at least one held-out score.
 *
 * @param calibration The scores of held-out examples.
 */
export function fixedThreshold(calibration: ArrayLike<number>, options: FixedThresholdOptions): FixedThreshold {
  checkOptions('fixedThreshold', options, { ...THRESHOLD_OPTIONS, value: true });
  const { value, ...evidenced } = options;
  checkNumber('fixedThreshold', 'value', value);
  return { kind: 'fixed', ...evidenceOf('fixedThreshold', sortedScores('fixedThreshold', calibration), value, evidenced) };
}
