import { bisect } from './bisect.js';
import { logBeta } from './log-gamma.js';

/** Where the continued fraction of the incomplete beta function stops, and the smallest number that it divides by. */
const PRECISION = 1e-16;
const TINY = 1e-300;
const MOST_TERMS = 20_000;

/**
 * The distribution function of Beta(`a`, `b`) at `x`: the regularised incomplete beta function Iₓ(a, b), for a, b > 0.
 *
 * By its continued fraction, evaluated with Lentz's method. The fraction converges fast below the mean; above it, Iₓ(a, b) = 1 − I₁₋ₓ(b, a).
 * Source: Press, Teukolsky, Vetterling & Flannery, "Numerical recipes", 3rd edition, 6.4; DLMF 8.17.22.
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x <= (a + 1) / (a + b + 2) ? lower(x, 1 - x, a, b) : 1 - lower(1 - x, x, b, a);
}

/** Iₓ(a, b) for an x that is not far above the mean. `y` is 1 − x. */
function lower(x: number, y: number, a: number, b: number): number {
  const logOfX = x < 0.5 ? Math.log(x) : Math.log1p(-y);
  const logOfY = y < 0.5 ? Math.log(y) : Math.log1p(-x);
  return (Math.exp(a * logOfX + b * logOfY - logBeta(a, b)) / a) * fraction(x, a, b);
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return result;
}

/** A number that can be divided by. */
const away = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** The quantile of Beta(`a`, `b`): the x at which its distribution function is `share`. It is 0 for a = 0, and 1 for b = 0. */
export function betaQuantile(share: number, a: number, b: number): number {
  if (a === 0 || share <= 0) return 0;
  if (b === 0 || share >= 1) return 1;
  return bisect((x) => betaCdf(x, a, b) >= share, 0, 1);
}
