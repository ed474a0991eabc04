import { readFile, WINDOWS } from '@autoencoders/app-kit/read-table';
import { plural, tableEndingOf, tableEndings } from '@autoencoders/app-kit/parts';
import { InputError } from '@autoencoders/core';
import { printable } from '@autoencoders/core/internal';
import { isUsed } from '@autoencoders/tables';
import type { Column, ReadTable, Schema } from '@autoencoders/tables';
import type { Reading, Settings } from '../findings.js';

/** A column with such a name says which rows are odd. A detector must not learn from it. */
const LABELS = /^(label|class|target|anomaly|is_anomaly|outlier)$/i;
const NAMED = 4;
const NAME_LENGTH = 24;

/** A table, and how it was read. */
export interface NamedTable extends ReadTable {
  readonly reading: Reading;
}

/** Reads a file as a table. Without a `schema`, it is inferred. */
export async function tableOf(file: File, schema?: Schema): Promise<NamedTable> {
  const ending = tableEndingOf(file);
  if (!ending) throw new InputError(`${file.name} is no table; give a file that ends in ${tableEndings.join(', ')}, also gzipped`);
  const read = await readFile(file, ending, { schema });
  return { ...read, reading: { name: file.name, ending, encoding: read.dialect?.encoding === WINDOWS ? WINDOWS : undefined } };
}

/** The column of times, if there is one whose times rise, so that the table can be a series. */
export function timeOf({ schema, table }: ReadTable): string | undefined {
  return schema.columns.find(({ name, kind }) => {
    const cells = table.columns[name];
    return kind === 'dateTime' && cells instanceof Float64Array && cells.every((time, i) => i === 0 || time > cells[i - 1]!);
  })?.name;
}

/** Whether the table is read as a series. */
export function isSeries(read: ReadTable, reading: Settings['reading']): boolean {
  const asked = reading === 'series';
  return asked || (reading === 'auto' && timeOf(read) !== undefined);
}

/** Why a table with times is read as rows, if the reader did not choose that. */
export function timesNote({ schema }: ReadTable, reading: Settings['reading']): string | undefined {
  const times = schema.columns.find(({ kind }) => kind === 'dateTime');
  if (!times || reading !== 'auto') return undefined;
  return `The times in ${printable(times.name, NAME_LENGTH)} do not always rise, so the table is read as rows, not as a series.`;
}

/** The schema with the columns alone that are learned from, and a sentence on the others. */
export function chosen(schema: Schema, use: (column: Column) => boolean): { readonly schema: Schema; readonly note: string | undefined } {
  const uses = (column: Column): boolean => isUsed(column) && !LABELS.test(column.name) && use(column);
  const columns = schema.columns.filter(uses);
  const leftOut = schema.columns.filter((column) => !uses(column));
  const named = leftOut
    .slice(0, NAMED)
    .map(({ name, kind, because }) => `${printable(name, NAME_LENGTH)} (${reasonOf(name, kind, because)})`);
  const more = leftOut.length > NAMED ? [plural(leftOut.length - NAMED, 'other')] : [];
  return {
    schema: { ...schema, columns },
    note: leftOut.length > 0 ? `Left out: ${[...named, ...more].join(', ')}.` : undefined,
  };
}

function reasonOf(name: string, kind: Column['kind'], because: string): string {
  if (LABELS.test(name)) return 'its name says that it holds labels';
  if (kind === 'dateTime') return 'it holds times';
  return kind === 'category' || kind === 'yesNo' ? 'it holds words' : printable(because);
}
