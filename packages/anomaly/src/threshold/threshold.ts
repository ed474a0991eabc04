/** What all thresholds have. A threshold is plain JSON. */
interface Common {
  /** A score above it is an alarm. */
  readonly value: number;
  /** The share of new usual examples that are expected to be alarms. */
  readonly alarmRate: number;
  /** The range in which the false-alarm rate is, over very many new usual examples. `alarmRateInterval` gives the one for some rows. */
  readonly interval: readonly [low: number, high: number];
  /** How sure the interval is: 0.95 unless another one was asked for. */
  readonly confidence: number;
  /** How many scores of usual examples it was made from. */
  readonly heldOut: number;
  /** How many of these are above the value. */
  readonly alarms: number;
  /** How many of these are equal to the value. */
  readonly ties: number;
  /** How many independent scores these are worth, where neighbours are alike, as steps of a series. Undefined: as many as there are. */
  readonly effectiveSize?: number | undefined;
  /** What a reader should know: one sentence. Undefined if there is nothing. */
  readonly note?: string | undefined;
}

/** What `quantileThreshold` gives. */
export interface QuantileThreshold extends Common {
  readonly kind: 'quantile';
}

/** What `madThreshold` gives. */
export interface MadThreshold extends Common {
  readonly kind: 'mad';
  /** How many deviations above the median the value is. */
  readonly k: number;
}

/** What `fixedThreshold` gives. */
export interface FixedThreshold extends Common {
  readonly kind: 'fixed';
}

/** What `peaksThreshold` gives. */
export interface PeaksThreshold extends Common {
  readonly kind: 'peaksOverThreshold';
  readonly tail: Tail;
}

/** A generalised Pareto distribution of the largest scores: P(score > start + y) = share · (1 + shape·y / scale)^(−1 / shape). */
export interface Tail {
  /** Where the tail begins. */
  readonly start: number;
  /** The share of held-out scores above `start`. */
  readonly share: number;
  /** How many scores that is. */
  readonly excesses: number;
  readonly scale: number;
  /** Above 0: a heavy tail. 0: exponential. Below 0: the scores have a largest value. */
  readonly shape: number;
  /** How the two were estimated. */
  readonly estimate: 'maximumLikelihood' | 'probabilityWeightedMoments';
}

/** What `bestF1Threshold` gives. */
export interface BestF1Threshold extends Common {
  readonly kind: 'bestF1';
  /** F1, precision and recall on the labels that it was chosen on. They flatter. */
  readonly f1: number;
  readonly precision: number;
  readonly recall: number;
}

/** Where an alarm begins, and the false-alarm rate that it buys. */
export type Threshold = QuantileThreshold | MadThreshold | FixedThreshold | PeaksThreshold | BestF1Threshold;

/** Options that all thresholds have. */
export interface ThresholdOptions {
  /** How sure the interval of the false-alarm rate is, between 0 and 1. Default 0.95. */
  readonly confidence?: number | undefined;
  /**
   * How many independent scores the held-out ones are worth, from 1 to all: `effectiveSize` of a series detector. With fewer, the interval is
   * wider. Default: all.
   */
  readonly effectiveSize?: number | undefined;
}

/** The names of `ThresholdOptions`, for `checkOptions`. */
export const THRESHOLD_OPTIONS = { confidence: true, effectiveSize: true } as const;

/**
 * Whether a score is an alarm: it is above the value. A score of NaN is an alarm, too: a fault must not pass unseen.
 *
 * @param threshold A threshold; only its `value` counts.
 */
export const isAlarm = (threshold: Pick<Threshold, 'value'>, score: number): boolean => !(score <= threshold.value);
