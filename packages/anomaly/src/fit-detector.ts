import { check, checkBoolean, checkInteger, checkNumber, checkOptions } from '@autoencoders/core/operations';
import { checkDataset, isArrayDataset, pickRows, rowCount, show, sizeOf } from '@autoencoders/core/internal';
import type { ArrayDataset } from '@autoencoders/core';
import type { TableEncoder } from '@autoencoders/tables';
import { crossFit } from './cross-fit.js';
import type { Calibrated, Division } from './cross-fit.js';
import { defaultMethod } from './default-method.js';
import { detectorOf } from './detector.js';
import type { Detector, DetectorParts } from './detector.js';
import { driftReference } from './drift/drift-reference.js';
import { driftColumns, driftRows } from './drift/drift-rows.js';
import { inPart } from './methods/combine.js';
import { columnsOf, fitScaling, scaleExamples } from './scaling.js';
import { notesOf } from './notes.js';
import { quantileThreshold } from './threshold/quantile-threshold.js';
import type { Method, MethodOptions } from './types.js';

/** Options of `fitDetector`. */
export interface DetectorOptions {
  /** What to score by. Default: `defaultMethod(examples)`. */
  readonly method?: Method | undefined;
  /** The encoder of the table whose rows the examples are. The detector's file keeps it. Default: all numbers are numbers. */
  readonly encoder?: TableEncoder | undefined;
  /** Whether numbers are standardised first. Default: true without `encoder`, whose features are standardised already. */
  readonly standardize?: boolean | undefined;
  /** The share of usual examples that may be alarms: it sets the threshold. Default 0.01. */
  readonly alarmRate?: number | undefined;
  /**
   * How many parts the examples are divided into, each of which is held out once, so that there is a score for each example that the net
   * had not seen. With 1, one part is held out. Default 4 below 5,000 examples, 1 above.
   */
  readonly folds?: number | undefined;
  /** The share of the examples that is held out where `folds` is 1. Default 0.2, of 10,000 examples at most. */
  readonly heldOut?: number | undefined;
  /**
   * The share of the examples that may be odd. They are scored once, the oddest are left out, and the detector is fitted to the others.
   * Default 0: all are usual.
   */
  readonly trim?: number | undefined;
  /** Decides everything that is random. Default 0. */
  readonly seed?: number | undefined;
  /**
   * Where each net keeps its checkpoints, by the name of its part: `(part) => ({ checkpoint: { store: folderStore(part) }, resume: true })`. A
   * fit that was interrupted then goes on, and gives the same detector. Default: none.
   */
  readonly checkpoints?: MethodOptions['checkpoints'];
  /** Gets the share of the work that is done, from 0 to 1, from time to time. */
  readonly onProgress?: MethodOptions['onProgress'];
  /** Ends the work when it is aborted: `fitDetector` then throws its reason, and frees what it held. */
  readonly signal?: MethodOptions['signal'];
  /**
   * The processes that train the nets together, as for `fit`. All call `fitDetector` alike, with the same examples, and get the same detector. Default:
   * this process alone.
   */
  readonly group?: MethodOptions['group'];
}

const OPTIONS: Readonly<Record<keyof DetectorOptions, true>> = {
  method: true,
  encoder: true,
  standardize: true,
  alarmRate: true,
  folds: true,
  heldOut: true,
  trim: true,
  seed: true,
  checkpoints: true,
  onProgress: true,
  signal: true,
  group: true,
};

/** A detector that was just fitted. */
export interface FittedDetector extends Detector {
  /**
   * What each of the examples scored by nets that had not learned from it, `[examples]`. NaN where all had: with one fold, those that
   * were not held out. Examples that were left out by `trim` have the score of the detector.
   */
  readonly heldOutScores: Float64Array;
}

/** Below this many examples, each is held out once. */
const FEW = 5000;
const FOLDS = 4;
const HELD_OUT = 0.2;
const MOST_HELD_OUT = 10_000;

/**
 * Fits a detector to usual examples: it learns what they are like, and takes the threshold from the scores of examples that it has not
 * learned from. Examples that are not all usual can be given with `trim`. Throws when there are fewer than 10 examples, and when a number is
 * not finite.
 *
 * ```ts
 * using detector = await fitDetector(usual, { alarmRate: 0.01 });
 * const { values, alarms } = await detector.detect(others);
 * ```
 */
export async function fitDetector(usual: ArrayDataset, options: DetectorOptions = {}): Promise<FittedDetector> {
  checkOptions('fitDetector', options, OPTIONS);
  const { encoder, standardize = !encoder, alarmRate = 0.01, trim = 0, seed = 0, checkpoints, onProgress, signal, group } = options;
  const count = checkUsual(usual);
  const { method = defaultMethod(count) } = options;
  check(typeof method?.fit === 'function', () => `fitDetector: method must be one, such as reconstruction(), not ${show(method)}`);
  checkBoolean('fitDetector', 'standardize', standardize);
  checkNumber('fitDetector', 'trim', trim, 0, 0.5);
  checkInteger('fitDetector', 'seed', seed, 0);
  const division = divisionOf(count, options);
  const rounds = trim > 0 ? 2 : 1;
  const fitted = async (examples: ArrayDataset, round: number): Promise<Fitted> => {
    const scaling = standardize ? fitScaling({ ...examples, channels: columnsOf(examples.shape) }) : undefined;
    const calibrated = await crossFit(method, scaling ? scaleExamples(examples, scaling) : examples, division, {
      seed,
      encoder,
      signal,
      group,
      checkpoints: inPart(checkpoints, `round-${round}`),
      onProgress: (share) => onProgress?.((round + share) / rounds),
    });
    return { ...calibrated, scaling };
  };
  const kept = trim > 0 ? await usualPlaces(usual, trim, (all) => fitted(all, 0)) : undefined;
  const learned = kept ? pickRows(usual, kept) : usual;
  const { scorer, scaling, calibration, places } = await fitted(learned, rounds - 1);
  const heldOut = pickRows(learned, places);
  const learnedFrom = new Set(kept);
  // An example that was left out has a score, too, but one that was learned from has none.
  const heldOutScores = kept
    ? (await scorer.score(scaling ? scaleExamples(usual, scaling) : usual)).values.map((value, i) => (learnedFrom.has(i) ? NaN : value))
    : new Float64Array(count).fill(NaN);
  places.forEach((place, i) => (heldOutScores[kept ? kept[place]! : place] = calibration[i]!));
  const reference = driftReference(encoder ? driftRows(heldOut, encoder) : heldOut, {
    scores: calibration,
    columns: encoder && driftColumns(encoder),
    seed,
  });
  calibration.sort();
  const threshold = quantileThreshold(calibration, { alarmRate });
  const notes = notesOf(usual, encoder);
  return { ...detectorOf({ scorer, scaling, encoder, calibration, reference, threshold, notes, metadata: {} }), heldOutScores };
}

/** What was fitted to examples, and how they were standardised first. */
type Fitted = Calibrated & Pick<DetectorParts, 'scaling'>;

/**
 * Where the examples are without the oddest ones: those with the largest scores by a first fit. An example that was held out has the score
 * of the scorer that had not seen it.
 */
async function usualPlaces(examples: ArrayDataset, share: number, fit: (all: ArrayDataset) => Promise<Fitted>): Promise<Int32Array> {
  const { scorer, scaling, calibration, places } = await fit(examples);
  try {
    const { values } = await scorer.score(scaling ? scaleExamples(examples, scaling) : examples);
    places.forEach((place, i) => (values[place] = calibration[i]!));
    const order = Int32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
    return order.subarray(0, Math.ceil((1 - share) * values.length)).sort();
  } finally {
    scorer.dispose();
  }
}

function divisionOf(count: number, { folds = count < FEW ? FOLDS : 1, heldOut }: DetectorOptions): Division {
  checkInteger('fitDetector', 'folds', folds, 1, count);
  const share = heldOut ?? Math.min(HELD_OUT, MOST_HELD_OUT / count);
  checkNumber('fitDetector', 'heldOut', share, 1 / count, 0.9);
  return { folds, share };
}

/** The number of examples. */
function checkUsual(usual: ArrayDataset): number {
  checkDataset('fitDetector', 'the usual examples', usual);
  check(isArrayDataset(usual), 'fitDetector: the usual examples must be in memory; use cache of @autoencoders/datasets');
  const count = rowCount(usual);
  check(count >= 10, () => `fitDetector: ${count} usual examples are too few; give 10 at least, better some hundred`);
  const { values, mask } = usual;
  const size = sizeOf(usual.shape);
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i]) && mask?.[i] !== 0)
      check(
        false,
        `fitDetector: number ${i % size} of example ${Math.floor(i / size)} is ${show(values[i])}; give a mask with 0 for missing numbers, or leave the example out`,
      );
  return count;
}
