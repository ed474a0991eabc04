import { logBeta } from './log-gamma.js';

/**
 * The smallest count whose distribution function reaches `share`, for the beta-binomial distribution: `count` trials with one chance of
 * success, drawn from Beta(`a`, `b`). It is 0 for a = 0, and `count` for b = 0.
 *
 * p(x) = C(count, x) · B(x + a, count − x + b) / B(a, b), summed from x = 0, each from the one before.
 */
export function betaBinomialQuantile(share: number, count: number, a: number, b: number): number {
  if (a === 0) return 0;
  if (b === 0) return count;
  let log = logBeta(a, count + b) - logBeta(a, b);
  let sum = Math.exp(log);
  for (let x = 0; x < count; x++) {
    if (sum >= share) return x;
    log += Math.log(((count - x) * (a + x)) / ((x + 1) * (b + count - x - 1)));
    sum += Math.exp(log);
  }
  return count;
}

/** The smallest count whose distribution function reaches `share`, for the binomial distribution. */
export function binomialQuantile(share: number, count: number, rate: number): number {
  if (rate <= 0) return 0;
  if (rate >= 1) return count;
  let log = count * Math.log1p(-rate);
  const odds = Math.log(rate) - Math.log1p(-rate);
  let sum = Math.exp(log);
  for (let x = 0; x < count; x++) {
    if (sum >= share) return x;
    log += odds + Math.log((count - x) / (x + 1));
    sum += Math.exp(log);
  }
  return count;
}
