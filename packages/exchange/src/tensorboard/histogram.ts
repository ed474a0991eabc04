/** How often values lie in each bin. */
export interface Histogram {
  readonly least: number;
  readonly greatest: number;
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  /** The upper end of each bin. */
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

/** As many bins as TensorBoard's own writer makes. */
const BINS = 30;

/** The histogram of the finite values, in 30 bins of equal width, or one where all are equal. Undefined where no value is finite. */
export function histogramOf(values: ArrayLike<number>): Histogram | undefined {
  let [least, greatest, count, sum, sumOfSquares] = [Infinity, -Infinity, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    count += 1;
    sum += value;
    sumOfSquares += value * value;
  }
  if (count === 0) return undefined;
  const bins = least === greatest ? 1 : BINS;
  const width = (greatest - least) / bins;
  const counts = Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) counts[width === 0 ? 0 : Math.min(bins - 1, Math.floor((value - least) / width))]! += 1;
  }
  const limits = counts.map((_, bin) => (bin === bins - 1 ? greatest : least + (bin + 1) * width));
  return { least, greatest, count, sum, sumOfSquares, limits, counts };
}
