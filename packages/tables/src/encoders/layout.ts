import { codecOf } from './codec.js';
import { entropyOf, isFittedNumbers } from './fitted.js';
import type { ColumnSpan, FittedColumn } from './fitted.js';

/**
 * Where the features of each kind are, and how much each weighs in `mixedLoss`. Features come in this order: numbers, yes/no, then
 * categories, those with as many levels side by side. Plain JSON.
 */
export interface FeatureLayout {
  /** The weight of each number. */
  readonly numbers: readonly number[];
  /** The weight of each yes/no. */
  readonly yesNo: readonly number[];
  /** One-hot categories with as many levels: how many, and the weight of each category. */
  readonly categories: readonly { readonly levels: number; readonly weights: readonly number[] }[];
}

/** A column that hardly ever differs is not weighed up further: its constant loss counts as this many nats at least. */
const LEAST_ENTROPY = 0.05;
/** The same for the variance of a feature, which is 0 where all numbers were the same. */
const LEAST_VARIANCE = 1e-6;

/** 0 for numbers, 1 for yes/no, the number of levels of one-hot categories. */
const groupOf = (column: FittedColumn): number =>
  column.encoding === 'sign' ? 1 : column.encoding === 'oneHot' ? codecOf(column).width : 0;

/** The spans of the columns, in their order, and the layout of their features. */
export function layoutOf(columns: readonly FittedColumn[]): { spans: readonly ColumnSpan[]; layout: FeatureLayout; width: number } {
  const order = columns.map((column, i) => ({ column, i, group: groupOf(column) })).sort((a, b) => a.group - b.group || a.i - b.i);
  const spans: ColumnSpan[] = [];
  const [numbers, yesNo]: [number[], number[]] = [[], []];
  const categories = new Map<number, number[]>();
  let width = 0;
  for (const { column, i, group } of order) {
    const span = { name: column.name, kind: column.kind, encoding: column.encoding, start: width, width: codecOf(column).width };
    spans[i] = span;
    width += span.width;
    if (group === 0) numbers.push(...numberWeights(column));
    else if (!isFittedNumbers(column)) {
      const weight = 1 / Math.max(LEAST_ENTROPY, entropyOf(column.shares));
      if (group === 1) yesNo.push(weight);
      else if (categories.has(group)) categories.get(group)!.push(weight);
      else categories.set(group, [weight]);
    }
  }
  return { spans, width, layout: { numbers, yesNo, categories: [...categories].map(([levels, weights]) => ({ levels, weights })) } };
}

/** Weights with which the squared errors of a column's features, at their means, add up to 1. Categories as one number are standardised. */
const numberWeights = (column: FittedColumn): readonly number[] =>
  isFittedNumbers(column) ? column.variances.map((variance) => 1 / Math.max(LEAST_VARIANCE, variance) / column.variances.length) : [1];
