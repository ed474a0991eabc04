import { check } from '@autoencoders/core/operations';
import { fitEncoder, isUsed } from '@autoencoders/tables';
import type { ReadTable } from '@autoencoders/tables';
import { plural } from '../format.js';
import { columnNotes, pixelNotes } from './table-notes.js';
import type { Data } from './index.js';
import { labelOf } from './label.js';
import type { Label } from './label.js';
import { pixelsOf } from './pixels.js';
import { readFile } from './read-table.js';
import { LEAST, splitOwn } from './split-own.js';
import type { TableEnding } from './table-endings.js';

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
  const { name } = file;
  const read = await readFile(file, ending);
  const { rows } = read.table;
  check(rows >= LEAST, () => `${name} has ${plural(rows, 'row')}; at least ${LEAST} are needed`);
  const labelled = { ...read, name, ending, label: labelOf(read) };
  return pictureData(labelled) ?? columnData(labelled);
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
