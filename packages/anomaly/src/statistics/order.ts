/** The numbers in ascending order, as a copy. */
export const ascending = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();

/** The quantile of numbers in ascending order, linear between two of them (NumPy's default). */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below]!;
  return at === below ? low : low + (at - below) * (sorted[below + 1]! - low);
}

/** The median of numbers in ascending order. */
export const medianOf = (sorted: ArrayLike<number>): number => quantileOf(sorted, 0.5);

/** How many numbers, in ascending order, are `limit` or less. */
export const countUpTo = (sorted: ArrayLike<number>, limit: number): number => countWhile(sorted, (value) => value <= limit);

/** How many numbers, in ascending order, are less than `limit`. */
export const countBelow = (sorted: ArrayLike<number>, limit: number): number => countWhile(sorted, (value) => value < limit);

/** How many numbers come before the first for which `holds` is false. */
function countWhile(sorted: ArrayLike<number>, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
