/** Steps from `start` to before `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How odd each time step of a series is. */
export interface StepScores {
  /** One score for each step, `[steps]`. Larger is odder. NaN where there is none: see `unscored`. */
  readonly values: Float64Array;
  /** What each column adds to the score of a step, `[steps, columns]`. In their order, they add up to it exactly. NaN where there is no score. */
  readonly contributions?: Float64Array | undefined;
  /** How many columns the series has. */
  readonly columns: number;
  /** The steps without a score: no window covers them, or they have no value. */
  readonly unscored: readonly Span[];
  /** The steps at which the series begins anew after a gap in time. */
  readonly gaps: readonly number[];
  /** When each step was measured, if the series has times. */
  readonly times?: ArrayLike<number> | undefined;
}

/** The runs of numbers for which `is` gives true. A run ends before each of `breaks`, which rise. */
export function runs(count: number, is: (at: number) => boolean, breaks: readonly number[] = []): Span[] {
  const found: Span[] = [];
  let start = -1;
  let next = 0;
  for (let at = 0; at <= count; at++) {
    const breaksHere = breaks[next] === at;
    if (breaksHere) next += 1;
    const here = at < count && is(at);
    if (start >= 0 && (!here || breaksHere)) {
      found.push({ start, end: at });
      start = -1;
    }
    if (here && start < 0) start = at;
  }
  return found;
}
