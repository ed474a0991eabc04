import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { ColumnValues } from '../table.js';
import { roundDate } from '../columns/dates.js';
import { roundTo } from '../columns/numbers.js';
import { cyclicFeatures } from './cyclic.js';
import { OTHER, isFittedNumbers } from './fitted.js';
import type { FittedColumn, FittedNumbers, FittedWords } from './fitted.js';
import { scaleOf } from './scale.js';

/** Where the features of a column are in rows of features. */
export interface Place {
  readonly start: number;
  /** The number of features of a row. */
  readonly stride: number;
}

/** A column as features, and back. */
export interface Codec {
  /** The number of its features. */
  readonly width: number;
  /** Writes the features of all cells, and 0 into `mask` for those of missing cells. Gives the number of missing cells. */
  readonly encode: (cells: ColumnValues, values: Float32Array, mask: Uint8Array, place: Place) => number;
  /** The cells that the features of `rows` rows stand for. */
  readonly decode: (values: ArrayLike<number>, rows: number, place: Place) => ColumnValues;
}

/** The codec of a fitted column. */
export const codecOf = (column: FittedColumn): Codec => {
  if (isFittedNumbers(column)) return numbersCodec(column);
  return column.encoding === 'sign' ? signCodec(column) : column.encoding === 'oneHot' ? oneHotCodec(column) : placedCodec(column);
};

/** Calls `write` for each cell, without the cell where it is missing, and writes 0 into the mask there. */
function eachCell(
  cells: ColumnValues,
  mask: Uint8Array,
  { start, stride }: Place,
  width: number,
  write: (cell: number | string | undefined, at: number) => void,
): number {
  let missing = 0;
  for (let r = 0; r < cells.length; r++) {
    const cell = cells[r];
    const at = r * stride + start;
    if (cell === null || cell === undefined || Number.isNaN(cell)) {
      missing += 1;
      mask.fill(0, at, at + width);
      write(undefined, at);
    } else write(cell, at);
  }
  return missing;
}

/** `cell` of every row, as numbers. */
function numbersOf(rows: number, { start, stride }: Place, cell: (at: number) => number): Float64Array {
  const cells = new Float64Array(rows);
  for (let r = 0; r < rows; r++) cells[r] = cell(r * stride + start);
  return cells;
}

const wordsOf = (rows: number, { start, stride }: Place, cell: (at: number) => string): string[] =>
  Array.from({ length: rows }, (_, r) => cell(r * stride + start));

function numbersCodec({ scale, kind, decimals, date, cyclic = [] }: FittedNumbers): Codec {
  const width = 1 + 2 * cyclic.length;
  const { encode, decode } = scaleOf(scale);
  const round = kind === 'dateTime' ? (x: number) => roundDate(x, date!) : (x: number) => roundTo(x, decimals);
  return {
    width,
    encode: (cells, values, mask, place) =>
      eachCell(cells, mask, place, width, (cell, at) => {
        values[at] = cell === undefined ? scale.fill : encode(cell as number);
        if (cyclic.length === 0 || cell === undefined) return;
        for (const [i, feature] of cyclicFeatures(cell as number, cyclic).entries()) values[at + 1 + i] = feature;
      }),
    decode: (values, rows, place) => numbersOf(rows, place, (at) => round(decode(values[at]!))),
  };
}

function signCodec({ name, levels: [no, yes], shares }: FittedWords): Codec {
  const fill = shares[1]! > shares[0]! ? 1 : -1;
  return {
    width: 1,
    encode: (cells, values, mask, place) =>
      eachCell(cells, mask, place, 1, (cell, at) => {
        check(
          cell === undefined || cell === yes || cell === no,
          () => `encode: column ${show(name)} is ${show(no)} or ${show(yes)}, and holds ${show(cell)}`,
        );
        values[at] = cell === undefined ? fill : cell === yes ? 1 : -1;
      }),
    decode: (values, rows, place) => wordsOf(rows, place, (at) => (values[at]! > 0 ? yes! : no!)),
  };
}

/** The place of each word among the levels; words that are none have the last place, that of `(other)`. */
function placesOf(levels: readonly string[]): (word: string) => number {
  const places = new Map(levels.map((level, i) => [level, i]));
  return (word) => places.get(word) ?? levels.length;
}

/** The place of the largest number. */
function largest(numbers: ArrayLike<number>, from: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (numbers[from + i]! > numbers[from + best]!) best = i;
  return best;
}

function oneHotCodec({ levels, shares }: FittedWords): Codec {
  const width = levels.length + 1;
  const placeOf = placesOf(levels);
  const fill = largest(shares, 0, width);
  return {
    width,
    encode: (cells, values, mask, place) =>
      eachCell(cells, mask, place, width, (cell, at) => {
        values[at + (cell === undefined ? fill : placeOf(cell as string))] = 1;
      }),
    decode: (values, rows, place) => wordsOf(rows, place, (at) => levels[largest(values, at, width)] ?? OTHER),
  };
}

/** One number for each level: its place, or its share, standardised. */
function placedCodec({ encoding, levels, shares }: FittedWords): Codec {
  const raw = encoding === 'ordinal' ? shares.map((_, i) => i) : shares;
  const { mean, deviation } = meanOf(raw, shares);
  const numbers = raw.map((x) => (x - mean) / deviation);
  const placeOf = placesOf(levels);
  const fill = largest(shares, 0, shares.length);
  const nearest = (x: number): number => {
    let best = 0;
    for (let i = 1; i < numbers.length; i++) if (Math.abs(numbers[i]! - x) < Math.abs(numbers[best]! - x)) best = i;
    return best;
  };
  return {
    width: 1,
    encode: (cells, values, mask, place) =>
      eachCell(cells, mask, place, 1, (cell, at) => {
        values[at] = numbers[cell === undefined ? fill : placeOf(cell as string)]!;
      }),
    decode: (values, rows, place) => wordsOf(rows, place, (at) => levels[nearest(values[at]!)] ?? OTHER),
  };
}

/** The mean of numbers, each with its share, and their standard deviation, or 1 if it is 0. */
export function meanOf(numbers: readonly number[], shares: readonly number[]): { readonly mean: number; readonly deviation: number } {
  const mean = numbers.reduce((sum, x, i) => sum + x * shares[i]!, 0);
  const variance = numbers.reduce((sum, x, i) => sum + (x - mean) ** 2 * shares[i]!, 0);
  return { mean, deviation: Math.sqrt(variance) || 1 };
}
