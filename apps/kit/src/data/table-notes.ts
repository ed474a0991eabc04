import { printable } from '@autoencoders/core/internal';
import { printSchema } from '@autoencoders/tables';
import type { Column, Schema, TableEncoder } from '@autoencoders/tables';
import { plural } from '../format.js';
import type { TableNotes, TableReading } from './index.js';
import type { Pixels } from './pixels.js';
import { WINDOWS } from './read-table.js';
import type { LabelledTable } from './table.js';

/** How many of the columns that are left out are named. */
const NAMED = 3;
const NAME_LENGTH = 24;
const NOT_UTF_8 = 'The file is not UTF-8, so it was read as Windows-1252: check its accents.';

/** What was read of a table, with the encoder of the columns that are learned from. */
export function columnNotes(read: LabelledTable, encoder: TableEncoder, hasMissing: boolean): TableNotes {
  const { schema, table } = read;
  const names = new Set(encoder.columns.map(({ name }) => name));
  const ignored = new Set(read.choices.ignore);
  const leftOut = leftOutOf(read, names).map((column) => (ignored.has(column.name) ? { ...column, because: 'you left it out' } : column));
  const all = schema.columns.length;
  const columns = schema.columns.map((column) => leftOut.find(({ name }) => name === column.name) ?? column);
  const told = notes(read, { ...schema, columns }, [
    `${plural(table.rows, 'row')}, ${(all - leftOut.length).toLocaleString('en-US')} of ${plural(all, 'column')} used.`,
    sentenceOf(leftOut),
    'Numbers are scaled to the range from 0 to 1.',
    hasMissing && 'Some cells are missing; the loss leaves them out.',
  ]);
  return { ...told, reading: readingOf(read), encoder: encoder.toJSON() };
}

/** What was read of a table of pictures, with the columns of their pixels. */
export function pixelNotes(read: LabelledTable, { columns: names, side, white }: Pixels): TableNotes {
  const isPixel = new Set(names);
  const because = `it is a pixel, from 0 to ${white}`;
  const columns = read.schema.columns.map((column) => (isPixel.has(column.name) ? { ...column, kind: 'count' as const, because } : column));
  const told = notes(read, { ...read.schema, columns }, [
    `${plural(read.table.rows, 'row')}, read as pictures of ${side}×${side} pixels, from 0 to ${white}.`,
    sentenceOf(leftOutOf(read, isPixel)),
  ]);
  return { ...told, reading: { ...readingOf(read), pixels: { columns: names, white } } };
}

const leftOutOf = ({ schema, label }: LabelledTable, features: ReadonlySet<string>): readonly Column[] =>
  schema.columns.filter(({ name }) => !features.has(name) && name !== label?.name);

function readingOf({ name, ending, label, dialect, choices }: LabelledTable): TableReading {
  return { name, ending, label: label?.name, ...choices, ...(dialect?.encoding === WINDOWS && { encoding: WINDOWS }) };
}

function sentenceOf(leftOut: readonly Column[]): string | false {
  const named = leftOut.slice(0, NAMED).map(({ name, because }) => `${printable(name, NAME_LENGTH)} (${printable(because)})`);
  const more = leftOut.length > NAMED ? [`${leftOut.length - NAMED} more`] : [];
  return leftOut.length > 0 && `Left out: ${[...named, ...more].join(', ')}.`;
}

/** The sentences, with one on the classes; and how the file is written, with the printed schema. */
function notes(
  { name, label, dialect }: LabelledTable,
  schema: Schema,
  sentences: readonly (string | false)[],
): Pick<TableNotes, 'summary' | 'schema'> {
  const classes = label
    ? `The classes are in ${printable(label.name, NAME_LENGTH)}: ${printable(label.because)}.`
    : 'No column has classes.';
  const columns = schema.columns.map((column) =>
    column.name === label?.name ? { ...column, kind: 'category' as const, because: `it has the classes: ${label.because}` } : column,
  );
  return {
    summary: [`${printable(name)}:`, ...sentences, classes, dialect?.encoding === WINDOWS && NOT_UTF_8].filter(Boolean).join(' '),
    schema: [dialect?.because, printSchema({ ...schema, columns })].filter(Boolean).join('\n'),
  };
}
