/** What share of usual scores is below each anomalous one, and the other way round; half of those that are equal. */
function placements(labels: ArrayLike<number>, scores: Float64Array): readonly [anomalies: Float64Array, usual: Float64Array] {
  const of = (label: number): Float64Array => scores.filter((_, i) => labels[i] === label);
  const [usual, odd] = [of(0), of(1)];
  const [sortedUsual, sortedOdd] = [usual.slice().sort(), odd.slice().sort()];
  return [
    odd.map((score) => (below(sortedUsual, score) + belowOrEqual(sortedUsual, score)) / (2 * usual.length)),
    usual.map((score) => 1 - (below(sortedOdd, score) + belowOrEqual(sortedOdd, score)) / (2 * odd.length)),
  ];
}

const below = (sorted: Float64Array, value: number): number => firstWhere(sorted, (x) => x >= value);
const belowOrEqual = (sorted: Float64Array, value: number): number => firstWhere(sorted, (x) => x > value);

function firstWhere(sorted: Float64Array, is: (x: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (is(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;

/** The variance of the mean of some values. Those of one cluster may be alike. Infinite for a single cluster. */
function varianceOfMean(values: Float64Array, clusters: ArrayLike<number>): number {
  const middle = mean(values);
  const sums = new Map<number, number>();
  values.forEach((value, i) => sums.set(clusters[i]!, (sums.get(clusters[i]!) ?? 0) + value - middle));
  const squares = [...sums.values()].reduce((sum, value) => sum + value ** 2, 0);
  return sums.size < 2 ? Infinity : ((squares / values.length ** 2) * sums.size) / (sums.size - 1);
}

/**
 * The difference between the AUROCs of two scores of the same rows, and its standard error. A single anomaly tells nothing of others: the
 * error is then infinite. `labels` are 0 or 1. DeLong, DeLong & Clarke-Pearson, "Comparing the areas under two or more correlated receiver operating characteristic
 * curves", 1988. Rows of one cluster and one label are not independent (default: all rows are). Obuchowski, "Nonparametric analysis of
 * clustered ROC curve data", 1997, without its covariance between anomalies and usual rows.
 */
export function aurocDifference(
  labels: ArrayLike<number>,
  first: Float64Array,
  second: Float64Array,
  clusters: ArrayLike<number> = Array.from(labels, (_, i) => i),
): { readonly difference: number; readonly error: number } {
  const [a, b] = [placements(labels, first), placements(labels, second)];
  const apart = a.map((values, group) => values.map((value, i) => value - b[group]![i]!)) as unknown as [Float64Array, Float64Array];
  const [usual, odd] = [0, 1].map((label) => Array.from(clusters).filter((_, i) => labels[i] === label)) as [number[], number[]];
  return { difference: mean(apart[0]), error: Math.sqrt(varianceOfMean(apart[0], odd) + varianceOfMean(apart[1], usual)) };
}
