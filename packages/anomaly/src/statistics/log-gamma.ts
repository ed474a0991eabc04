/** Lanczos's approximation for g = 7 with 9 terms, good to 15 digits (Godfrey's coefficients). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/** From here on, Stirling's series is good to 16 digits. */
const LARGE = 15;

/** ln Γ(x) for x > 0. Source: Lanczos, "A precision approximation of the gamma function", SIAM J. Numer. Anal. 1, 1964. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  if (x >= LARGE) return (x - 0.5) * Math.log(x) - x + HALF_LOG_2PI + beyondStirling(x);
  const sum = LANCZOS.reduce((sum, term, i) => sum + (i === 0 ? term : term / (x - 1 + i)), 0);
  const t = x + 6.5;
  return HALF_LOG_2PI + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** What Stirling's formula leaves out of ln Γ(x), for large x. Source: DLMF 5.11.1. */
function beyondStirling(x: number): number {
  const z = 1 / (x * x);
  return (1 / 12 + z * (-1 / 360 + z * (1 / 1260 + z * (-1 / 1680 + z * (1 / 1188 - (z * 691) / 360360))))) / x;
}

/**
 * ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), for a, b > 0.
 *
 * With a large argument, the difference of two large logarithms would lose digits, so that Stirling's formula is subtracted by hand.
 * Source: Didonato & Morris, "Algorithm 708: significant digit computation of the incomplete beta function ratios", TOMS 18, 1992.
 */
export function logBeta(a: number, b: number): number {
  if (a > b) return logBeta(b, a);
  if (b < LARGE) return logGamma(a) + logGamma(b) - logGamma(a + b);
  const rest = beyondStirling(b) - beyondStirling(a + b) - (b - 0.5) * Math.log1p(a / b);
  if (a < LARGE) return logGamma(a) + a - a * Math.log(a + b) + rest;
  return HALF_LOG_2PI - 0.5 * Math.log(a + b) + beyondStirling(a) + (a - 0.5) * Math.log(a / (a + b)) + rest;
}
