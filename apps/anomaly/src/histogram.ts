/** Scores in bins of a logarithmic axis. */
export interface Histogram {
  /** The least and the greatest score of the axis. */
  readonly range: readonly [number, number];
  /** The share of the scores in each bin: held-out usual ones, and those that are looked at. */
  readonly usual: Float64Array;
  readonly looked: Float64Array;
  /** Where a score is on the axis, from 0 to 1, and back. */
  readonly place: (score: number) => number;
  readonly score: (place: number) => number;
}

const BINS = 48;

/** A histogram of two sets of scores. NaN is left out. */
export function histogram(usual: Float64Array, looked: Float64Array): Histogram {
  const all = [...usual, ...looked].filter(Number.isFinite);
  const greatest = all.reduce((a, b) => Math.max(a, b), -Infinity);
  const positive = all.filter((score) => score > 0).reduce((a, b) => Math.min(a, b), Infinity);
  const low = Math.max(Number.isFinite(positive) ? positive : 1, greatest * 1e-6) / 1.05;
  const high = Math.max(greatest, 2 * low) * 1.05;
  const span = Math.log(high / low);
  const place = (score: number): number => Math.min(1, Math.max(0, Math.log(Math.max(score, low) / low) / span));
  const shares = (scores: Float64Array): Float64Array => {
    const counts = new Float64Array(BINS);
    const known = scores.filter((score) => !Number.isNaN(score));
    for (const score of known) counts[Math.min(BINS - 1, Math.floor(place(score) * BINS))]! += 1 / known.length;
    return counts;
  };
  return { range: [low, high], usual: shares(usual), looked: shares(looked), place, score: (at) => low * Math.exp(at * span) };
}
