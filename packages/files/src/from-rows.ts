import { InputError } from '@autoencoders/core';
import { check, checkFunction, checkInteger, checkOptions } from '@autoencoders/core/operations';
import { printable, show } from '@autoencoders/core/internal';
import type { ColumnType, ColumnValues, TableChunk, TableColumn, TableStream } from './table.js';

/** A row: a cell for each column, by its name. */
export type Row = Readonly<Record<string, unknown>>;

/** Rows one by one, or some at a time. */
export type Rows = AsyncIterable<Row | readonly Row[]> | Iterable<Row | readonly Row[]>;

/** Options of `fromRows`. */
export interface FromRowsOptions {
  /** The columns to take from each row, and their types. Other cells are passed over. */
  readonly columns: readonly TableColumn[];
  /** The number of rows, if it is known. */
  readonly count?: number | undefined;
  /** How many rows a chunk has. Default 10,000. */
  readonly chunk?: number | undefined;
  /** What messages call the table. Default "the rows". */
  readonly name?: string | undefined;
}

const types: readonly ColumnType[] = ['number', 'boolean', 'dateTime', 'string'];

/**
 * A table of rows that come from anywhere, such as a cursor of a database. `open` is called for each loop, so that each begins anew; leaving a
 * loop ends the iteration of the rows. null and undefined are missing cells. A `number` may be a number, a bigint, or digits in a string (as
 * databases give large ones); a `dateTime` a `Date` or seconds since 1970; a `boolean` true, false, 1 or 0; a `string` anything.
 * Throws when a cell does not fit its column, and when the source fails: the message says after how many rows.
 *
 * ```ts
 * const table = fromRows(() => cursor(client, 'SELECT age, city FROM people'), {
 *   columns: [{ name: 'age', type: 'number' }, { name: 'city', type: 'string' }],
 * });
 * ```
 */
export function fromRows(open: () => Rows, options: FromRowsOptions): TableStream {
  checkFunction('fromRows', 'open', open);
  checkOptions('fromRows', options, { columns: true, count: true, chunk: true, name: true });
  const { columns, count, chunk = 10_000, name = 'the rows' } = options;
  check(Array.isArray(columns) && columns.length > 0, () => `fromRows: columns must be a list of { name, type }, not ${show(columns)}`);
  for (const { name, type } of columns)
    check(
      types.includes(type),
      () => `fromRows: the type of the column ${show(name)} must be one of ${types.join(', ')}, not ${show(type)}`,
    );
  checkInteger('fromRows', 'chunk', chunk, 1);
  const file = printable(name);
  return {
    name: file,
    columns,
    count,
    async *[Symbol.asyncIterator]() {
      let start = 0;
      for await (const rows of chunked(open, chunk, file)) {
        yield toChunk(rows, columns, { file, start });
        start += rows.length;
      }
      check(count === undefined || start === count, () => `fromRows: ${file} ended after ${start} rows; ${count} were expected`);
    },
  };
}

/** The rows, `size` at a time. */
async function* chunked(open: () => Rows, size: number, file: string): AsyncGenerator<readonly Row[], void> {
  let rows: Row[] = [];
  let done = 0;
  try {
    for await (const some of open()) {
      for (const row of Array.isArray(some) ? (some as readonly Row[]) : [some as Row]) {
        if (rows.push(row) < size) continue;
        yield rows;
        done += rows.length;
        rows = [];
      }
    }
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError(
      `fromRows: ${file} failed after ${done + rows.length} rows: ${printable(String((cause as Error)?.message ?? cause))}`,
      { cause },
    );
  }
  if (rows.length > 0) yield rows;
}

interface Place {
  readonly file: string;
  /** The first row, counted from 0. */
  readonly start: number;
}

function toChunk(rows: readonly Row[], columns: readonly TableColumn[], { file, start }: Place): TableChunk {
  const cells = columns.map(({ name, type }): [string, ColumnValues] => {
    const refuse = (i: number): never => {
      throw new InputError(
        `fromRows: row ${start + i + 1} of ${file} has ${show(rows[i]?.[name])} in the column ${show(name)}; ${fits[type]} fit`,
      );
    };
    if (type === 'string') return [name, rows.map((row) => wordOf(row[name]))];
    const toNumber = { number: numberOf, boolean: booleanOf, dateTime: secondsOf }[type];
    return [name, Float64Array.from(rows, (row, i) => (isMissing(row?.[name]) ? NaN : (toNumber(row[name]) ?? refuse(i))))];
  });
  return { rows: rows.length, columns: Object.fromEntries(cells) };
}

/** What a column takes, for messages. */
const fits: Readonly<Record<ColumnType, string>> = {
  number: 'numbers, whole ones up to 2^53 - 1,',
  boolean: 'true, false, 1 and 0',
  dateTime: 'a Date and seconds since 1970',
  string: 'texts',
};

const isMissing = (value: unknown): boolean => value === null || value === undefined;

const wordOf = (value: unknown): string | null => (isMissing(value) ? null : String(value));

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const isWhole = typeof value === 'bigint' || (typeof value === 'string' && /^-?\d+$/.test(value));
  if (!isWhole && !(typeof value === 'string' && value.trim() !== '')) return undefined;
  const number = Number(value);
  if (isWhole) return Number.isSafeInteger(number) ? number : undefined;
  return Number.isNaN(number) && value !== 'NaN' ? undefined : number;
}

function booleanOf(value: unknown): number | undefined {
  return value === true || value === 1 ? 1 : value === false || value === 0 ? 0 : undefined;
}

function secondsOf(value: unknown): number | undefined {
  return value instanceof Date ? value.getTime() / 1000 : typeof value === 'number' ? value : undefined;
}
