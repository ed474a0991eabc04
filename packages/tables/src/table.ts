import Papa from 'papaparse';
import { InputError } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { markersOf } from './columns/cell.js';
import { isUsed } from './columns/column.js';
import type { Column, Schema } from './columns/column.js';
import { writeDate } from './columns/dates.js';
import { writeNumber } from './columns/numbers.js';
import { columnParser } from './columns/parse-column.js';
import type { ColumnParser } from './columns/parse-column.js';
import type { RowChunk } from './sources/source.js';

/** The cells of a column: numbers, with NaN for a missing cell, or words, with null for a missing cell. Date-times are seconds since 1970. */
export type ColumnValues = Float64Array | readonly (string | null)[];

/** A table in memory, or a part of a larger one: the cells of each column by its name. */
export interface Table {
  /** The number of rows. */
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnValues>>;
}

/** Which columns of a schema a table has. */
export interface TableOptions {
  /** Whether to keep the columns that are left out of the features, as words. Default false. */
  readonly keepAll?: boolean | undefined;
  /** The names of columns of the schema that the source may lack, such as a label. Default: none. */
  readonly optional?: readonly string[] | undefined;
}

/**
 * A function from rows of a source to a table, by the schema, for chunk after chunk. Equal words share memory. It throws an `InputError` that names row
 * and column for a cell that does not fit its column.
 */
export function rowParser(schema: Schema, source: string, { keepAll = false, optional = [] }: TableOptions): (chunk: RowChunk) => Table {
  const wanted = schema.columns.filter((column) => keepAll || isUsed(column));
  let parsers: readonly (readonly [name: string, place: number, parse: ColumnParser])[] | undefined;
  return (chunk) => {
    parsers ??= wanted
      .filter(({ name }) => chunk.names.includes(name) || !optional.includes(name))
      .map((column) => {
        const markers = markersOf([...schema.missing, ...(column.markers ?? [])]);
        return [column.name, placeOf(column.name, chunk.names, source), columnParser(column, markers, source)];
      });
    const values = parsers.map(([name, place, parse]) => [name, parse(chunk, place)] as const);
    return { rows: chunk.cells.length, columns: Object.fromEntries(values) };
  };
}

function placeOf(name: string, names: readonly string[], source: string): number {
  const place = names.indexOf(name);
  if (place < 0) throw new InputError(`${source} has no column ${show(name)}, which the schema has; its columns are ${show([...names])}`);
  return place;
}

/** Tables of the same columns as one. */
export function joinTables(tables: readonly Table[]): Table {
  if (tables.length === 1) return tables[0]!;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const names = Object.keys(tables[0]?.columns ?? {});
  const joined = (name: string): ColumnValues => {
    const parts = tables.map((table) => table.columns[name]!);
    if (!(parts[0] instanceof Float64Array)) return (parts as (string | null)[][]).flat();
    const all = new Float64Array(rows);
    let at = 0;
    for (const part of parts as Float64Array[]) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  };
  return { rows, columns: Object.fromEntries(names.map((name) => [name, joined(name)])) };
}

/**
 * The cells of `table`, and where one is missing, that of `reconstruction`: imputation. Both are of the same rows. Columns that only one of them
 * has stay as they are.
 */
export function fillMissing(table: Table, reconstruction: Table): Table {
  check(
    table.rows === reconstruction.rows,
    () => `fillMissing: the table has ${table.rows} rows, and the reconstruction ${reconstruction.rows}; they must be the same rows`,
  );
  const filled = Object.entries(table.columns).map(([name, cells]) => {
    const others = Object.hasOwn(reconstruction.columns, name) ? reconstruction.columns[name]! : cells;
    return [
      name,
      cells instanceof Float64Array
        ? cells.map((x, r) => (Number.isNaN(x) ? (others[r] as number) : x))
        : cells.map((x, r) => x ?? (others[r] as string | null)),
    ] as const;
  });
  return { rows: table.rows, columns: Object.fromEntries(filled) };
}

/** The column of the schema with this name, for its formats. A column that the schema lacks is written as it is. */
const columnsByName = (schema: Schema): ReadonlyMap<string, Column> => new Map(schema.columns.map((column) => [column.name, column]));

/**
 * The rows of a table as objects: numbers as numbers, date-times as text in the format of the column, missing cells as null.
 *
 * @param schema The columns and their kinds.
 */
export function toRecords(table: Table, schema: Schema): Record<string, string | number | null>[] {
  const columns = columnsByName(schema);
  const cells = Object.entries(table.columns).map(([name, values]) => {
    const date = columns.get(name)?.date;
    const write = (value: number): string | number | null => (Number.isNaN(value) ? null : date ? writeDate(value, date) : value);
    return [name, (r: number) => (values instanceof Float64Array ? write(values[r]!) : values[r]!)] as const;
  });
  return Array.from({ length: table.rows }, (_, r) => Object.fromEntries(cells.map(([name, cell]) => [name, cell(r)])));
}

/**
 * A table as CSV, each cell as its column is written: decimal commas, percent signs, formats of dates. Missing cells are empty. `separator` is what
 * separates cells. Default `,`. `heading` says whether the names of the columns come first. Default true.
 *
 * @param schema The columns and their kinds.
 */
export function toCsv(
  table: Table,
  schema: Schema,
  options: { readonly separator?: string | undefined; readonly heading?: boolean | undefined } = {},
): string {
  const { separator = ',', heading = true } = options;
  const columns = columnsByName(schema);
  const names = Object.keys(table.columns);
  const cells = names.map((name) => {
    const { date, format = {} } = columns.get(name) ?? {};
    const write = (value: number): string => (Number.isNaN(value) ? '' : date ? writeDate(value, date) : writeNumber(value, format));
    const values = table.columns[name]!;
    return (r: number): string => (values instanceof Float64Array ? write(values[r]!) : (values[r] ?? ''));
  });
  const rows = Array.from({ length: table.rows }, (_, r) => cells.map((cell) => cell(r)));
  return `${Papa.unparse(heading ? [names, ...rows] : rows, { delimiter: separator, newline: '\n' })}\n`;
}
