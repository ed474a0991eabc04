import { InputError } from '@autoencoders/core';
import type { IndexedDataset, Shape } from '@autoencoders/core';
import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { resample as resampled, windows as windowsOf } from '@autoencoders/datasets';
import type { Windows } from '@autoencoders/datasets';
import { isUsed, readTable } from '@autoencoders/tables';
import type { Column, ColumnValues, Schema, Table, TableEncoder, TableSource } from '@autoencoders/tables';
import type { SeriesForm } from './series-form.js';

/** A series in the order of time: a table of numbers, and when each row was measured. */
export interface SeriesTable {
  readonly name: string;
  readonly table: Table;
  /** Seconds since 1970. Undefined where the order of the file counts. */
  readonly times: Float64Array | undefined;
  /** Rows that had the time of another one, whose mean took their place. */
  readonly merged: number;
}

/** The schema of a series: its columns of numbers, and the column of date-times that orders the rows, if there is one. */
export interface SeriesSchema {
  /** The columns of numbers are used, and no others. */
  readonly schema: Schema;
  readonly time: Column | undefined;
}

/** A column of words that becomes one of numbers, such as labels of the steps. */
export interface StepMarks {
  readonly column: string;
  readonly numbersOf: (cells: ColumnValues) => Float64Array;
}

/** What the columns of a table are to a series. Throws where there are no numbers, and where several columns could be the time. */
export function seriesSchema(schema: Schema, name: string, time: string | undefined): SeriesSchema {
  const dates = schema.columns.filter(({ kind }) => kind === 'dateTime');
  const named = time === undefined ? dates : dates.filter((column) => column.name === time);
  check(
    time === undefined || named.length === 1,
    () => `--time ${time}: ${name} has no such column of date-times; it has ${dates.map((column) => column.name).join(', ') || 'none'}`,
  );
  check(
    named.length < 2,
    () =>
      `${name} has several columns of date-times, ${named.map((column) => column.name).join(' and ')}; say which orders the rows with --time`,
  );
  const isNumbers = ({ kind }: Column): boolean => kind === 'number' || kind === 'count';
  check(
    schema.columns.some(isNumbers),
    () => `${name} has no column of numbers that vary, and windows are made of numbers; autoencoders inspect shows its columns`,
  );
  const columns = schema.columns.map((column): Column => {
    if (isNumbers(column) || !isUsed(column)) return column;
    return { ...column, kind: 'ignored', because: column === named[0] ? 'it orders the rows' : 'windows are made of numbers' };
  });
  return { schema: { ...schema, columns }, time: named[0] };
}

/**
 * Reads a series: its rows in the order of time, rows of the same time as their mean, and at equal steps where `resample` asks for it. The
 * column of `marks`, if the table has it, goes the same way as the columns of the series.
 */
export async function readSeries(
  source: TableSource,
  { schema, time }: SeriesSchema,
  { resample, longestStep }: Pick<SeriesForm, 'resample' | 'longestStep'>,
  marks?: StepMarks,
): Promise<SeriesTable> {
  const columns = schema.columns.map((column) => (column.name === time?.name ? time : column));
  const table = await readNumbers(source, { ...schema, columns }, marks);
  if (!time) {
    for (const [option, value] of Object.entries({ resample, 'longest-step': longestStep }))
      check(value === undefined, () => `--${option} needs a column of date-times, and ${source.name} has none`);
    return { name: source.name, table, times: undefined, merged: 0 };
  }
  const ordered = byTime(table, time.name, source.name);
  if (resample === undefined) return ordered;
  const { table: own, times } = ordered;
  const names = Object.keys(own.columns);
  const values = interleaved(
    names.map((name) => own.columns[name]! as Float64Array),
    own.rows,
  );
  const even = resampled(
    { name: source.name, values, channels: names.length, times },
    { every: resample, ...(longestStep !== undefined && { longestStep }) },
  );
  const rows = even.times.length;
  const column = (c: number): Float64Array => Float64Array.from({ length: rows }, (_, row) => even.values[row * names.length + c]!);
  return { ...ordered, table: { rows, columns: Object.fromEntries(names.map((name, c) => [name, column(c)])) }, times: even.times };
}

/** Reads a table whose columns in use are numbers, and the column of `marks` as numbers. */
async function readNumbers(source: TableSource, schema: Schema, marks: StepMarks | undefined): Promise<Table> {
  if (!marks) return (await readTable(source, { schema })).table;
  const words: Column = { name: marks.column, kind: 'category', because: 'it marks the steps', missing: 0, examples: [] };
  const { table } = await readTable(source, { schema: withColumn(schema, words), optional: [marks.column] });
  const cells = table.columns[marks.column];
  return cells ? { ...table, columns: { ...table.columns, [marks.column]: marks.numbersOf(cells) } } : table;
}

/** The schema with a column in the place of the one of its name, or after all. */
export function withColumn(schema: Schema, column: Column): Schema {
  const has = schema.columns.some(({ name }) => name === column.name);
  const columns = schema.columns.map((each) => (each.name === column.name ? column : each));
  return { ...schema, columns: has ? columns : [...columns, column] };
}

/** `[rows, columns]` of columns. */
export function interleaved(columns: readonly Float64Array[], rows: number): Float64Array {
  const values = new Float64Array(rows * columns.length);
  columns.forEach((cells, c) => cells.forEach((cell, row) => (values[row * columns.length + c] = cell)));
  return values;
}

/** The rows in the order of time, without its column. Rows of the same time become their mean. */
function byTime({ rows, columns }: Table, time: string, name: string): SeriesTable & { readonly times: Float64Array } {
  const all = columns[time] as Float64Array;
  const unknown = all.findIndex((seconds) => Number.isNaN(seconds));
  if (unknown >= 0) throw new InputError(`${name}: example ${unknown + 1} has no ${show(time)}, which orders the rows`);
  const order = Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => all[a]! - all[b]! || a - b);
  const groups: number[][] = [];
  for (const row of order) {
    const last = groups.at(-1);
    if (last && all[last[0]!] === all[row]) last.push(row);
    else groups.push([row]);
  }
  const others = Object.entries(columns).filter(([column]) => column !== time);
  const merged = others.map(([column, cells]) => [column, Float64Array.from(groups, (group) => meanOf(cells, group))]);
  return {
    name,
    table: { rows: groups.length, columns: Object.fromEntries(merged) as Table['columns'] },
    times: Float64Array.from(groups, ([row]) => all[row!]!),
    merged: rows - groups.length,
  };
}

/** The mean of the known cells in some rows, NaN where none is known. */
function meanOf(cells: ColumnValues, rows: readonly number[]): number {
  const known = rows.map((row) => Number(cells[row])).filter((cell) => !Number.isNaN(cell));
  return known.reduce((sum, cell) => sum + cell, 0) / known.length;
}

/** The windows as examples of another shape with as many numbers, such as a model takes. */
export const windowsAs = (windows: Windows, shape: Shape): IndexedDataset => ({
  ...windows,
  shape,
  rows: async (places) => ({ ...(await windows.rows(places)), shape }),
});

/** The windows of a series, standardised: `[windows, window, columns]`. Throws where none is left. */
export function seriesWindows({ name, table, times }: SeriesTable, encoder: TableEncoder, form: SeriesForm): Windows {
  const { window, stride, longestStep } = form;
  check(window <= table.rows, () => `--window ${window} is longer than ${name}, which has ${table.rows} steps`);
  const { values, mask } = encoder.encode(table);
  const known = mask ? values.map((value, i) => (mask[i] === 1 ? value : NaN)) : values;
  const cross = form.resample === undefined && longestStep !== undefined ? { longestStep } : {};
  try {
    return windowsOf({ name, values: known, channels: encoder.width, times }, { length: window, stride, ...cross });
  } catch (cause) {
    if (!(cause instanceof InputError) || !cause.message.includes('no window')) throw cause;
    const remedy = times ? 'a smaller --window, a larger --longest-step, or --resample' : 'a smaller --window';
    throw new InputError(`no window of ${window} steps of ${name} is left, as each crosses a gap or has missing values; give ${remedy}`, {
      cause,
    });
  }
}
