import { check } from '@autoencoders/core/operations';
import { fitEncoder, isUsed } from '@autoencoders/tables';
import type { ReadTable } from '@autoencoders/tables';
import { plural } from '../format.js';
import { columnNotes, pixelNotes } from './table-notes.js';
import type { Data } from './index.js';
import { chosenLabel, labelOf } from './label.js';
import type { Label } from './label.js';
import { pixelsOf } from './pixels.js';
import type { Pixels } from './pixels.js';
import { readFile } from './read-table.js';
import { LEAST, splitOwn } from './split-own.js';
import type { TableEnding } from './table-endings.js';
import { previewOf } from './table-preview.js';
import type { TableChoices, TablePreview } from './table-preview.js';

/** A table as it was read, with its classes. */
export interface LabelledTable extends ReadTable {
  readonly name: string;
  readonly ending: TableEnding;
  readonly label: Label | undefined;
  /** What the reader chose. */
  readonly choices: Pick<TableChoices, 'kinds' | 'ignore'>;
}

/** A table that was read, and becomes examples once the reader has chosen. */
export interface OpenedTable {
  readonly preview: TablePreview;
  /** Throws an `InputError` for choices that do not fit the table. */
  readonly data: (choices: TableChoices) => Promise<Data>;
}

/** Reads a table. Throws the `InputError` of the tables package for a damaged file. */
export async function openTable(file: File, ending: TableEnding): Promise<OpenedTable> {
  const { name } = file;
  const found = await readFile(file, ending);
  const { rows } = found.table;
  check(rows >= LEAST, () => `${name} has ${plural(rows, 'row')}; at least ${LEAST} are needed`);
  const label = labelOf(found);
  const pixels = pixelsIn(found, label);
  return {
    preview: previewOf(name, found, label, pixels),
    async data({ label: chosen, ...choices }) {
      // Other kinds are written in other ways, so the cells are read again.
      const read = Object.keys(choices.kinds).length > 0 ? await readFile(file, ending, choices) : found;
      const classes = chosen === undefined ? undefined : chosen === label?.name ? label : chosenLabel(read, chosen);
      const labelled = { ...read, name, ending, label: classes, choices };
      return pixels ? pictureData(labelled, pixels) : columnData(labelled);
    },
  };
}

/**
 * The rows of a table as examples with numbers from 0 to 1, with the choices that the page proposes, and what was read, for the reader to see.
 * A table that plainly holds the pixels of pictures becomes pictures.
 */
export async function tableData(file: File, ending: TableEnding): Promise<Data> {
  const { preview, data } = await openTable(file, ending);
  return data(preview.choices);
}

/** The pictures of a table that holds pixels, beside a column that may have the classes. */
function pixelsIn({ schema, table }: ReadTable, label: Label | undefined): Pixels | undefined {
  const names = schema.columns.filter(({ name, kind }) => name !== label?.name && kind !== 'identifier').map(({ name }) => name);
  return pixelsOf(table, names);
}

/** The table as pictures. */
function pictureData(read: LabelledTable, pixels: Pixels): Data {
  const { side, values } = pixels;
  const { name, label } = read;
  const dataset = { name, shape: [side, side, 1], values, labels: label?.labels, classes: label?.classes };
  return { ...splitOwn(dataset), table: pixelNotes(read, pixels) };
}

/** Each column as numbers from 0 to 1: 0 is its least number, or no; 1 is its greatest number, or yes. Each level of a category is 0 or 1. */
async function columnData(read: LabelledTable): Promise<Data> {
  const { name, schema, table, label, choices } = read;
  const ignored = new Set(choices.ignore);
  const columns = schema.columns.filter((column) => column.name !== label?.name && isUsed(column) && !ignored.has(column.name));
  check(columns.length > 1, () => `${name} has ${plural(columns.length, 'column')} to learn from; two at least are needed`);
  const encoder = await fitEncoder({ ...schema, columns }, table, { numbers: 'minMax' });
  const { values, ...data } = encoder.encode(table);
  // No is −1 in the encoder, and becomes 0.
  const unit = values.map((value) => Math.min(1, Math.max(0, value)));
  const dataset = { ...data, name, values: unit, labels: label?.labels, classes: label?.classes };
  return { ...splitOwn(dataset), table: columnNotes(read, encoder, data.mask !== undefined) };
}
