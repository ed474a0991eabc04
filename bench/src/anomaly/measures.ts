/** The scores in falling order, tied scores together: how many examples have the score, and how many of them are anomalies. */
function ties(labels: ArrayLike<number>, scores: Float64Array): { readonly all: number; readonly anomalies: number }[] {
  const order = Float64Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const groups: { all: number; anomalies: number }[] = [];
  let last = NaN;
  for (const place of order) {
    if (scores[place] !== last) groups.push({ all: 0, anomalies: 0 });
    last = scores[place]!;
    const group = groups.at(-1)!;
    group.all += 1;
    group.anomalies += labels[place] === 0 ? 0 : 1;
  }
  return groups;
}

/** The area under the ROC curve: how often an anomaly has a higher score than a normal row. A tie counts half. */
export function auroc(labels: ArrayLike<number>, scores: Float64Array): number {
  let [above, anomalies, area] = [0, 0, 0];
  for (const group of ties(labels, scores)) {
    const normal = group.all - group.anomalies;
    area += normal * (anomalies + group.anomalies / 2);
    anomalies += group.anomalies;
    above += normal;
  }
  return area / (anomalies * above);
}

/** Average precision: Σ (recallₙ − recallₙ₋₁)·precisionₙ over the thresholds, as scikit-learn's `average_precision_score`. */
export function averagePrecision(labels: ArrayLike<number>, scores: Float64Array): number {
  let [all, anomalies, sum] = [0, 0, 0];
  for (const group of ties(labels, scores)) {
    all += group.all;
    anomalies += group.anomalies;
    sum += group.anomalies * (anomalies / all);
  }
  return sum / anomalies;
}
