import Papa from 'papaparse';
import { InputError } from '@autoencoders/core';
import { check, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { DamagedText, textOf } from './decode-text.js';
import { columnNames } from './names.js';
import { MAX_SAMPLE, sampleOf } from './sample.js';
import { sniff } from './sniff.js';
import { piecesOf } from './source.js';
import type { Dialect, FileInput, Pieces, RowChunk, TableSource } from './source.js';

/** Options of `fromCsv`. What is not given is found out from the first rows. */
export interface CsvOptions {
  /** What messages call the file. */
  readonly name?: string | undefined;
  /** What separates cells: one character. */
  readonly separator?: string | undefined;
  /** What stands around cells that contain separators: one character. */
  readonly quote?: string | undefined;
  /** Whether the first row has the names of the columns. */
  readonly heading?: boolean | undefined;
  /** The encoding of bytes without a byte order mark. Default `utf-8`. */
  readonly encoding?: string | undefined;
  /** What lines to skip begin with, such as `#`. Default: no lines are skipped. */
  readonly comment?: string | undefined;
  /** The most columns a file may have. Default 16,384. */
  readonly maxColumns?: number | undefined;
  /** The most characters a row may have. Default 2²⁴. */
  readonly maxRowLength?: number | undefined;
}

const CSV_OPTIONS: Readonly<Record<keyof CsvOptions, true>> = {
  name: true,
  separator: true,
  quote: true,
  heading: true,
  encoding: true,
  comment: true,
  maxColumns: true,
  maxRowLength: true,
};

/** How many rows are read at a time, about, and how many characters at most. Each time costs something for every column. */
const ROWS = 100;
const MAX_TEXT = 2 ** 20;

/**
 * A CSV or TSV file as a table. Separator, quotes, heading and byte order mark are found out; `dialect` of the first rows tells them. gzip is
 * decompressed. The rows throw an `InputError` that names the row, and the column where there is one. They throw for too few or too many
 * cells, for a quote that is never closed, and for text after a closing quote; for bytes in another encoding; and for a row that has too
 * many columns, or is too long.
 *
 * @param input The content of the file, or where it comes from: see `FileInput`.
 */
export function fromCsv(input: FileInput, options: CsvOptions = {}): TableSource {
  checkOptions('fromCsv', options, CSV_OPTIONS);
  for (const key of ['separator', 'quote'] as const)
    check(
      options[key] === undefined || options[key]?.length === 1,
      () => `fromCsv: ${key} must be one character, not ${show(options[key])}`,
    );
  for (const key of ['maxColumns', 'maxRowLength'] as const) if (options[key] !== undefined) checkInteger('fromCsv', key, options[key], 1);
  const file = piecesOf('fromCsv', input, options.name);
  return { name: file.name, replayable: file.replayable, bytes: file.bytes, rows: () => csvRows(file, options) };
}

/** Where a reading is. */
interface Reading {
  /** The text of the row that is not complete yet. */
  rest: string;
  /** The number of the next row. */
  row: number;
  names: readonly string[] | undefined;
  /** How long the rest must be before it is read again, so that a long row does not take quadratic time, nor a wide table one row at a time. */
  wanted: number;
}

async function* csvRows(file: Pieces, options: CsvOptions): AsyncGenerator<RowChunk> {
  const reading: Reading = { rest: '', row: 1, names: undefined, wanted: 0 };
  let read: RowReader | undefined;
  let encoding = '';
  try {
    for await (const piece of textOf(file, options.encoding)) {
      ({ encoding } = piece);
      reading.rest += piece.text;
      if (read && reading.rest.length < reading.wanted) continue;
      const sample = read ? '' : sampleOf(reading.rest);
      if (sample === undefined) continue;
      read ??= rowReader(file, reading, options, encoding, sample);
      const chunk = read(false);
      if (chunk) yield chunk;
    }
  } catch (cause) {
    if (!(cause instanceof DamagedText)) throw cause;
    read ??= rowReader(file, reading, options, encoding);
    read(false);
    throw new InputError(`${file.name}: row ${reading.row} ${cause.message}`, { cause });
  }
  read ??= rowReader(file, reading, options, encoding);
  const chunk = read(true);
  if (chunk) yield chunk;
  check(reading.names !== undefined, () => `${file.name} is empty`);
}

/** Reads the complete rows of the text that is there. Undefined where there are none. */
type RowReader = (isEnd: boolean) => RowChunk | undefined;

function rowReader(file: Pieces, reading: Reading, options: CsvOptions, encoding: string, sample?: string): RowReader {
  // Without a sample, the text is all there is.
  const { separator, quote, newline, heading, because, skip } = sniff(
    sample ?? reading.rest.slice(0, MAX_SAMPLE),
    sample === undefined,
    options,
  );
  const dialect: Dialect = { encoding, separator, quote, heading, because };
  const { maxRowLength = 2 ** 24, comment = false } = options;
  const parser = new Papa.Parser({ delimiter: separator, quoteChar: quote, newline, comments: comment });
  reading.rest = reading.rest.slice(skip);
  reading.row += skip > 0 ? 1 : 0;
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
    check(
      reading.rest.length <= maxRowLength,
      () => `${file.name}: row ${reading.row} has more than ${maxRowLength} characters; is a quote never closed? maxRowLength allows more`,
    );
    reading.wanted = Math.max(2 * reading.rest.length, Math.min(MAX_TEXT, (ROWS * meta.cursor) / Math.max(1, data.length)));
    return chunk;
  };
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
