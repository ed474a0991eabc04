import { checkScored } from './checks.js';

/** How many anomalies and how many usual examples score each distinct score or more, from the largest score down. */
export interface Ranking {
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  readonly anomalies: number;
  readonly usual: number;
}

/**
 * Ranks scores, larger first. Examples with equal scores share one place, as in scikit-learn. Two arrays of numbers are sorted and merged,
 * which takes far less time and memory than to sort pairs. Throws when labels and scores do not fit each other.
 */
export function rankingOf(call: string, labels: ArrayLike<number>, scores: ArrayLike<number>): Ranking {
  checkScored(call, labels, scores);
  const anomalies = sortedScores(labels, scores, 1);
  const usual = sortedScores(labels, scores, 0);
  const thresholds = new Float64Array(labels.length);
  const truePositives = new Float64Array(labels.length);
  const falsePositives = new Float64Array(labels.length);
  let [count, a, u] = [0, anomalies.length, usual.length];
  while (a + u > 0) {
    const threshold = Math.max(a > 0 ? anomalies[a - 1]! : -Infinity, u > 0 ? usual[u - 1]! : -Infinity);
    while (a > 0 && anomalies[a - 1] === threshold) a--;
    while (u > 0 && usual[u - 1] === threshold) u--;
    thresholds[count] = threshold;
    truePositives[count] = anomalies.length - a;
    falsePositives[count] = usual.length - u;
    count++;
  }
  return {
    thresholds: thresholds.subarray(0, count),
    truePositives: truePositives.subarray(0, count),
    falsePositives: falsePositives.subarray(0, count),
    anomalies: anomalies.length,
    usual: usual.length,
  };
}

/** The scores of the examples with the label `kind`, in rising order. */
function sortedScores(labels: ArrayLike<number>, scores: ArrayLike<number>, kind: 0 | 1): Float64Array {
  const sorted = new Float64Array(labels.length);
  let count = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] === kind) sorted[count++] = scores[i]!;
  return sorted.subarray(0, count).sort();
}
