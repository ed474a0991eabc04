import { checkValues } from './check-values.js';
import { countBelow, countUpTo, ascending } from './order.js';

/**
 * How many independent numbers a series of numbers is worth: n / τ with τ = 1 + 2·Σ ρₖ, where ρₖ is the autocorrelation of the ranks at lag k. It
 * is n where neighbours have nothing to do with each other, and much less where they are alike, as scores of overlapping windows. From 1
 * to n.
 *
 * The sum ends where two autocorrelations in a row, ρ₂ₖ + ρ₂ₖ₊₁, are no longer above 0: later ones are noise. Ranks are taken, so that a few large
 * numbers do not decide. Throws for no numbers, and for numbers that are not finite. Sources: Geyer, "Practical Markov chain Monte Carlo", 1992
 * (initial positive sequence); Vehtari et al., "Rank-normalization, folding, and localization: an improved R̂", 2021.
 *
 * @param values The numbers in the order of time.
 */
export function effectiveSize(values: ArrayLike<number>): number {
  checkValues('effectiveSize', 'values', values);
  const ranks = centeredRanks(values);
  const count = ranks.length;
  const covariance = (lag: number): number => {
    let sum = 0;
    for (let i = lag; i < count; i++) sum += ranks[i]! * ranks[i - lag]!;
    return sum / count;
  };
  const variance = covariance(0);
  if (variance === 0) return 1;
  let sum = 0;
  for (let lag = 0; lag + 1 < count; lag += 2) {
    const pair = (covariance(lag) + covariance(lag + 1)) / variance;
    if (pair <= 0) break;
    sum += pair;
  }
  return Math.min(count, Math.max(1, count / Math.max(1, 2 * sum - 1)));
}

/** The rank of each number less the mean rank. Equal numbers share theirs. */
function centeredRanks(values: ArrayLike<number>): Float64Array {
  const sorted = ascending(values);
  return Float64Array.from(values, (value) => (countBelow(sorted, value) + countUpTo(sorted, value) - sorted.length) / 2);
}
