import { sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset, Shape } from '@autoencoders/core';
import { cellLayout } from '@autoencoders/tables';
import type { TableEncoder } from '@autoencoders/tables';
import { detectDrift } from './drift/detect-drift.js';
import type { DetectDriftOptions, Drift } from './drift/detect-drift.js';
import type { DriftReference } from './drift/drift-reference.js';
import { driftRows } from './drift/drift-rows.js';
import { expectedOf } from './expected.js';
import type { Expected } from './expected.js';
import { scoresByHiding } from './hide-columns.js';
import type { HideableColumn } from './hide-columns.js';
import { scaleExamples } from './scaling.js';
import type { Scaling } from './scaling.js';
import { isAlarm } from './threshold/threshold.js';
import type { Threshold } from './threshold/threshold.js';
import { sortedScores } from './threshold/evidence.js';
import { pValuesOf } from './threshold/p-values.js';
import type { Scorer, Scores } from './types.js';

/** What a detector found of some examples. */
export interface Detection extends Scores {
  /** 1 for each example whose score is above the threshold, 0 for the others. */
  readonly alarms: Uint8Array;
  /** The share of usual examples that score at least as much, by the held-out scores. Small numbers are odd. */
  readonly pValues: Float64Array;
}

/** Options of `detector.score` and `detector.detect`. */
export interface DetectOptions {
  /**
   * Whether to compute what each number adds to the score. `'hiding'` hides one column after the other, which takes a score for each;
   * `'errors'` are the scorer's own contributions. `true` is `'hiding'` for rows of up to 256 columns, and `'errors'` for windows and
   * pictures. Default: false.
   */
  readonly contributions?: boolean | 'hiding' | 'errors' | undefined;
}

/** The parts of a detector: plain data, and a scorer. */
export interface DetectorParts {
  readonly scorer: Scorer;
  /** How examples are scaled first. Undefined where they are not. */
  readonly scaling?: Scaling | undefined;
  /** The encoder of the table whose rows are the examples. */
  readonly encoder?: TableEncoder | undefined;
  /** The scores of usual examples that were not learned from, smallest first. */
  readonly calibration: Float64Array;
  /** Some of these examples in their own units, with their scores, to compare later ones with. */
  readonly reference: DriftReference;
  readonly threshold: Threshold;
  /** What a reader should know about the training: one sentence each. */
  readonly notes: readonly string[];
  /** Strings that its file keeps. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Says how odd examples are, and which of them are alarms. It owns its scorer. */
export interface Detector extends DetectorParts, Disposable {
  readonly kind: 'examples';
  /** The shape of one example. */
  readonly shape: Shape;
  /** Scores of examples as they come, without standardising them first. Larger is odder. */
  readonly score: (examples: ArrayDataset, options?: DetectOptions) => Promise<Scores>;
  /** Scores, p-values and alarms of examples. */
  readonly detect: (examples: ArrayDataset, options?: DetectOptions) => Promise<Detection>;
  /**
   * What is expected of each column of examples from all other columns, for `explain`: it takes a pass for each column. Undefined where the method
   * predicts nothing, such as `nearestNeighbours` alone.
   */
  readonly expected: (examples: ArrayDataset) => Promise<Expected | undefined>;
  /**
   * Whether examples and their scores are still like the held-out ones, in one sentence and column by column. The examples should be usual,
   * or nearly all of them. Options are those of `detectDrift`.
   */
  readonly drift: (examples: ArrayDataset, options?: Omit<DetectDriftOptions, 'scores'>) => Promise<Drift>;
  /** The same detector with another threshold, which `quantileThreshold(detector.calibration, …)` and others make. It shares the scorer. */
  readonly withThreshold: (threshold: Threshold) => Detector;
  readonly dispose: () => void;
}

/** Up to this many columns, each is hidden to see what it adds. */
const HIDEABLE = 256;

/** A detector from its parts. */
export function detectorOf(parts: DetectorParts): Detector {
  const { scorer, scaling, encoder, calibration, reference, threshold } = parts;
  const columns = columnsOf(parts);
  const byDefault = scorer.shape.length === 1 && columns.length <= HIDEABLE ? 'hiding' : 'errors';
  const score: Detector['score'] = async (given, { contributions: asked = false } = {}) => {
    const examples = scaling ? scaleExamples(given, scaling) : given;
    const way = asked === true ? byDefault : asked;
    return way === 'hiding' ? scoresByHiding(scorer, examples, columns) : scorer.score(examples, { contributions: way === 'errors' });
  };
  // Sorted once, when it is first needed.
  let usual: Float64Array | undefined;
  return {
    ...parts,
    kind: 'examples',
    shape: scorer.shape,
    score,
    async detect(examples, options) {
      const scores = await score(examples, options);
      const alarms = Uint8Array.from(scores.values, (value) => (isAlarm(threshold, value) ? 1 : 0));
      usual ??= sortedScores('pValues', calibration);
      return { ...scores, alarms, pValues: pValuesOf(usual, scores.values) };
    },
    expected: (given) => expectedOf(scorer, scaling ? scaleExamples(given, scaling) : given, columns, { encoder, scaling }),
    async drift(examples, options) {
      const { values } = await score(examples);
      return detectDrift(reference, encoder ? driftRows(examples, encoder) : examples, { ...options, scores: values });
    },
    withThreshold: (other) => detectorOf({ ...parts, threshold: other }),
    dispose: scorer.dispose,
    [Symbol.dispose]: scorer.dispose,
  };
}

/** The columns of a table, or each number of an example. */
function columnsOf({ scorer: { shape }, encoder }: DetectorParts): readonly HideableColumn[] {
  if (!encoder) return Array.from({ length: sizeOf(shape) }, (_, start) => ({ start, fill: [0] }));
  const { fill } = cellLayout(encoder);
  return encoder.columns.map(({ start, width }) => ({ start, fill: fill.slice(start, start + width) }));
}
