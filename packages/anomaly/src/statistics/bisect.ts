/** The place between `low` and `high` at which `isAbove` turns from false to true, to `precision` of its value. */
export function bisect(isAbove: (x: number) => boolean, low: number, high: number, precision: number = 1e-15): number {
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (isAbove(middle)) high = middle;
    else low = middle;
    if (high - low <= precision * Math.abs(high)) return high;
  }
}

/** The place of the largest value of `f` between `low` and `high`, for an `f` with one maximum: golden-section search. */
export function maximise(f: (x: number) => number, low: number, high: number, precision: number = 1e-10): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [atLeft, atRight] = [f(left), f(right)];
  while (high - low > precision * Math.max(1, Math.abs(low), Math.abs(high))) {
    if (atLeft >= atRight) {
      high = right;
      [right, atRight] = [left, atLeft];
      left = high - ratio * (high - low);
      atLeft = f(left);
    } else {
      low = left;
      [left, atLeft] = [right, atRight];
      right = low + ratio * (high - low);
      atRight = f(right);
    }
  }
  return (low + high) / 2;
}
