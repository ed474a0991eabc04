import { checkOptions } from '@autoencoders/core/operations';
import { numberText, percent } from '../statistics/format.js';
import { checkShare } from '../statistics/check-values.js';
import { evidenceOf, sortedScores } from './evidence.js';
import { THRESHOLD_OPTIONS } from './threshold.js';
import type { QuantileThreshold, ThresholdOptions } from './threshold.js';

/** Options of `quantileThreshold`. */
export interface QuantileThresholdOptions extends ThresholdOptions {
  /** The share of new usual examples that may be alarms, between 0 and 1. Default 0.01. */
  readonly alarmRate?: number | undefined;
}

/** Rounding must not cost a rank: (n + 1)·α is 3 for n = 299 and α = 0.01, and 2.9999999999999996 in floating point for others. */
const ROUNDING = 1e-9;

/**
 * The threshold that buys a false-alarm rate α of at most `alarmRate`: the k-th smallest of n held-out scores, k = ⌈(n + 1)·(1 − α)⌉.
 *
 * A new usual example then is an alarm with a chance of at most α, whatever the distribution of the scores is, on average over held-out
 * sets. Those p-values of `pValues` that are at most α are the same alarms. `calibration` are scores of usual examples that the detector
 * was not trained on: scores of training examples are too low, and a threshold from them alarms too often.
 *
 * n must be at least 1 / α − 1. With fewer, it gives the largest of the scores, and says in `note` what that buys. `note` also says where
 * `effectiveSize` is less than that.
 *
 * Throws if `calibration` is empty or has numbers that are not finite, and for an `alarmRate` or a `confidence` outside (0, 1).
 * Sources: Vovk, Gammerman & Shafer, "Algorithmic learning in a random world", 2005; Lei et al. 2018 (split conformal prediction).
 *
 * @example
 * const threshold = quantileThreshold(heldOutScores, { alarmRate: 0.01 });
 * const alarms = [...scores].filter((score) => isAlarm(threshold, score));
 */
export function quantileThreshold(calibration: ArrayLike<number>, options: QuantileThresholdOptions = {}): QuantileThreshold {
  checkOptions('quantileThreshold', options, { ...THRESHOLD_OPTIONS, alarmRate: true });
  const { alarmRate = 0.01, ...evidenced } = options;
  checkShare('quantileThreshold', 'alarmRate', alarmRate);
  const sorted = sortedScores('quantileThreshold', calibration);
  const largest = rankFor(sorted.length, alarmRate) > sorted.length;
  const value = sorted[largest ? sorted.length - 1 : rankFor(sorted.length, alarmRate) - 1]!;
  const evidence = evidenceOf('quantileThreshold', sorted, value, evidenced);
  if (largest) return { kind: 'quantile', ...evidence, note: tooFew(evidence, alarmRate) };
  const { effectiveSize = sorted.length } = evidence;
  return { kind: 'quantile', ...evidence, ...(effectiveSize < scoresNeeded(alarmRate) && { note: tooAlike(alarmRate) }) };
}

/** k = ⌈(n + 1)·(1 − α)⌉. */
const rankFor = (heldOut: number, alarmRate: number): number => heldOut + 1 - Math.floor((heldOut + 1) * alarmRate + ROUNDING);

/** How many held-out scores a false-alarm rate needs. */
export const scoresNeeded = (alarmRate: number): number => Math.ceil(1 / alarmRate - 1 - ROUNDING);

/** Says what is missing where there are enough scores, but they are too much alike. */
const tooAlike = (wanted: number): string =>
  `A false-alarm rate of ${percent(wanted)} needs ${numberText(scoresNeeded(wanted), 9)} independent scores: hold out a longer part to know it better.`;

/** Says what the largest score buys, where there are too few for the rate. */
export const tooFew = ({ heldOut, alarmRate }: { heldOut: number; alarmRate: number }, wanted: number): string =>
  `A false-alarm rate of ${percent(wanted)} needs ${numberText(scoresNeeded(wanted), 9)} held-out scores, and there ` +
  `${heldOut === 1 ? 'is 1' : `are ${numberText(heldOut, 9)}`}: the threshold is the largest of them, and ` +
  `${percent(alarmRate)} of usual examples are expected to be alarms.`;
