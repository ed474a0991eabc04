import type { ArrayDataset, Shape } from '@autoencoders/core';
import type { TableEncoder } from '@autoencoders/tables';
import { scale } from './scaling.js';
import type { Scaling } from './scaling.js';
import { isAlarm } from './threshold/threshold.js';
import type { Threshold } from './threshold/threshold.js';
import { pValues } from './threshold/p-values.js';
import type { Scorer, ScoreOptions, Scores } from './types.js';

/** What a detector found of some examples. */
export interface Detection extends Scores {
  /** 1 for each example whose score is above the threshold, 0 for the others. */
  readonly alarms: Uint8Array;
  /** The share of usual examples that score at least as much, by the held-out scores. Small numbers are odd. */
  readonly pValues: Float64Array;
}

/** The parts of a detector: plain data, and a scorer. */
export interface DetectorParts {
  readonly scorer: Scorer;
  /** Mean and deviation by which examples are standardised first. Undefined where they are not. */
  readonly scaling?: Scaling | undefined;
  /** The encoder of the table whose rows are the examples. */
  readonly encoder?: TableEncoder | undefined;
  /** The scores of usual examples that were not learned from, smallest first. */
  readonly calibration: Float64Array;
  /** Some of these examples, as they came, to compare later ones with. */
  readonly reference: ArrayDataset;
  readonly threshold: Threshold;
  /** What a reader should know about the training: one sentence each. */
  readonly notes: readonly string[];
}

/** Says how odd examples are, and which of them are alarms. It owns its scorer. */
export interface Detector extends DetectorParts, Disposable {
  /** The shape of one example. */
  readonly shape: Shape;
  /** Scores of examples as they come, without standardising them first. Larger is odder. */
  readonly score: (examples: ArrayDataset, options?: ScoreOptions) => Promise<Scores>;
  /** Scores, p-values and alarms of examples. */
  readonly detect: (examples: ArrayDataset, options?: ScoreOptions) => Promise<Detection>;
  /** The same detector with another threshold, which `quantileThreshold(detector.calibration, …)` and others make. It shares the scorer. */
  readonly withThreshold: (threshold: Threshold) => Detector;
  readonly dispose: () => void;
}

/** A detector from its parts. */
export function detectorOf(parts: DetectorParts): Detector {
  const { scorer, scaling, calibration, threshold } = parts;
  const score: Detector['score'] = (examples, options) => scorer.score(scaling ? scale(examples, scaling) : examples, options);
  return {
    ...parts,
    shape: scorer.shape,
    score,
    async detect(examples, options) {
      const scores = await score(examples, options);
      const alarms = Uint8Array.from(scores.values, (value) => (isAlarm(threshold, value) ? 1 : 0));
      return { ...scores, alarms, pValues: pValues(calibration, scores.values) };
    },
    withThreshold: (other) => detectorOf({ ...parts, threshold: other }),
    dispose: scorer.dispose,
    [Symbol.dispose]: scorer.dispose,
  };
}
