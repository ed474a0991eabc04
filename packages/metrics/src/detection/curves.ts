import { checkOptions } from '@autoencoders/core/operations';
import { checkPoints } from './checks.js';
import { rankingOf } from './ranking.js';

/** Options of `rocCurve` and `precisionRecallCurve`. */
export interface CurveOptions {
  /**
   * The largest number of points, 2 or more, for a chart. The points that stay lie about equally far along the curve, and both ends stay.
   * Default: all points.
   */
  readonly points?: number | undefined;
}

/** The points of a ROC curve, from (0, 0) to (1, 1). */
export interface RocCurve {
  /** The false-alarm rate at each threshold: the share of usual examples that score the threshold or more. */
  readonly fpr: Float64Array;
  /** The recall at each threshold: the share of anomalies that score the threshold or more. */
  readonly tpr: Float64Array;
  /** Falling. The first is Infinity, for no alarms. */
  readonly thresholds: Float64Array;
}

/**
 * The ROC curve: recall against the false-alarm rate, for falling thresholds. Points that lie within straight lines are left out. Throws
 * where `auroc` does, or unless `points` is a whole number of 2 or more. scikit-learn: `roc_curve`.
 *
 * @param labels 1 for an anomaly, 0 for a usual example.
 * @param scores One score for each example, the higher the odder.
 */
export function rocCurve(labels: ArrayLike<number>, scores: ArrayLike<number>, options: CurveOptions = {}): RocCurve {
  checkOptions('rocCurve', options, { points: true });
  checkPoints('rocCurve', options.points);
  const { thresholds, truePositives, falsePositives, anomalies, usual } = rankingOf('rocCurve', labels, scores);
  const last = thresholds.length - 1;
  const corners = placesWhere(thresholds.length, (i) => i === 0 || i === last || turns(truePositives, i) || turns(falsePositives, i));
  const fpr = pointsAt(corners.length + 1, (i) => (i === 0 ? 0 : falsePositives[corners[i - 1]!]! / usual));
  const tpr = pointsAt(corners.length + 1, (i) => (i === 0 ? 0 : truePositives[corners[i - 1]!]! / anomalies));
  const places = spreadOver(fpr, tpr, options.points);
  return {
    fpr: pointsAt(places.length, (i) => fpr[places[i]!]!),
    tpr: pointsAt(places.length, (i) => tpr[places[i]!]!),
    thresholds: pointsAt(places.length, (i) => (places[i] === 0 ? Infinity : thresholds[corners[places[i]! - 1]!]!)),
  };
}

/** The points of a precision-recall curve, from a recall of 1 to a recall of 0. */
export interface PrecisionRecallCurve {
  /** The precision at each threshold, then 1. */
  readonly precision: Float64Array;
  /** The recall at each threshold, then 0. */
  readonly recall: Float64Array;
  /** Rising. There is one fewer than points: the last point is for no alarms. */
  readonly thresholds: Float64Array;
}

/**
 * The precision-recall curve, for rising thresholds. Throws where `auroc` does, or unless `points` is a whole number of 2 or more.
 * scikit-learn: `precision_recall_curve`.
 *
 * @param labels 1 for an anomaly, 0 for a usual example.
 * @param scores One score for each example, the higher the odder.
 */
export function precisionRecallCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: CurveOptions = {},
): PrecisionRecallCurve {
  checkOptions('precisionRecallCurve', options, { points: true });
  checkPoints('precisionRecallCurve', options.points);
  const { thresholds, truePositives, falsePositives, anomalies } = rankingOf('precisionRecallCurve', labels, scores);
  const last = thresholds.length;
  const found = (i: number): number => truePositives[last - 1 - i]!;
  const precision = pointsAt(last + 1, (i) => (i === last ? 1 : found(i) / (found(i) + falsePositives[last - 1 - i]!)));
  const recall = pointsAt(last + 1, (i) => (i === last ? 0 : found(i) / anomalies));
  const places = spreadOver(recall, precision, options.points);
  return {
    precision: pointsAt(places.length, (i) => precision[places[i]!]!),
    recall: pointsAt(places.length, (i) => recall[places[i]!]!),
    thresholds: pointsAt(places.length - 1, (i) => thresholds[last - 1 - places[i]!]!),
  };
}

/** Whether the steps before and after the place differ. */
const turns = (values: Float64Array, i: number): boolean => values[i + 1]! - values[i]! !== values[i]! - values[i - 1]!;

/** The places of at most `points` points, the first and the last among them, about equally far along the curve. */
function spreadOver(x: Float64Array, y: Float64Array, points: number = Infinity): Int32Array {
  const last = x.length - 1;
  if (points > last) return placesWhere(x.length, () => true);
  const way = new Float64Array(x.length);
  for (let i = 1; i <= last; i++) way[i] = way[i - 1]! + Math.abs(x[i]! - x[i - 1]!) + Math.abs(y[i]! - y[i - 1]!);
  let reached = -1;
  return placesWhere(x.length, (i) => {
    const mark = Math.min(points - 2, Math.floor((way[i]! / way[last]!) * (points - 1)));
    if (i < last && mark === reached) return false;
    reached = mark;
    return true;
  });
}

function placesWhere(count: number, keep: (i: number) => boolean): Int32Array {
  const places = new Int32Array(count);
  let kept = 0;
  for (let i = 0; i < count; i++) if (keep(i)) places[kept++] = i;
  return places.slice(0, kept);
}

function pointsAt(count: number, value: (i: number) => number): Float64Array {
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = value(i);
  return values;
}
