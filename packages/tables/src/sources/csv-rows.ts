import Papa from 'papaparse';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { CsvOptions } from './csv.js';
import { columnNames } from './names.js';
import { MAX_SAMPLE } from './sample.js';
import { sniff } from './sniff.js';
import type { Sniffed } from './sniff.js';
import type { Dialect, Pieces, RowChunk } from './source.js';

/** How many rows are read at a time, about, and how many characters at most. Each time costs something for every column. */
const ROWS = 100;
const MAX_TEXT = 2 ** 20;

/** Where a reading is. */
export interface Reading {
  /** The text of the row that is not complete yet. */
  rest: string;
  /** The number of the next row. */
  row: number;
  names: readonly string[] | undefined;
  /** How long the rest must be before it is read again, so that a long row does not take quadratic time, nor a wide table one row at a time. */
  wanted: number;
}

/** Reads the complete rows of the text that is there. Undefined where there are none. */
export type RowReader = (isEnd: boolean) => RowChunk | undefined;

/** A reading that has read nothing. */
export const newReading = (): Reading => ({ rest: '', row: 1, names: undefined, wanted: 0 });

/** How a file is written, and where its rows begin. */
export interface Written extends Sniffed {
  readonly encoding: string;
}

/** Finds out how the file is written, and skips what comes before its rows. Without a sample, the text is all there is. */
export function begin(reading: Reading, options: CsvOptions, encoding: string, sample?: string): Written {
  const written = { ...sniff(sample ?? reading.rest.slice(0, MAX_SAMPLE), sample === undefined, options), encoding };
  reading.rest = reading.rest.slice(written.skip);
  reading.row += written.skip > 0 ? 1 : 0;
  return written;
}

/** Reads the rows of a file that is written so. */
export function rowReader(file: Pieces, reading: Reading, options: CsvOptions, written: Written): RowReader {
  const { encoding, separator, quote, newline, heading, because } = written;
  const dialect: Dialect = { encoding, separator, quote, heading, because };
  const { comment = false } = options;
  const parser = new Papa.Parser({ delimiter: separator, quoteChar: quote, newline, comments: comment });
  return (isEnd) => {
    const { data, errors, meta } = parser.parse(reading.rest, 0, !isEnd) as Papa.ParseResult<string[]>;
    // An error in the row that is not complete may go away.
    const error = errors.find(({ row = 0 }) => isEnd || row < data.length);
    // A text that ends with a line feed has no row after it.
    if (isEnd && data.at(-1)?.length === 1 && data.at(-1)![0] === '') data.pop();
    const rows = error ? data.slice(0, error.row) : data;
    const chunk = chunkOf(file.name, rows, reading, options, dialect);
    if (error) throw quoteError(file.name, reading, error, data[error.row ?? 0]);
    reading.rest = isEnd ? '' : reading.rest.slice(meta.cursor);
    checkLength(file.name, reading, options);
    reading.wanted = Math.max(2 * reading.rest.length, Math.min(MAX_TEXT, (ROWS * meta.cursor) / Math.max(1, data.length)));
    return chunk;
  };
}

/** Throws where the row that is not complete yet has become too long. */
export function checkLength(name: string, { rest, row }: Pick<Reading, 'rest' | 'row'>, { maxRowLength = 2 ** 24 }: CsvOptions): void {
  check(
    rest.length <= maxRowLength,
    () => `${name}: row ${row} has more than ${maxRowLength} characters; is a quote never closed? maxRowLength allows more`,
  );
}

function quoteError(name: string, reading: Reading, error: Papa.ParseError, cells: readonly string[] | undefined): InputError {
  const column = error.code === 'MissingQuotes' && cells ? `, column ${show(reading.names?.[cells.length - 1] ?? cells.length)}` : '';
  const what =
    error.code === 'MissingQuotes' ? 'a quote is never closed' : 'there is text after a closing quote; a quote in a cell must be doubled';
  return new InputError(`${name}: row ${reading.row}${column}: ${what}`);
}

/** Checks and cuts parsed rows. The first row gives the names. */
function chunkOf(name: string, rows: readonly string[][], reading: Reading, options: CsvOptions, dialect: Dialect): RowChunk | undefined {
  const cells: string[][] = [];
  let first = reading.row;
  for (const row of rows) {
    // With line feeds as newlines, the carriage return of a CRLF is in the last cell.
    const last = row.length - 1;
    if (row[last]!.endsWith('\r')) row[last] = row[last]!.slice(0, -1);
    if (last === 0 && row[0] === '' && reading.names?.length !== 1) continue;
    if (reading.names === undefined) {
      reading.names = namesOf(name, row, rows, dialect.heading, options.maxColumns);
      if (dialect.heading) {
        first = ++reading.row;
        continue;
      }
    }
    const { names } = reading;
    if (row.length !== names.length) throw raggedRow(name, reading, row);
    cells.push(row);
    reading.row += 1;
  }
  return cells.length > 0 ? { names: reading.names!, cells, first, dialect } : undefined;
}

function namesOf(
  name: string,
  row: readonly string[],
  rows: readonly string[][],
  heading: boolean,
  maxColumns: number = 16_384,
): readonly string[] {
  check(
    row.length <= maxColumns,
    () => `${name}: row 1 has ${row.length} cells; a table may have ${maxColumns} columns; maxColumns allows more`,
  );
  if (!heading) return columnNames(row.map(() => ''));
  const next = rows[rows.indexOf(row as string[]) + 1];
  return columnNames(next?.length === row.length + 1 ? ['', ...row] : row);
}

function raggedRow(name: string, { row: number, names = [] }: Reading, row: readonly string[]): InputError {
  const where =
    row.length < names.length ? `column ${show(names[row.length])} has none` : `the cell ${show(row[names.length])} has no column`;
  return new InputError(
    `${name}: row ${number} has ${row.length} cell${row.length === 1 ? '' : 's'}, and the table has ${names.length} columns; ${where}`,
  );
}
