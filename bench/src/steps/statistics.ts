/** The middle value, or the mean of the two in the middle; NaN for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * How many times as long `slow` takes as `fast`: the median of their ratios round by round, so that the noise of the
 * machine affects both. A round without one of them does not count.
 */
export function ratio(slow: readonly (readonly number[])[], fast: readonly (readonly number[])[]): number {
  const rounds = Math.min(slow.length, fast.length);
  return median(Array.from({ length: rounds }, (_, round) => median(slow[round]!) / median(fast[round]!)));
}

/** The largest |aᵢ / bᵢ − 1| over the first `most` steps that both have; Infinity when a loss is not finite. */
export function difference(a: readonly number[], b: readonly number[], most: number = Infinity): number {
  const steps = Math.min(a.length, b.length, most);
  const apart = Array.from({ length: steps }, (_, i) => Math.abs(a[i]! / b[i]! - 1));
  return Math.max(0, ...apart.map((value) => (Number.isFinite(value) ? value : Infinity)));
}
