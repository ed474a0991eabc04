import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import type { ArrayDataset } from '@autoencoders/core';
import { countOf, show, sizeOf } from '@autoencoders/core/internal';
import { checkValues } from '../statistics/check-values.js';
import { drawn } from './maximum-mean-discrepancy.js';

/** A column, for `driftReference`. */
export interface DriftColumn {
  readonly name: string;
  /** `'category'`: its numbers are levels, counted from 0. */
  readonly kind: 'number' | 'category';
  /** The names of the levels. Default: "level 0", "level 1" and so on. */
  readonly levels?: readonly string[] | undefined;
}

/** Some held-out rows and their scores, as plain data: what `detectDrift` compares later ones with. */
export interface DriftReference {
  readonly columns: readonly DriftColumn[];
  /** `[rows, columns]`, row by row. A missing number is NaN. */
  readonly values: Float32Array;
  /** The scores of these rows, `[rows]`. Undefined if none were given. */
  readonly scores?: Float32Array | undefined;
}

/** Options of `driftReference`. */
export interface DriftReferenceOptions {
  /** The scores of the rows. Default: scores are not compared. */
  readonly scores?: ArrayLike<number> | undefined;
  /** Their columns. Default: numbers, called "0", "1" and so on. */
  readonly columns?: readonly DriftColumn[] | undefined;
  /** How many rows are kept, drawn at random if there are more. Default 1000. */
  readonly limit?: number | undefined;
  /** Decides which are drawn. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Keeps up to 1000 held-out rows, as float32, to compare later ones with. With 30 columns they take 120 kB.
 *
 * The rows are those that the threshold was made from, which the detector was not trained on: `[rows, …shape]`, a column for each number of
 * the shape. They may be tables, or codes of pictures and windows. A number that the mask hides, or that is NaN, is missing.
 *
 * Throws for no rows, infinite numbers, and columns or scores that are not as many.
 */
export function driftReference(rows: ArrayDataset, options: DriftReferenceOptions = {}): DriftReference {
  const call = 'driftReference';
  checkOptions(call, options, { scores: true, columns: true, limit: true, seed: true });
  const { scores, limit = 1000, seed = 0 } = options;
  checkInteger(call, 'limit', limit, 1);
  const width = sizeOf(rows.shape);
  const columns = options.columns ?? Array.from({ length: width }, (_, i) => ({ name: String(i), kind: 'number' as const }));
  const { values, scores: kept } = rowsOf(call, rows, scores, columns.length, limit, seed);
  return { columns, values, ...(kept === undefined ? {} : { scores: kept }) };
}

/** At most `limit` of the rows with their scores, drawn at random, as float32. Throws for what does not fit. */
export function rowsOf(
  call: string,
  rows: ArrayDataset,
  scores: ArrayLike<number> | undefined,
  width: number,
  limit: number,
  seed: number,
): Pick<DriftReference, 'values' | 'scores'> {
  const count = countOf(call, 'the rows', rows);
  check(count > 0, () => `${call}: there must be 1 or more rows, not 0`);
  check(sizeOf(rows.shape) === width, () => `${call}: a row must have ${width} numbers, one for each column, not ${sizeOf(rows.shape)}`);
  if (scores !== undefined) {
    checkValues(call, 'scores', scores);
    check(scores.length === count, () => `${call}: there are ${count} rows and ${scores.length} scores`);
  }
  const places = drawn(count, limit, seed);
  const values = new Float32Array(places.length * width);
  for (const [row, place] of places.entries())
    for (let c = 0; c < width; c++) values[row * width + c] = numberAt(call, rows, place * width + c, width);
  return { values, scores: scores && Float32Array.from(places, (place) => scores[place]!) };
}

function numberAt(call: string, { values, mask }: ArrayDataset, at: number, width: number): number {
  const value = mask?.[at] === 0 ? NaN : values[at]!;
  check(
    !(Math.abs(value) === Infinity),
    () => `${call}: row ${Math.floor(at / width)} has ${show(value)} in column ${at % width}, counted from 0`,
  );
  return value;
}
