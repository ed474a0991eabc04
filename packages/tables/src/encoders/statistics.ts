import { seeded } from '@autoencoders/core';

/** Mean, variance and range of numbers that come one by one. */
export interface Moments {
  readonly add: (x: number) => void;
  readonly count: () => number;
  readonly mean: () => number;
  /** Divided by the count. */
  readonly variance: () => number;
  readonly least: () => number;
  readonly greatest: () => number;
}

/** Welford's method, which loses no digits where the mean is large. Welford 1962. */
export function moments(): Moments {
  let [count, mean, squares, least, greatest] = [0, 0, 0, Infinity, -Infinity];
  return {
    add(x) {
      count += 1;
      const distance = x - mean;
      mean += distance / count;
      squares += distance * (x - mean);
      if (x < least) least = x;
      if (x > greatest) greatest = x;
    },
    count: () => count,
    mean: () => mean,
    variance: () => (count === 0 ? 0 : squares / count),
    least: () => least,
    greatest: () => greatest,
  };
}

/** How many numbers of a column are kept for its quantiles. Their error is about 1/√10,000 of the ranks, 1 %. */
export const SAMPLE = 10_000;

/** A uniform sample of numbers that come one by one: all of them up to `SAMPLE`. Vitter 1985, algorithm R. */
export interface Reservoir {
  readonly add: (x: number) => void;
  /** The sample in order. */
  readonly sorted: () => Float64Array;
}

/** A reservoir whose choices depend on `seed` alone. */
export function reservoir(seed: number): Reservoir {
  const kept: number[] = [];
  const seeds = seeded(seed);
  let count = 0;
  return {
    add(x) {
      count += 1;
      if (kept.length < SAMPLE) kept.push(x);
      else {
        const place = Math.floor((seeds() / 2 ** 53) * count);
        if (place < SAMPLE) kept[place] = x;
      }
    },
    sorted: () => Float64Array.from(kept).sort(),
  };
}

/** The quantile at `share` of sorted numbers, interpolated between neighbours. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const from = sorted[below]!;
  return at === below ? from : from + (sorted[below + 1]! - from) * (at - below);
}
