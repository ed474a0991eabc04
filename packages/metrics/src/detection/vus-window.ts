import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';

/** How many steps are read. */
const STEPS = 20_000;
const FIRST_LAG = 3;
const LAST_LAG = 400;
/** What a series without a clear period has. */
const WITHOUT_PERIOD = 125;

/**
 * The window that the TSB-AD benchmark gives to VUS for a series: its period in steps, or 125 where none is found. The period is the lag of
 * the highest local maximum of the autocorrelation, from lag 6 to lag 303; the lags 3 to 400 of the first 20,000 steps are read. For a
 * series of several variables, the benchmark takes the first one. Throws when there are no steps, or when one is not finite. Source:
 * `find_length_rank(rank=1)` of TSB-AD (Liu & Paparrizos 2024).
 */
export function vusWindow(series: ArrayLike<number>): number {
  const correlations = autocorrelations(series);
  let [highest, at] = [-Infinity, -1];
  for (let i = 1; i < correlations.length - 1; i++) {
    const here = correlations[i]!;
    if (here > correlations[i - 1]! && here > correlations[i + 1]! && here >= highest) [highest, at] = [here, i];
  }
  return at < 3 || at > 300 ? WITHOUT_PERIOD : at + FIRST_LAG;
}

/** The autocorrelation at each lag from `FIRST_LAG` to `LAST_LAG`, times the variance. */
function autocorrelations(series: ArrayLike<number>): Float64Array {
  check(series.length > 0, 'vusWindow: there are no steps');
  const values = Float64Array.from({ length: Math.min(STEPS, series.length) }, (_, t) => series[t]!);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  check(bad < 0, () => `vusWindow: steps must be finite numbers, number ${bad} is ${show(series[bad])}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const lags = Math.max(0, Math.min(LAST_LAG, values.length - 1) - FIRST_LAG + 1);
  return Float64Array.from({ length: lags }, (_, i) => {
    let sum = 0;
    for (let t = i + FIRST_LAG; t < centred.length; t++) sum += centred[t]! * centred[t - i - FIRST_LAG]!;
    return sum;
  });
}
