import { checkInteger } from '@autoencoders/core/operations';
import { f1OfCounts } from './f1.js';
import type { F1 } from './f1.js';
import { rankingOf } from './ranking.js';
import type { Ranking } from './ranking.js';

/*
 * Measures of scores: how well they put anomalies before usual examples. A larger score is odder. A label of 1 is an anomaly, 0 is usual.
 */

/**
 * The area under the ROC curve: the share of pairs of an anomaly and a usual example in which the anomaly has the larger score. A pair with
 * equal scores counts half. From 0 to 1; chance gives 0.5. It is the Mann–Whitney U statistic, divided by the number of pairs. Throws when
 * labels and scores differ in number, when a label is neither 0 nor 1, when all labels are the same, or when a score is NaN.
 * scikit-learn: `roc_auc_score`.
 */
export function auroc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { truePositives, falsePositives, anomalies, usual } = rankingOf('auroc', labels, scores);
  let twice = 0;
  let [foundBefore, alarmsBefore] = [0, 0];
  for (let i = 0; i < truePositives.length; i++) {
    twice += (falsePositives[i]! - alarmsBefore) * (truePositives[i]! + foundBefore);
    [foundBefore, alarmsBefore] = [truePositives[i]!, falsePositives[i]!];
  }
  return twice / 2 / (anomalies * usual);
}

/**
 * The mean precision over the anomalies, each at the threshold that just finds it: Σ (recallᵢ − recallᵢ₋₁) · precisionᵢ over falling
 * thresholds. Above 0, up to 1; chance gives the share of anomalies. Throws where `auroc` does. scikit-learn: `average_precision_score`.
 *
 * @param labels 1 for an anomaly, 0 for a usual example.
 * @param scores One score for each example, the higher the odder.
 */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { truePositives, falsePositives, anomalies } = rankingOf('averagePrecision', labels, scores);
  let [sum, before] = [0, 0];
  for (let i = 0; i < truePositives.length; i++) {
    const found = truePositives[i]!;
    sum += ((found - before) * found) / (found + falsePositives[i]!);
    before = found;
  }
  return sum / anomalies;
}

/**
 * The share of anomalies among the `n` examples with the largest scores, from 0 to 1. Default of `n`: the number of anomalies. Where
 * examples with equal scores are only in part among the `n`, it is the mean over all their orders (McSherry & Najork, "Computing information
 * retrieval performance measures efficiently in the presence of tied scores", ECIR 2008). Throws where `auroc` does, or unless `n` is a
 * whole number from 1 to the number of examples.
 *
 * @param labels 1 for an anomaly, 0 for a usual example.
 */
export function precisionAt(labels: ArrayLike<number>, scores: ArrayLike<number>, n?: number): number {
  const ranking = rankingOf('precisionAt', labels, scores);
  if (n !== undefined) checkInteger('precisionAt', 'n', n, 1, labels.length);
  const first = n ?? ranking.anomalies;
  const last = ranking.truePositives.findIndex((found, i) => found + ranking.falsePositives[i]! >= first);
  const [foundBefore, before] = last === 0 ? [0, 0] : [ranking.truePositives[last - 1]!, alarmsAt(ranking, last - 1)];
  const share = (ranking.truePositives[last]! - foundBefore) / (alarmsAt(ranking, last) - before);
  return (foundBefore + (first - before) * share) / first;
}

const alarmsAt = ({ truePositives, falsePositives }: Ranking, place: number): number => truePositives[place]! + falsePositives[place]!;

/** The best F1 of all thresholds, and its threshold. */
export interface BestF1 extends F1 {
  /** A score. An example with this score or more is an alarm. */
  readonly threshold: number;
}

/**
 * The largest F1 that a threshold reaches, with an alarm where score ≥ threshold. Where several thresholds reach it, the largest one, which
 * gives the fewest alarms. The threshold is chosen with the labels, so this F1 is too high for new data: it is an upper bound. Throws where
 * `auroc` does.
 *
 * @param scores One score for each example, the higher the odder.
 */
export function bestF1(labels: ArrayLike<number>, scores: ArrayLike<number>): BestF1 {
  const { thresholds, truePositives, falsePositives, anomalies } = rankingOf('bestF1', labels, scores);
  let [best, at] = [-1, 0];
  for (let i = 0; i < thresholds.length; i++) {
    const f1 = (2 * truePositives[i]!) / (truePositives[i]! + falsePositives[i]! + anomalies);
    if (f1 > best) [best, at] = [f1, i];
  }
  const found = truePositives[at]!;
  const counts = { truePositives: found, falsePositives: falsePositives[at]!, falseNegatives: anomalies - found };
  return { threshold: thresholds[at]!, ...f1OfCounts(counts) };
}
