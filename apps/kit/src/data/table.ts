import { check } from '@autoencoders/core/operations';
import { InputError } from '@autoencoders/core';
import { fitEncoder, fromArff, fromCsv, fromJson, fromJsonLines, isUsed, readTable } from '@autoencoders/tables';
import type { ReadTable, TableSource } from '@autoencoders/tables';
import { plural } from '../format.js';
import { WINDOWS, columnNotes, pixelNotes } from './table-notes.js';
import type { Data } from './index.js';
import { labelOf } from './label.js';
import type { Label } from './label.js';
import { pixelsOf } from './pixels.js';
import { LEAST, splitOwn } from './split-own.js';
import type { TableEnding } from './table-endings.js';

const readers: Readonly<Record<TableEnding, (file: File) => TableSource>> = {
  '.csv': fromCsv,
  '.tsv': fromCsv,
  '.txt': fromCsv,
  '.json': fromJson,
  '.jsonl': fromJsonLines,
  '.ndjson': fromJsonLines,
  '.arff': fromArff,
};

/** A page holds the whole table in memory. */
const MOST_MEGABYTES = 256;

/** A table as it was read, with its classes. */
export interface LabelledTable extends ReadTable {
  readonly name: string;
  readonly ending: TableEnding;
  readonly label: Label | undefined;
}

/**
 * The rows of a table as examples with numbers from 0 to 1, and what was read, for the reader to see. A table that plainly
 * holds the pixels of pictures becomes pictures. Throws the `InputError` of the tables package for a damaged file.
 */
export async function tableData(file: File, ending: TableEnding): Promise<Data> {
  const { name, size } = file;
  check(size <= MOST_MEGABYTES * 2 ** 20, () => `${name} has more than ${MOST_MEGABYTES} MB, too much for a page; use a part of its rows`);
  const read = await readWhole(file, ending);
  const { rows } = read.table;
  check(rows >= LEAST, () => `${name} has ${plural(rows, 'row')}; at least ${LEAST} are needed`);
  const labelled = { ...read, name, ending, label: labelOf(read) };
  return pictureData(labelled) ?? columnData(labelled);
}

/** The whole table. Text that is not UTF-8 is read as Windows writes it in western languages; the notes say so. */
async function readWhole(file: File, ending: TableEnding): Promise<ReadTable> {
  const options = { keepAll: true, maxBytes: MOST_MEGABYTES * 2 ** 20 };
  const reader = readers[ending];
  return readTable(reader(file), options).catch((error: unknown) => {
    if (reader !== fromCsv || !(error instanceof InputError) || !/not UTF-8/.test(error.message)) throw error;
    return readTable(fromCsv(file, { encoding: WINDOWS }), options);
  });
}

/** The table as pictures, if it holds pixels. */
function pictureData(read: LabelledTable): Data | undefined {
  const { name, schema, table, label } = read;
  const columns = schema.columns.filter((column) => column.name !== label?.name && column.kind !== 'identifier');
  const pixels = pixelsOf(
    table,
    columns.map((column) => column.name),
  );
  if (!pixels) return undefined;
  const { side, values } = pixels;
  const dataset = { name, shape: [side, side, 1], values, labels: label?.labels, classes: label?.classes };
  return { ...splitOwn(dataset), table: pixelNotes(read, columns, pixels) };
}

/** Each column as numbers from 0 to 1: 0 is its least number, or no; 1 is its greatest number, or yes. Each level of a category is 0 or 1. */
async function columnData(read: LabelledTable): Promise<Data> {
  const { name, schema, table, label } = read;
  const columns = schema.columns.filter((column) => column.name !== label?.name && isUsed(column));
  check(columns.length > 1, () => `${name} has ${plural(columns.length, 'column')} to learn from; two at least are needed`);
  const encoder = await fitEncoder({ ...schema, columns }, table, { numbers: 'minMax' });
  const { values, ...data } = encoder.encode(table);
  // No is −1 in the encoder, and becomes 0.
  const unit = values.map((value) => Math.min(1, Math.max(0, value)));
  const dataset = { ...data, name, values: unit, labels: label?.labels, classes: label?.classes };
  return { ...splitOwn(dataset), table: columnNotes(read, encoder, data.mask !== undefined) };
}
