/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * How many times as long `slow` takes as `fast`: the median of their ratios round by round, so that both have met the same
 * noise; a round in which one did not take part does not count.
 */
export function ratio(slow: readonly (readonly number[])[], fast: readonly (readonly number[])[]): number {
  const rounds = Math.min(slow.length, fast.length);
  return median(Array.from({ length: rounds }, (_, round) => median(slow[round]!) / median(fast[round]!)));
}

/** The largest |aᵢ / bᵢ − 1| over the steps that both made, `most` of them at most; Infinity where either is not finite. */
export function difference(a: readonly number[], b: readonly number[], most: number = Infinity): number {
  const steps = Math.min(a.length, b.length, most);
  const apart = Array.from({ length: steps }, (_, i) => Math.abs(a[i]! / b[i]! - 1));
  return Math.max(0, ...apart.map((value) => (Number.isFinite(value) ? value : Infinity)));
}
