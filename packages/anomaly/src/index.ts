export type { Method, MethodOptions, ScoreOptions, Scorer, ScorerState, Scores } from './types.js';
export { adjustPValues } from './statistics/adjust-p-values.js';
export type { Adjustment } from './statistics/adjust-p-values.js';
export { alarmRateInterval } from './threshold/alarm-rate-interval.js';
export type { Alarms, AlarmRateIntervalOptions } from './threshold/alarm-rate-interval.js';
export { bestF1Threshold } from './threshold/best-f1-threshold.js';
export { fixedThreshold } from './threshold/fixed-threshold.js';
export type { FixedThresholdOptions } from './threshold/fixed-threshold.js';
export { madThreshold } from './threshold/mad-threshold.js';
export type { MadThresholdOptions } from './threshold/mad-threshold.js';
export { pValues } from './threshold/p-values.js';
export { peaksThreshold } from './threshold/peaks-threshold.js';
export type { PeaksThresholdOptions } from './threshold/peaks-threshold.js';
export { quantileThreshold } from './threshold/quantile-threshold.js';
export type { QuantileThresholdOptions } from './threshold/quantile-threshold.js';
export { isAlarm } from './threshold/threshold.js';
export type {
  BestF1Threshold,
  FixedThreshold,
  MadThreshold,
  PeaksThreshold,
  QuantileThreshold,
  Tail,
  Threshold,
  ThresholdOptions,
} from './threshold/threshold.js';
export { thresholdSentence } from './threshold/threshold-sentence.js';
export type { Change, Compared } from './drift/column-drift.js';
export { chiSquaredTest } from './drift/chi-squared-test.js';
export type { ChiSquared } from './drift/chi-squared-test.js';
export { detectDrift } from './drift/detect-drift.js';
export type { DetectDriftOptions, Drift, DriftedColumn, DriftedScores } from './drift/detect-drift.js';
export { driftReference } from './drift/drift-reference.js';
export type { DriftColumn, DriftReference, DriftReferenceOptions } from './drift/drift-reference.js';
export { kolmogorovSmirnov } from './drift/kolmogorov-smirnov.js';
export type { KolmogorovSmirnov } from './drift/kolmogorov-smirnov.js';
export { maximumMeanDiscrepancy } from './drift/maximum-mean-discrepancy.js';
export type { Discrepancy, DiscrepancyOptions } from './drift/maximum-mean-discrepancy.js';
