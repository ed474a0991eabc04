import { check, checkOptions } from '@autoencoders/core/operations';
import type { Series } from '@autoencoders/datasets';
import { pValueOf } from '../threshold/p-values.js';
import type { Threshold } from '../threshold/threshold.js';
import type { Scorer, ScoreOptions } from '../types.js';
import type { AlarmRule } from './alarm-rule.js';
import { events, flagsOf } from './events.js';
import type { AnomalyEvent } from './events.js';
import { onlineDetector } from './online-detector.js';
import type { OnlineDetector } from './online-detector.js';
import type { SeriesOptions } from './options.js';
import { detectionNotes } from './series-notes.js';
import { checkColumns, scoreSeries } from './score-series.js';
import type { StepScores } from './step-scores.js';
import type { WindowChoice } from './window-for.js';

/** What a detector found in a series. */
export interface SeriesDetection extends StepScores {
  /** 1 for each step that is part of an alarm, by the threshold and the rule; 0 for the others, and for steps without a score. */
  readonly alarms: Uint8Array;
  /** The share of usual steps that score at least as much, by the held-out scores. NaN for steps without a score. */
  readonly pValues: Float64Array;
  /** The alarms as events with a start, an end, and the columns to blame if there are contributions. */
  readonly events: readonly AnomalyEvent[];
  /** What a reader should know about this series, such as a column that may be in other units: one sentence each. */
  readonly notes: readonly string[];
}

/** Options of `detect` of a series detector. */
export interface SeriesDetectOptions extends ScoreOptions, AlarmRule {}

/** The parts of a series detector: plain data, and a scorer. */
export interface SeriesDetectorParts {
  /** Scores windows, `[steps, columns]`. */
  readonly scorer: Scorer;
  /** How the columns are scaled, and how scores of windows become scores of steps: options for `scoreSeries`. */
  readonly options: SeriesOptions;
  /** How many steps a window has, and why. */
  readonly window: WindowChoice;
  /** The names of the columns. Undefined where none were given. */
  readonly columns?: readonly string[] | undefined;
  /** How steps above the threshold become alarms and events. */
  readonly rule: AlarmRule;
  /** The scores of usual steps that no net learned from, smallest first. */
  readonly calibration: Float64Array;
  /** How many independent scores these are worth: neighbours are alike. Give it to functions that make another threshold. */
  readonly effectiveSize: number;
  readonly threshold: Threshold;
  /** What a reader should know about the training: one sentence each. */
  readonly notes: readonly string[];
  /** Strings that its file keeps. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Says how odd each step of a series is, and which steps are alarms. It owns its scorer. */
export interface SeriesDetector extends SeriesDetectorParts, Disposable {
  readonly kind: 'series';
  /** The scores of the steps of a series in its own units, `[steps]`. Throws for other columns than those that were learned from. */
  readonly score: (series: Series, options?: ScoreOptions) => Promise<StepScores>;
  /** Scores, p-values, alarms and events of a series. Options that are given here replace those of `rule`. */
  readonly detect: (series: Series, options?: SeriesDetectOptions) => Promise<SeriesDetection>;
  /** The same row by row, as rows come, with the same scores. It does not own the scorer. Throws where `options.stride` is not 1. */
  readonly online: () => OnlineDetector;
  /**
   * The same detector with another threshold, such as
   * `quantileThreshold(detector.calibration, { alarmRate: 0.001, effectiveSize: detector.effectiveSize })`. It shares the scorer.
   */
  readonly withThreshold: (threshold: Threshold) => SeriesDetector;
  readonly dispose: () => void;
}

/** A series detector from its parts. */
export function seriesDetectorOf(parts: SeriesDetectorParts): SeriesDetector {
  const { scorer, options, columns, rule, calibration, threshold } = parts;
  const score: SeriesDetector['score'] = async (series, { contributions } = {}) => {
    checkColumns('detect', series, scorer.shape[1]!);
    check(
      options.longestStep === undefined || series.times !== undefined,
      'detect: the detector learned from a series with times, and this one has none; give the time of each row as times',
    );
    return scoreSeries(scorer, series, { ...options, contributions });
  };
  return {
    ...parts,
    kind: 'series',
    score,
    async detect(series, given = {}) {
      checkOptions('detect', given, { contributions: true, minLength: true, vote: true, merge: true });
      const { contributions, ...own } = given;
      const { merge, ...flags } = { ...rule, ...own };
      const scores = await score(series, { contributions });
      return {
        ...scores,
        alarms: flagsOf(scores, threshold.value, flags),
        pValues: scores.values.map((value) => pValueOf(calibration, value)),
        events: events(scores, threshold.value, { ...flags, merge, names: columns }),
        notes: detectionNotes(series, scores, parts),
      };
    },
    online: () => onlineDetector(parts),
    withThreshold: (other) => seriesDetectorOf({ ...parts, threshold: other }),
    dispose: scorer.dispose,
    [Symbol.dispose]: scorer.dispose,
  };
}
