import { check, checkOptions } from '@autoencoders/core/operations';
import { checkShare } from '../statistics/check-values.js';
import { numberText, percent } from '../statistics/format.js';
import { evidenceOf, sortedScores } from './evidence.js';
import { fitPareto, paretoQuantile } from './pareto.js';
import { rateInterval, tailInterval } from './pareto-interval.js';
import { THRESHOLD_OPTIONS } from './threshold.js';
import type { PeaksThreshold, ThresholdOptions } from './threshold.js';

/** Options of `peaksThreshold`. */
export interface PeaksThresholdOptions extends ThresholdOptions {
  /** The share of new usual examples that may be alarms. It must be less than `tail`. Default 0.0001. */
  readonly alarmRate?: number | undefined;
  /**
   * The share of held-out scores that the tail is fitted to. Default: 2 %, but 50 scores at least, and 10 % at most. A larger tail is less
   * uncertain, but its scores may follow another law than the largest ones.
   */
  readonly tail?: number | undefined;
}

/** With fewer scores in the tail the fit says next to nothing. */
const LEAST_EXCESSES = 10;

/** The share of n held-out scores that the tail is fitted to by default. */
const defaultTail = (heldOut: number): number => Math.min(0.1, Math.max(0.02, 50 / heldOut));

/**
 * The threshold for a rare false alarm, also rarer than 1 / n: a generalised Pareto distribution is fitted to the largest of n held-out
 * scores and goes on beyond them.
 *
 * With t the start of the tail, N of n scores above it, and the fitted scale σ and shape γ, value = t + (σ / γ)·((α·n / N)^(−γ) − 1).
 * The fit is by maximum likelihood, or by probability-weighted moments where that has no maximum; `tail` of the result says which. The
 * interval is from the profile likelihood, and has both the uncertainty of the fit and that of N / n in it.
 *
 * It takes as given that the tail has a regular shape, which holds in the limit for nearly all continuous distributions (Balkema & de Haan
 * 1974, Pickands 1975). Held-out scores cannot prove it: a rate far below 1 / n is an extrapolation.
 *
 * It needs 100 held-out scores, or 10 above the start. Throws with fewer, for scores that are not finite, and for an `alarmRate` that is
 * not below `tail`: `quantileThreshold` serves there.
 * Source: Siffer, Fouque, Termier & Largouët, "Anomaly detection in streams with extreme value theory", KDD 2017 (SPOT).
 *
 * @param calibration The scores of held-out examples.
 */
export function peaksThreshold(calibration: ArrayLike<number>, options: PeaksThresholdOptions = {}): PeaksThreshold {
  checkOptions('peaksThreshold', options, { ...THRESHOLD_OPTIONS, alarmRate: true, tail: true });
  const sorted = sortedScores('peaksThreshold', calibration);
  const heldOut = sorted.length;
  const { alarmRate = 1e-4, tail = defaultTail(heldOut), ...evidenced } = options;
  checkShare('peaksThreshold', 'alarmRate', alarmRate);
  checkShare('peaksThreshold', 'tail', tail);
  const start = sorted[heldOut - 1 - Math.floor(tail * heldOut)] ?? sorted[0]!;
  const excesses = sorted.filter((score) => score > start).map((score) => score - start);
  checkExcesses(excesses.length, heldOut, tail);
  const share = excesses.length / heldOut;
  check(
    alarmRate < share,
    () =>
      `peaksThreshold: alarmRate must be below ${percent(share)}, the share of the tail; use quantileThreshold for ${percent(alarmRate)}`,
  );
  const fit = fitPareto(excesses);
  const chance = alarmRate / share;
  const excess = paretoQuantile(chance, fit);
  const evidence = evidenceOf('peaksThreshold', sorted, start + excess, evidenced);
  const { confidence, effectiveSize = heldOut } = evidence;
  const worth = effectiveSize / heldOut;
  const interval = rateInterval({ heldOut, share, chance, worth }, tailInterval(excesses, fit, excess, confidence, worth), confidence);
  const threshold = {
    kind: 'peaksOverThreshold',
    ...evidence,
    alarmRate,
    interval,
    tail: { start, share, excesses: excesses.length, ...fit },
  } as const;
  return alarmRate < 1 / (10 * heldOut) ? { ...threshold, note: farOut(alarmRate, heldOut) } : threshold;
}

const checkExcesses = (excesses: number, heldOut: number, tail: number): void =>
  check(
    excesses >= LEAST_EXCESSES,
    () =>
      `peaksThreshold: a tail needs ${LEAST_EXCESSES} or more scores, and ${percent(tail)} of ${numberText(heldOut, 9)} held-out scores ` +
      `has ${excesses} above its start; give ${LEAST_EXCESSES / 0.1} or more scores without many ties, or use quantileThreshold`,
  );

const farOut = (alarmRate: number, heldOut: number): string =>
  `A rate of ${percent(alarmRate)} is less than a tenth of what ${numberText(heldOut, 9)} held-out scores show: it rests on the fitted tail.`;
