import type { ColumnKind } from '../columns/column.js';
import type { CyclicPart } from './cyclic.js';
import type { NumberEncoding, Scale } from './scale.js';

/**
 * How a category becomes features. `oneHot`: one feature for each level, 1 or 0. `ordinal`: the place of the level, standardised. `frequency`:
 * the share of rows with this level, standardised.
 */
export type CategoryEncoding = 'oneHot' | 'ordinal' | 'frequency';

/** All encodings of categories. */
export const CATEGORY_ENCODINGS: readonly CategoryEncoding[] = ['oneHot', 'ordinal', 'frequency'];

/** The level of words that were not seen when the encoder was fitted, or that are too rare to have a level of their own. */
export const OTHER = '(other)';

/** A fitted column of numbers, counts or date-times, as JSON. */
export interface FittedNumbers {
  readonly name: string;
  readonly kind: 'number' | 'count' | 'dateTime';
  readonly encoding: NumberEncoding;
  readonly scale: Scale;
  /** How many decimals a decoded number is rounded to. */
  readonly decimals?: number | undefined;
  /** How date-times are written. Decoded ones are rounded to its smallest unit. */
  readonly date?: string | undefined;
  readonly cyclic?: readonly CyclicPart[] | undefined;
  /** The squared error of each feature's mean. */
  readonly variances: readonly number[];
}

/** A fitted column of words, as JSON. */
export interface FittedWords {
  readonly name: string;
  readonly kind: 'category' | 'yesNo';
  readonly encoding: CategoryEncoding | 'sign';
  /** The levels; for `yesNo`, the word for no and the word for yes. A category has one more, `(other)`. */
  readonly levels: readonly string[];
  /** The share of known cells with each level, and with another one. */
  readonly shares: readonly number[];
}

/** A fitted column. */
export type FittedColumn = FittedNumbers | FittedWords;

/** How a column becomes features. */
export type Encoding = NumberEncoding | CategoryEncoding | 'sign';

/** Which features a column has become. */
export interface ColumnSpan {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly encoding: Encoding;
  /** The first feature of the column. */
  readonly start: number;
  /** How many features it has. */
  readonly width: number;
}

/** Whether a fitted column holds numbers. */
export const isFittedNumbers = (column: FittedColumn): column is FittedNumbers => 'scale' in column;

/** The entropy of shares, in nats: the cross-entropy of a model that knows the shares alone. */
export const entropyOf = (shares: readonly number[]): number => shares.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);
