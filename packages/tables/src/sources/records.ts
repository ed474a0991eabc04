import { InputError } from '@autoencoders/core';
import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { Cell } from '../columns/cell.js';
import { once } from './source.js';
import type { RowChunk, TableSource } from './source.js';

/** A row as an object: its cells by the names of their columns. */
export type Row = Readonly<Record<string, Cell>>;

/** Rows as objects: in an array, from a stream that can be read once, or from a function that opens such a stream anew. */
export type RecordsInput = readonly Row[] | AsyncIterable<Row> | (() => AsyncIterable<Row> | Iterable<Row>);

/** Options of `fromRecords`. */
export interface RecordsOptions {
  /** What messages call the source. */
  readonly name?: string | undefined;
  /** The names of the columns. Default: the keys of all rows of an array, of the first 1,000 rows of a stream. */
  readonly columns?: readonly string[] | undefined;
}

/** How many rows of a stream tell its columns, and how many rows there are in a chunk. */
export const CHUNK_ROWS = 1000;
const MAX_COLUMNS = 16_384;

/**
 * Rows as objects as a table, such as the rows of a query. A key that is missing in a row is a missing cell. Throws an `InputError` that names the
 * row for a row that is no object, and for a key that none of the first 1,000 rows of a stream has.
 *
 * ```ts
 * fromRecords([{ age: 31, city: 'Osaka' }, { age: null, city: 'Lagos' }]);
 * fromRecords(() => database.query('select * from people').stream());
 * ```
 *
 * @param records One object for each row.
 */
export function fromRecords(records: RecordsInput, options: RecordsOptions = {}): TableSource {
  checkOptions('fromRecords', options, { name: true, columns: true });
  const { name = 'the records', columns } = options;
  if (Array.isArray(records)) {
    const names = columns ?? keysOf(name, records as readonly Row[], 1);
    return {
      name,
      replayable: true,
      bytes: records.length * names.length * 16,
      rows: () => recordRows(name, records as readonly Row[], names),
    };
  }
  if (typeof records === 'function') return { name, replayable: true, rows: () => recordRows(name, records(), columns) };
  check(
    typeof (records as AsyncIterable<Row> | undefined)?.[Symbol.asyncIterator] === 'function',
    () => `fromRecords: records must be an array, an async iterable or a function, not ${show(records)}`,
  );
  return { name, replayable: false, rows: once('fromRecords', name, () => recordRows(name, records as AsyncIterable<Row>, columns)) };
}

/** The keys of all rows, in the order in which they first appear. `first` is the number of the first row, for messages. */
function keysOf(name: string, rows: readonly Row[], first: number): readonly string[] {
  const keys = new Set<string>();
  for (const [i, row] of rows.entries()) {
    checkRow(name, row, first + i);
    for (const key of Object.keys(row)) keys.add(key);
    check(keys.size <= MAX_COLUMNS, () => `${name}: row ${first + i} brings the number of columns above ${MAX_COLUMNS}`);
  }
  return [...keys];
}

function checkRow(name: string, row: unknown, number: number): void {
  check(
    typeof row === 'object' && row !== null && !Array.isArray(row),
    () => `${name}: row ${number} must be an object, { column: cell, … }, not ${show(row)}`,
  );
}

/** Objects as rows of cells. */
export async function* recordRows(
  name: string,
  records: Iterable<Row> | AsyncIterable<Row>,
  columns?: readonly string[],
): AsyncGenerator<RowChunk> {
  let names = columns;
  let known: ReadonlySet<string> | undefined;
  let rows: Row[] = [];
  let first = 1;
  const chunk = (): RowChunk => {
    names ??= keysOf(name, rows, first);
    known ??= new Set(names);
    const cells = rows.map((row, i) => cellsOf(name, row, first + i, names!, columns ? undefined : known));
    const done = { names, cells, first };
    first += rows.length;
    rows = [];
    return done;
  };
  for await (const row of records) if (rows.push(row) === CHUNK_ROWS) yield chunk();
  if (rows.length > 0) yield chunk();
  if (first === 1) throw new InputError(`${name} has no rows`);
}

function cellsOf(
  name: string,
  row: Row,
  number: number,
  names: readonly string[],
  known: ReadonlySet<string> | undefined,
): readonly Cell[] {
  checkRow(name, row, number);
  const stranger = known && Object.keys(row).find((key) => !known.has(key));
  check(
    stranger === undefined,
    () =>
      `${name}: row ${number} has the key ${show(stranger)}, which none of the first ${CHUNK_ROWS} rows has; give columns, the names of all`,
  );
  return names.map((key) => (Object.hasOwn(row, key) ? row[key] : null));
}
