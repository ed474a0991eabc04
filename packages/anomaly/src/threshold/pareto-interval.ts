import { betaQuantile } from '../statistics/beta.js';
import { bisect, maximise } from '../statistics/bisect.js';
import { chiSquaredTail } from '../statistics/chi-squared.js';
import { meanLogLikelihood, paretoTail } from './pareto.js';
import type { Pareto } from './pareto.js';

/** The shapes that the profile goes through. Scores with a heavier tail than 3 have neither mean nor anything else. */
const [LEAST_SHAPE, MOST_SHAPE, SHAPES] = [-1, 3, 32];

/** A chance that is smaller than the fitted one by this factor counts as 0. */
const FACTOR = Math.log(1e15);

/**
 * The range of P(Y > y) for a fitted generalised Pareto distribution, by its profile likelihood: all chances s for which
 * 2·count·(ℓ(fit) − max over shapes of ℓ(shape, scale(s, shape))) is at most the quantile of χ² with 1 degree of freedom, where
 * scale(s, shape) = shape·y / (s^(−shape) − 1) is the scale at which P(Y > y) = s. Each excess counts `worth` times. Source: Coles, "An introduction to statistical
 * modeling of extreme values", 2001, 4.3.3.
 */
export function tailInterval(
  excesses: Float64Array,
  fit: Pareto,
  y: number,
  confidence: number,
  worth: number,
): [low: number, high: number] {
  const middle = Math.log(paretoTail(y, fit));
  const best = Math.max(meanLogLikelihood(excesses, fit), profile(excesses, y, middle));
  const isOutside = (logChance: number): boolean =>
    chiSquaredTail(2 * worth * excesses.length * (best - profile(excesses, y, logChance)), 1) < 1 - confidence;
  const low = isOutside(middle - FACTOR) ? Math.exp(-bisect((x) => isOutside(-x), -middle, FACTOR - middle, 1e-6)) : 0;
  return [low, Math.exp(bisect(isOutside, middle, -1e-9, 1e-6))];
}

/** The largest mean log-likelihood among the distributions with P(Y > y) = e^logChance. */
function profile(excesses: Float64Array, y: number, logChance: number): number {
  const likelihood = (shape: number): number => {
    const scale = Math.abs(shape) < 1e-9 ? -y / logChance : (shape * y) / Math.expm1(-shape * logChance);
    return meanLogLikelihood(excesses, { scale, shape });
  };
  const step = (MOST_SHAPE - LEAST_SHAPE) / SHAPES;
  let best = LEAST_SHAPE;
  let highest = -Infinity;
  for (let shape = LEAST_SHAPE; shape <= MOST_SHAPE; shape += step) {
    const value = likelihood(shape);
    if (value > highest) [best, highest] = [shape, value];
  }
  const place = maximise(likelihood, Math.max(LEAST_SHAPE, best - step), Math.min(MOST_SHAPE, best + step), 1e-4);
  return Math.max(highest, likelihood(place));
}

/**
 * The range of the chance of a score above the value: the chance of a score in the tail, times the chance of going on above the value.
 * Both are uncertain. Their logarithms add up, and so do the squares of their distances to the ends. Source: Zou & Donner, "Construction
 * of confidence limits about effect measures: a general approach", Statistics in Medicine 27, 2008. Each held-out score counts `worth` times.
 */
export function rateInterval(
  { heldOut, share, chance, worth }: { heldOut: number; share: number; chance: number; worth: number },
  [low, high]: readonly [number, number],
  confidence: number,
): [low: number, high: number] {
  const inTail = Math.round(share * heldOut);
  const outside = (1 - confidence) / 2;
  const shareLow = betaQuantile(outside, worth * inTail, worth * (heldOut - inTail + 1));
  const shareHigh = betaQuantile(1 - outside, worth * (inTail + 1), worth * (heldOut - inTail));
  const down = low === 0 ? Infinity : Math.hypot(Math.log(share / shareLow), Math.log(chance / low));
  const up = Math.hypot(Math.log(shareHigh / share), Math.log(high / chance));
  return [share * chance * Math.exp(-down), Math.min(1, share * chance * Math.exp(up))];
}
