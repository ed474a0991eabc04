import { checkScores } from '../statistics/check-values.js';
import { ascending } from '../statistics/order.js';
import { check } from '@autoencoders/core/operations';

/** What `kolmogorovSmirnov` gives. */
export interface KolmogorovSmirnov {
  /** The largest difference of the two empirical distribution functions, from 0 to 1. */
  readonly statistic: number;
  /** The chance of at least this statistic if both samples come from one distribution. */
  readonly pValue: number;
  /** The largest amount by which the function of the first sample is above that of the second: the second has larger values. */
  readonly larger: number;
  /** The largest amount by which it is below: the second has smaller values. */
  readonly smaller: number;
}

/** Up to this product of the two sizes the p-value is exact. It takes as many steps. */
const EXACT = 250_000;

/**
 * The two-sample Kolmogorov–Smirnov test: do `first` and `second` come from one distribution? D = max over x of |F₁(x) − F₂(x)|.
 *
 * The p-value is exact for n₁·n₂ ≤ 250,000, with ties, too: it is the share of all ways to divide the pooled numbers that give at least D.
 * For more numbers it is Kolmogorov's limit, 2·Σ (−1)^(k − 1)·e^(−2k²λ²) with λ = D·√(n₁n₂ / (n₁ + n₂)). There it is up to a tenth
 * larger than the exact one near p = 0.05, hardly ever smaller, and larger still with ties. Numbers may be infinite, but not NaN. Throws if
 * a sample is empty.
 *
 * Sources: Hodges, "The significance probability of the Smirnov two-sample test", Arkiv för Matematik 3, 1958; Schröer & Trenkler, "Exact
 * and randomization distributions of Kolmogorov–Smirnov tests two or three samples", 1995 (ties); DLMF 20.7 (small λ).
 */
export function kolmogorovSmirnov(first: ArrayLike<number>, second: ArrayLike<number>): KolmogorovSmirnov {
  for (const sample of [first, second]) {
    checkScores('kolmogorovSmirnov', 'a sample', sample);
    check(sample.length > 0, 'kolmogorovSmirnov: a sample must have 1 or more numbers, not 0');
  }
  const [a, b] = [ascending(first), ascending(second)];
  const { ends, larger, smaller } = differences(a, b);
  const product = a.length * b.length;
  const most = Math.max(larger, smaller);
  const pValue =
    product <= EXACT ? exact(a.length, b.length, most, ends) : kolmogorovTail(most / Math.sqrt(product) / Math.sqrt(a.length + b.length));
  return { statistic: most / product, pValue, larger: larger / product, smaller: smaller / product };
}

/**
 * The largest differences of the two functions, times n₁·n₂, so that they are whole numbers; and for each count of pooled numbers, whether
 * a run of equal ones ends there.
 */
function differences(a: Float64Array, b: Float64Array): { ends: Uint8Array; larger: number; smaller: number } {
  const ends = new Uint8Array(a.length + b.length + 1);
  let [i, j, larger, smaller] = [0, 0, 0, 0];
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    ends[i + j] = 1;
    const difference = i * b.length - j * a.length;
    larger = Math.max(larger, difference);
    smaller = Math.max(smaller, -difference);
  }
  return { ends, larger, smaller };
}

/**
 * The chance that a division of the pooled numbers, read in ascending order, somewhere has |i·m − j·n| ≥ `most`, where i and j are how
 * many of the first and of the second sample were read. All orders are as likely, so the last number read is of the first sample with
 * chance i / (i + j).
 */
function exact(n: number, m: number, most: number, ends: Uint8Array): number {
  const chances = new Float64Array(m + 1);
  for (let i = 0; i <= n; i++)
    for (let j = 0; j <= m; j++) {
      if (i + j === 0) continue;
      const before = (i * chances[j]! + (j === 0 ? 0 : j * chances[j - 1]!)) / (i + j);
      chances[j] = ends[i + j] === 1 && Math.abs(i * m - j * n) >= most ? 1 : before;
    }
  return most === 0 ? 1 : chances[m]!;
}

/** The chance that Kolmogorov's distribution gives more than `x`. */
export function kolmogorovTail(x: number): number {
  if (x < 0.1) return 1;
  if (x < 1) {
    const term = (k: number): number => Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * (term(1) + term(2) + term(3) + term(4));
  }
  const term = (k: number): number => Math.exp(-2 * k * k * x * x);
  return 2 * (term(1) - term(2) + term(3) - term(4));
}
