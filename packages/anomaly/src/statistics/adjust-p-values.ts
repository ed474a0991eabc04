import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { checkPValues } from './check-values.js';

/** How p-values of several tests are adjusted. */
export type Adjustment = 'benjamini-hochberg' | 'holm' | 'bonferroni';

/** What the p-value at `rank` (1 is the smallest) of `count` is multiplied by. */
const factors: Readonly<Record<Adjustment, (rank: number, count: number) => number>> = {
  'benjamini-hochberg': (rank, count) => count / rank,
  holm: (rank, count) => count - rank + 1,
  bonferroni: (_, count) => count,
};

/**
 * Adjusts p-values for the number of tests. Those of at most α are then the findings.
 *
 * - `'benjamini-hochberg'` (the default): at most a share α of the findings is false, on average. For alarms on many rows: with the
 *   p-values of `pValues`, at most a share α of the alarms is on usual examples. Adjusted pᵢ = min over j ≥ i of n·pⱼ / j, for p-values in
 *   ascending order (Benjamini & Hochberg, "Controlling the false discovery rate", JRSS B 57, 1995). It holds for conformal p-values,
 *   which depend on one another through the calibration scores (Bates et al. 2023).
 * - `'holm'`: the chance of any false finding is at most α. Adjusted pᵢ = max over j ≤ i of (n − j + 1)·pⱼ (Holm 1979).
 * - `'bonferroni'`: the same, adjusted p = n·p. It finds less than Holm's.
 *
 * Throws for numbers outside [0, 1]. It is R's `p.adjust`, and `'benjamini-hochberg'` is SciPy's `false_discovery_control`.
 *
 * @param adjustment How they are adjusted.
 */
export function adjustPValues(pValues: ArrayLike<number>, adjustment: Adjustment = 'benjamini-hochberg'): Float64Array {
  checkPValues('adjustPValues', pValues);
  check(Object.hasOwn(factors, adjustment), () => {
    return `adjustPValues: adjustment must be one of ${Object.keys(factors).map(show).join(', ')}, not ${show(adjustment)}`;
  });
  const count = pValues.length;
  const factor = factors[adjustment];
  const order = Array.from({ length: count }, (_, i) => i).sort((i, j) => pValues[i]! - pValues[j]!);
  const scaled = order.map((i, rank) => Math.min(1, pValues[i]! * factor(rank + 1, count)));
  if (adjustment === 'holm') for (let i = 1; i < count; i++) scaled[i] = Math.max(scaled[i]!, scaled[i - 1]!);
  else for (let i = count - 2; i >= 0; i--) scaled[i] = Math.min(scaled[i]!, scaled[i + 1]!);
  const adjusted = new Float64Array(count);
  for (const [rank, i] of order.entries()) adjusted[i] = scaled[rank]!;
  return adjusted;
}
