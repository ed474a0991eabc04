import { check, checkOptions } from '@autoencoders/core/operations';
import { checkValues } from '../statistics/check-values.js';
import { ascending } from '../statistics/order.js';
import { evidenceOf } from './evidence.js';
import { THRESHOLD_OPTIONS } from './threshold.js';
import type { BestF1Threshold, ThresholdOptions } from './threshold.js';

/**
 * The threshold with the largest F1 on labelled examples: F1 = 2·TP / (2·TP + FP + FN). Of several, the highest.
 *
 * It needs labels: 1 for an anomaly, 0 for a usual example. Its value lies midway between the lowest score that is an alarm and the
 * highest that is none. The rate and the interval are those of the usual ones among the examples. They, and F1, flatter: the threshold was
 * chosen on these labels. Measure it on other examples.
 *
 * Throws if lengths differ, if a score is not finite, and if there are not both labels.
 *
 * @param scores One score for each example, the higher the odder.
 */
export function bestF1Threshold(scores: ArrayLike<number>, labels: ArrayLike<number>, options: ThresholdOptions = {}): BestF1Threshold {
  checkOptions('bestF1Threshold', options, THRESHOLD_OPTIONS);
  checkValues('bestF1Threshold', 'scores', scores);
  checkLabels(labels, scores.length);
  const { value, ...measures } = best(scores, labels);
  const usual = ascending(Array.from(scores).filter((_, i) => labels[i] === 0));
  const note = 'It was chosen on these labels, so that its F1 and its false-alarm rate flatter: measure both on other examples.';
  return { kind: 'bestF1', ...evidenceOf('bestF1Threshold', usual, value, options), ...measures, note };
}

function checkLabels(labels: ArrayLike<number>, count: number): void {
  checkValues('bestF1Threshold', 'labels', labels);
  check(labels.length === count, () => `bestF1Threshold: there are ${count} scores and ${labels.length} labels`);
  const list = Array.from(labels);
  check(
    list.every((label) => label === 0 || label === 1),
    () =>
      `bestF1Threshold: a label must be 1 for an anomaly or 0 for a usual example, not ${list.find((label) => label !== 0 && label !== 1)}`,
  );
  check(list.includes(0) && list.includes(1), () => {
    return `bestF1Threshold: all labels are ${list[0]}; it needs anomalies (1) and usual examples (0)`;
  });
}

type Best = Pick<BestF1Threshold, 'value' | 'f1' | 'precision' | 'recall'>;

function best(scores: ArrayLike<number>, labels: ArrayLike<number>): Best {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((i, j) => scores[j]! - scores[i]!);
  const anomalies = Array.from(labels).filter((label) => label === 1).length;
  let found = 0;
  let chosen: Best = { value: scores[order[0]!]!, f1: 0, precision: 0, recall: 0 };
  for (const [rank, i] of order.entries()) {
    found += labels[i]!;
    const [score, next] = [scores[i]!, scores[order[rank + 1]!] ?? below(scores[i]!)];
    if (next === score) continue;
    const f1 = (2 * found) / (rank + 1 + anomalies);
    if (f1 <= chosen.f1) continue;
    const middle = next + (score - next) / 2;
    chosen = { value: middle < score ? middle : next, f1, precision: found / (rank + 1), recall: found / anomalies };
  }
  return chosen;
}

/** A number below the lowest score, for the threshold above which all scores are. */
const below = (score: number): number => score - Math.max(1, Math.abs(score));
