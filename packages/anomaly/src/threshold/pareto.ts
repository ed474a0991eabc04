import { maximise } from '../statistics/bisect.js';
import { ascending } from '../statistics/order.js';
import type { Tail } from './threshold.js';

/** A generalised Pareto distribution of excesses y > 0: P(Y > y) = (1 + shape·y / scale)^(−1 / shape), or e^(−y / scale) for shape 0. */
export type Pareto = Pick<Tail, 'scale' | 'shape'>;

/** Below a shape of −1 the likelihood has no maximum. */
const LEAST_SHAPE = -1;

/** Where the maximum is looked for: ln(1 + shape · largest excess / scale). The first is a shape near −1 with 10¹⁰ excesses. */
const [LEAST, MOST, STEP] = [-24, 24, 0.5];

/** P(Y > y). */
export const paretoTail = (y: number, { scale, shape }: Pareto): number =>
  shape === 0 ? Math.exp(-y / scale) : Math.exp(-Math.log1p(Math.max(-1, (shape * y) / scale)) / shape);

/** The excess y with P(Y > y) = `share`: scale · (share^(−shape) − 1) / shape. */
export const paretoQuantile = (share: number, { scale, shape }: Pareto): number =>
  shape === 0 ? -scale * Math.log(share) : (scale * Math.expm1(-shape * Math.log(share))) / shape;

/** The mean log-likelihood of the excesses: −ln scale − (1 + 1 / shape) · mean ln(1 + shape·y / scale). −∞ where one is impossible. */
export function meanLogLikelihood(excesses: Float64Array, { scale, shape }: Pareto): number {
  if (!(scale > 0) || shape < LEAST_SHAPE) return -Infinity;
  if (Math.abs(shape) < 1e-12) return -Math.log(scale) - meanOf(excesses) / scale;
  const logs = meanLog(excesses, shape / scale);
  return Number.isFinite(logs) ? -Math.log(scale) - (1 + 1 / shape) * logs : -Infinity;
}

/**
 * The generalised Pareto distribution that fits the excesses best, by maximum likelihood; where the likelihood has no maximum, by
 * probability-weighted moments.
 *
 * Grimshaw's reduction leaves one unknown, x = shape / scale: for a given x the likelihood is largest at shape = mean ln(1 + x·y). We look
 * for the maximum over u = ln(1 + x · largest excess), which goes through all x that are possible, first on a grid, then by golden-section
 * search. Source: Grimshaw, "Computing maximum likelihood estimates for the generalized Pareto distribution", Technometrics 35, 1993.
 */
export function fitPareto(excesses: Float64Array): Pareto & Pick<Tail, 'estimate'> {
  const largest = excesses.reduce((a, b) => Math.max(a, b), 0);
  const at = (u: number): Pareto => reduced(excesses, Math.expm1(u) / largest);
  const likelihood = (u: number): number => meanLogLikelihood(excesses, at(u));
  let best = 0;
  let highest = -Infinity;
  for (let u = LEAST; u <= MOST; u += STEP) {
    const value = likelihood(u);
    if (value > highest) [best, highest] = [u, value];
  }
  const atEdge = best === MOST || likelihood(best - STEP) === -Infinity;
  if (atEdge) return { ...momentsOf(excesses), estimate: 'probabilityWeightedMoments' };
  return { ...at(maximise(likelihood, best - STEP, best + STEP)), estimate: 'maximumLikelihood' };
}

/** The most likely shape and scale for x = shape / scale. */
function reduced(excesses: Float64Array, x: number): Pareto {
  const shape = meanLog(excesses, x);
  return Math.abs(shape) < 1e-12 ? { scale: meanOf(excesses), shape: 0 } : { scale: shape / x, shape };
}

/**
 * With a = mean y and b = mean of y · (1 − F(y)): shape = 2 − a / (a − 2b), scale = 2ab / (a − 2b). Source: Hosking & Wallis, "Parameter
 * and quantile estimation for the generalized Pareto distribution", Technometrics 29, 1987.
 */
function momentsOf(excesses: Float64Array): Pareto {
  const sorted = ascending(excesses);
  const count = sorted.length;
  const a = meanOf(sorted);
  const b = sorted.reduce((sum, y, i) => sum + (y * (count - 1 - i)) / (count - 1), 0) / count;
  return { scale: (2 * a * b) / (a - 2 * b), shape: 2 - a / (a - 2 * b) };
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanLog = (values: Float64Array, x: number): number => values.reduce((sum, y) => sum + Math.log1p(x * y), 0) / values.length;
