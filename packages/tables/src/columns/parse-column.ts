import { InputError } from '@autoencoders/core';
import { show } from '@autoencoders/core/internal';
import type { RowChunk } from '../sources/source.js';
import type { ColumnValues } from '../table.js';
import { isMissing, owned, wordsOf } from './cell.js';
import type { Cell, Markers } from './cell.js';
import { isNumeric } from './column.js';
import type { Column } from './column.js';
import { parseDate } from './dates.js';
import { isPlainFormat, parseNumber, shortNumber } from './numbers.js';

/** Reads the cells of a column of some rows. */
export type ColumnParser = (chunk: RowChunk, place: number) => ColumnValues;

/** The parser of a column. It throws an `InputError` that names row and column for a cell that does not fit. */
export function columnParser(column: Column, markers: Markers, source: string): ColumnParser {
  const refuse = (cell: Cell, row: number): never => {
    throw new InputError(
      `${source}: row ${row}, column ${show(column.name)} holds ${show(cell)}, which does not fit a column of kind ${column.kind}${formatHint(column)}`,
    );
  };
  return isNumeric(column) ? numbersParser(column, markers, refuse) : wordsParser(column, markers, refuse);
}

const formatHint = ({ kind, date }: Column): string =>
  kind === 'dateTime' ? `, written ${date}` : '; edit the schema, or give kinds or missing';

type Refuse = (cell: Cell, row: number) => never;

function numbersParser(column: Column, markers: Markers, refuse: Refuse): ColumnParser {
  const parse = numberParser(column);
  // Most cells are short numbers. A marker that is a number has to be looked up first.
  const isShort =
    column.kind !== 'dateTime' && isPlainFormat(column.format ?? {}) && ![...markers.words].some((word) => shortNumber(word) >= -Infinity);
  return ({ cells, first }, place) => {
    const numbers = new Float64Array(cells.length);
    for (let r = 0; r < numbers.length; r++) {
      const cell = cells[r]![place];
      let value = isShort && typeof cell === 'string' ? shortNumber(cell) : NaN;
      if (Number.isNaN(value) && !isMissing(cell, markers)) {
        value = parse(cell);
        if (!Number.isFinite(value)) refuse(cell, first + r);
      }
      numbers[r] = value;
    }
    return numbers;
  };
}

function numberParser(column: Column): (cell: Cell) => number {
  const { format = {}, date } = column;
  const parse = column.kind === 'dateTime' ? remembered((text) => parseDate(text, date!)) : (text: string) => parseNumber(text, format);
  const unit = column.kind === 'dateTime' && date === 'unix milliseconds' ? 1e-3 : 1;
  return (cell) => {
    if (typeof cell === 'string') return parse(cell.trim());
    if (typeof cell === 'number' || typeof cell === 'bigint') return Number(cell) * unit;
    if (cell instanceof Date) return cell.getTime() / 1000;
    return typeof cell === 'boolean' ? Number(cell) : NaN;
  };
}

/** Equal words share memory. */
function wordsParser(column: Column, markers: Markers, refuse: Refuse): ColumnParser {
  const words = column.kind === 'yesNo' ? yesNoParser(column.levels!) : wordsOf;
  const wordOf = (cell: Cell): string | null | undefined => {
    const word = isMissing(cell, markers) ? null : words(cell);
    return word && owned(word);
  };
  const ofText = remembered(wordOf);
  return ({ cells, first }, place) =>
    cells.map((row, r) => {
      const cell = row[place];
      const word = typeof cell === 'string' ? ofText(cell) : wordOf(cell);
      return word === undefined ? refuse(cell, first + r) : word;
    });
}

function yesNoParser([no, yes]: readonly string[]): (cell: Cell) => string | undefined {
  return (cell) => {
    const words = wordsOf(cell).toLowerCase();
    return words === no!.toLowerCase() ? no : words === yes!.toLowerCase() ? yes : undefined;
  };
}

/** How many different texts of a column are remembered. */
const REMEMBERED = 10_000;

/** `f`, which remembers what it gave for the first so many texts. */
function remembered<T>(f: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined || known.has(text)) return same!;
    const result = f(text);
    if (known.size < REMEMBERED) known.set(owned(text), result);
    return result;
  };
}
