import { normalFromBits } from '@autoencoders/core/internal';

/** Φ(z): the share of a standard normal distribution below z, to 2e-7. Abramowitz & Stegun 1964, 7.1.26. */
export function cdf(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const above = 0.5 * series * Math.exp((-z * z) / 2);
  return z < 0 ? above : 1 - above;
}

/** Shares are limited to `EDGE` and 1 − `EDGE`, so |z| is at most 3.1. */
const EDGE = 0.001;

/** Φ⁻¹(share): the z below which this share of a standard normal distribution lies. */
export const quantile = (share: number): number => normalFromBits(Math.min(1 - EDGE, Math.max(EDGE, share)) * 2 ** 32 - 0.5);
