import { check, checkOptions } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import type { ModuleCall } from '@autoencoders/core/internal';
import type { Cell } from '../columns/cell.js';
import type { RowChunk, TableSource } from './source.js';

/** The cells of a column: numbers, with NaN for a missing one, or words, with null for a missing one. */
type ColumnCells = Float64Array | readonly (string | null)[];

/**
 * A table that comes column by column, such as `openParquet` and `openArrow` of `@autoencoders/files` give. A `boolean` is 0 or 1, a
 * `dateTime` seconds since 1970-01-01 00:00 UTC.
 */
export interface TableStream extends AsyncIterable<{ readonly rows: number; readonly columns: Readonly<Record<string, ColumnCells>> }> {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: 'number' | 'boolean' | 'dateTime' | 'string' }[];
  readonly count?: number | undefined;
  /** How another thread opens it. Files on disk have it. */
  readonly openedBy?: ModuleCall | undefined;
  /** The table of which this is one of several parts. Default: this is no part. */
  readonly whole?: TableStream | undefined;
}

/** How many bytes a cell takes in memory, about. */
const CELL = 16;

/**
 * A table from one that comes column by column. Every reading loops over it anew.
 *
 * ```ts
 * const { data, encoder } = await encodeTable(fromColumns(await openParquet('flights.parquet')));
 * ```
 *
 * @param stream A table that comes column by column, such as a Parquet file.
 */
export function fromColumns(stream: TableStream, options: { readonly name?: string | undefined } = {}): TableSource {
  checkOptions('fromColumns', options, { name: true });
  check(
    typeof stream?.[Symbol.asyncIterator] === 'function' && Array.isArray(stream.columns),
    () => `fromColumns: the table must be one that comes column by column, such as openParquet gives, not ${show(stream)}`,
  );
  const { columns, count, openedBy, whole } = stream;
  const names = columns.map(({ name }) => name);
  return {
    name: options.name ?? stream.name,
    replayable: true,
    openedBy,
    whole: whole && fromColumns(whole, options),
    bytes: count === undefined ? undefined : count * names.length * CELL,
    async *rows() {
      let first = 1;
      for await (const chunk of stream) {
        const readers = columns.map(({ name, type }) => cellReader(chunk.columns[name]!, type));
        for (let at = 0; at < chunk.rows; at += ROWS) yield rowsOf(readers, names, at, Math.min(chunk.rows, at + ROWS), first);
        first += chunk.rows;
      }
      // A part without rows tells its columns.
      if (first === 1 && whole) yield { names, cells: [], first };
    },
  };
}

/** Rows that are made of columns at a time. */
const ROWS = 4096;

type CellReader = (row: number) => Cell;

function rowsOf(readers: readonly CellReader[], names: readonly string[], from: number, to: number, first: number): RowChunk {
  return { names, cells: Array.from({ length: to - from }, (_, i) => readers.map((read) => read(from + i))), first: first + from };
}

function cellReader(cells: ColumnCells, type: TableStream['columns'][number]['type']): CellReader {
  if (!(cells instanceof Float64Array)) return (row) => cells[row];
  const known =
    (of: (value: number) => Cell): CellReader =>
    (row) =>
      Number.isNaN(cells[row]) ? null : of(cells[row]!);
  if (type === 'boolean') return known((value) => value === 1);
  return type === 'dateTime' ? known((value) => new Date(value * 1000)) : known((value) => value);
}
