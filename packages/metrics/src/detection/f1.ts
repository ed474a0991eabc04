import { checkPredictions } from './checks.js';

/** What was found, what was reported wrongly, and what was missed. */
export interface DetectionCounts {
  /** Anomalies that were found. */
  readonly truePositives: number;
  /** False alarms. */
  readonly falsePositives: number;
  /** Anomalies that were missed. */
  readonly falseNegatives: number;
}

/** F1, precision and recall, from 0 to 1, and the counts behind them. */
export interface F1 extends DetectionCounts {
  /** The harmonic mean of precision and recall, 2·TP / (2·TP + FP + FN). */
  readonly f1: number;
  /** The share of the alarms that are right, TP / (TP + FP). */
  readonly precision: number;
  /** The share of the anomalies that are found, TP / (TP + FN). */
  readonly recall: number;
}

/**
 * F1, precision and recall of counts. For several data sets together, add up their counts first. A ratio of nothing is 0, as in scikit-learn.
 */
export function f1OfCounts({ truePositives, falsePositives, falseNegatives }: DetectionCounts): F1 {
  return {
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    truePositives,
    falsePositives,
    falseNegatives,
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/**
 * F1, precision and recall of alarms. In `labels`, 1 is an anomaly and 0 is usual; in `predicted`, 1 is an alarm. Without alarms, all three
 * are 0. Throws when labels and predictions differ in number, when one of them is neither 0 nor 1, or when no label is 1.
 * scikit-learn: `precision_recall_fscore_support(average='binary')`.
 */
export function f1Score(labels: ArrayLike<number>, predicted: ArrayLike<number>): F1 {
  checkPredictions('f1Score', labels, predicted);
  let [truePositives, falsePositives, falseNegatives] = [0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1 && predicted[i] === 1) truePositives++;
    else if (predicted[i] === 1) falsePositives++;
    else if (labels[i] === 1) falseNegatives++;
  }
  return f1OfCounts({ truePositives, falsePositives, falseNegatives });
}
