export type { Method, MethodOptions, ScoreOptions, Scorer, ScorerState, Scores } from './types.js';
export { adjustPValues } from './statistics/adjust-p-values.js';
export type { Adjustment } from './statistics/adjust-p-values.js';
export { effectiveSize } from './statistics/effective-size.js';
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
export { centerWindows } from './methods/center-windows.js';
export { codeNeighbours } from './methods/code-neighbours.js';
export type { CodeNeighboursOptions } from './methods/code-neighbours.js';
export { combine } from './methods/combine.js';
export { reconstruction } from './methods/reconstruction.js';
export type { ReconstructionOptions } from './methods/reconstruction.js';
export type { NetFitOptions } from './net/fit-net.js';
export { variational } from './methods/variational.js';
export type { VariationalOptions } from './methods/variational.js';
export type { ProbeKind } from './net/probes.js';
export { defaultMethod, defaultSeriesMethod } from './default-method.js';
export type { Detection, Detector, DetectOptions, DetectorParts } from './detector.js';
export type { DetectorKind } from './detector-json.js';
export { loadDetector, loadSeriesDetector, readDetectorKind } from './load-detector.js';
export { saveDetector } from './save-detector.js';
export type { SaveDetectorOptions } from './save-detector.js';
export type { Expected } from './expected.js';
export { explain } from './explain.js';
export type { Blame, NamedSpan } from './explain.js';
export { fitDetector } from './fit-detector.js';
export type { DetectorOptions, FittedDetector } from './fit-detector.js';
export { nearestNeighbours } from './methods/nearest-neighbours.js';
export type { NearestNeighboursOptions } from './methods/nearest-neighbours.js';
export { openScorer } from './methods/open-scorer.js';
export { isolationForest } from './methods/isolation-forest.js';
export type { IsolationForestOptions } from './methods/isolation-forest.js';
export { pca } from './methods/pca.js';
export type { PcaOptions } from './methods/pca.js';
export { events, flagsOf } from './series/events.js';
export type { AnomalyEvent, ColumnShare, EventOptions } from './series/events.js';
export type { FlagOptions } from './series/voting.js';
export { fitSeriesDetector } from './series/fit-series-detector.js';
export type { FittedSeriesDetector, SeriesDetectorOptions } from './series/fit-series-detector.js';
export type { OnlineDetection, OnlineDetector } from './series/online-detector.js';
export type { AlarmRule } from './series/alarm-rule.js';
export type { SeriesDetection, SeriesDetector, SeriesDetectorParts, SeriesDetectOptions } from './series/series-detector.js';
export { fitSeries, seriesScores } from './series/fit-series.js';
export type { FitSeriesOptions, FittedSeries } from './series/fit-series.js';
export { onlineScorer } from './series/online.js';
export type { OnlineOptions, OnlineScore, OnlineScorer } from './series/online.js';
export type { SeriesOptions } from './series/options.js';
export { scoreSeries } from './series/score-series.js';
export type { ScoreSeriesOptions } from './series/score-series.js';
export { fitScaling, scaleSeries } from './scaling.js';
export type { Scaling, ScalingKind } from './scaling.js';
export type { Span, StepScores } from './series/step-scores.js';
export { windowFor } from './series/window-for.js';
export type { WindowChoice, WindowForOptions } from './series/window-for.js';
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
