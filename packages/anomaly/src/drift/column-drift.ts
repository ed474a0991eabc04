import { ascending, medianOf, quantileOf } from '../statistics/order.js';
import { chiSquaredTest } from './chi-squared-test.js';
import type { DriftColumn } from './drift-reference.js';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.js';
import type { KolmogorovSmirnov } from './kolmogorov-smirnov.js';

/** How numbers differ from those of the calibration set. */
export type Change =
  | { readonly kind: 'larger' | 'smaller' | 'spread' | 'narrower' | 'shape' }
  /** About `factor` times as large, all over: perhaps other units. */
  | { readonly kind: 'units'; readonly factor: number }
  /** The shares of missing values. */
  | { readonly kind: 'missing'; readonly now: number; readonly before: number }
  /** A level, and its shares. `before` is 0 for a new one. */
  | { readonly kind: 'level'; readonly level: string; readonly now: number; readonly before: number };

/** A comparison of one column, before it is adjusted for the number of columns. */
export interface Compared {
  readonly test: 'KS' | 'χ²';
  readonly statistic: number;
  readonly pValue: number;
  readonly change: Change;
}

/** Compares the numbers of a column: `before` of the calibration set, `now` of the new rows. NaN is a missing one. */
export function compareColumn(column: DriftColumn, before: Float32Array, now: Float32Array): Compared {
  const compared = column.kind === 'category' ? compareLevels(column, before, now) : compareNumbers(known(before), known(now));
  const missing = [before.length - known(before).length, now.length - known(now).length] as const;
  if (missing[0] + missing[1] === 0) return compared;
  const { statistic, pValue } = chiSquaredTest([missing[0], before.length - missing[0]], [missing[1], now.length - missing[1]]);
  // Two tests of one column: Bonferroni's adjustment.
  if (pValue >= compared.pValue) return { ...compared, pValue: Math.min(1, 2 * compared.pValue) };
  const change = { kind: 'missing', now: missing[1] / now.length, before: missing[0] / before.length } as const;
  return { test: 'χ²', statistic, pValue: Math.min(1, 2 * pValue), change };
}

const known = (values: Float32Array): Float32Array => values.filter((value) => !Number.isNaN(value));

/** Compares two samples of numbers without missing ones. */
export function compareNumbers(before: Float32Array, now: Float32Array): Compared {
  if (before.length === 0 || now.length === 0) return { test: 'KS', statistic: 0, pValue: 1, change: { kind: 'shape' } };
  const test = kolmogorovSmirnov(before, now);
  return { test: 'KS', statistic: test.statistic, pValue: test.pValue, change: changeOf(before, now, test) };
}

/** A factor below this, up or down, is no sign of other units. */
const LEAST_FACTOR = 8;
/** How much the factor of the range of quartiles may differ from that of the median, where all numbers were multiplied by one. */
const ALIKE = 2;

function changeOf(before: Float32Array, now: Float32Array, { larger, smaller }: KolmogorovSmirnov): Change {
  const factor = factorOf(before, now);
  if (factor !== undefined) return { kind: 'units', factor };
  if (larger > 2 * smaller) return { kind: 'larger' };
  if (smaller > 2 * larger) return { kind: 'smaller' };
  const [was, is] = [before, now].map((values) => range(ascending(values))) as [number, number];
  return { kind: is > 1.2 * was ? 'spread' : was > 1.2 * is ? 'narrower' : 'shape' };
}

const range = (sorted: Float64Array): number => quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25);

/** By what the numbers seem to be multiplied: the ratio of the medians of |x|, if their spread has it, too. Zeros are left out. */
function factorOf(before: Float32Array, now: Float32Array): number | undefined {
  const sizes = [before, now].map((values) => ascending(values.map(Math.abs).filter((size) => size > 0)));
  const [was, is] = sizes as [Float64Array, Float64Array];
  if (was.length === 0 || is.length === 0) return undefined;
  const factor = medianOf(is) / medianOf(was);
  if (factor < LEAST_FACTOR && factor > 1 / LEAST_FACTOR) return undefined;
  if (range(was) === 0) return range(is) === 0 ? factor : undefined;
  const other = range(is) / range(was) / factor;
  return other < ALIKE && other > 1 / ALIKE ? factor : undefined;
}

/** Compares two samples of levels. */
function compareLevels({ levels }: DriftColumn, before: Float32Array, now: Float32Array): Compared {
  const [was, is] = [known(before), known(now)];
  const all = [...new Set([...was, ...is])].sort((a, b) => a - b);
  if (was.length === 0 || is.length === 0) return { test: 'χ²', statistic: 0, pValue: 1, change: { kind: 'shape' } };
  const [first, second] = [countsOf(was), countsOf(is)];
  const { statistic, pValue } = chiSquaredTest(
    all.map((level) => first.get(level) ?? 0),
    all.map((level) => second.get(level) ?? 0),
  );
  const shares = all.map((level) => {
    const name = levels?.[level] ?? `level ${level}`;
    return { kind: 'level', level: name, now: (second.get(level) ?? 0) / is.length, before: (first.get(level) ?? 0) / was.length } as const;
  });
  const change = shares.reduce((a, b) => (Math.abs(b.now - b.before) > Math.abs(a.now - a.before) ? b : a));
  return { test: 'χ²', statistic, pValue, change };
}

function countsOf(values: Float32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
