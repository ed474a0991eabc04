import { printable } from '@autoencoders/core/internal';
import { printSchema } from '@autoencoders/tables';
import type { Column, Schema } from '@autoencoders/tables';
import { plural } from '../format.js';
import type { TableNotes } from './index.js';
import type { Pixels } from './pixels.js';
import type { LabelledTable } from './table.js';

/** How many of the columns that are left out are named. */
const NAMED = 3;
const NAME_LENGTH = 24;

/** What was read of a table whose columns `used` are learned from. */
export function columnNotes(read: LabelledTable, used: readonly Column[], hasMissing: boolean): TableNotes {
  const { schema, table } = read;
  return notes(read, schema, [
    `${plural(table.rows, 'row')}, ${used.length} of ${plural(schema.columns.length, 'column')} used.`,
    leftOutOf(read, used),
    'Numbers are scaled to the range from 0 to 1.',
    hasMissing && 'Some cells are missing; the loss leaves them out.',
  ]);
}

/** What was read of a table of pictures, whose pixels are in the columns `used`. */
export function pixelNotes(read: LabelledTable, used: readonly Column[], { side, white }: Pixels): TableNotes {
  const pixels = new Set(used);
  const because = `it is a pixel, from 0 to ${white}`;
  const columns = read.schema.columns.map((column) => (pixels.has(column) ? { ...column, kind: 'count' as const, because } : column));
  return notes(read, { ...read.schema, columns }, [
    `${plural(read.table.rows, 'row')}, read as pictures of ${side}×${side} pixels, from 0 to ${white}.`,
    leftOutOf(read, used),
  ]);
}

function leftOutOf({ schema, label }: LabelledTable, used: readonly Column[]): string | false {
  const leftOut = schema.columns.filter((column) => !used.includes(column) && column.name !== label?.name);
  const named = leftOut.slice(0, NAMED).map(({ name, because }) => `${printable(name, NAME_LENGTH)} (${printable(because)})`);
  const more = leftOut.length > NAMED ? [`${leftOut.length - NAMED} more`] : [];
  return leftOut.length > 0 && `Left out: ${[...named, ...more].join(', ')}.`;
}

/** The sentences, with one on the classes; and how the file is written, with the printed schema. */
function notes({ name, label, dialect }: LabelledTable, schema: Schema, sentences: readonly (string | false)[]): TableNotes {
  const classes = label && `The classes are in ${printable(label.name, NAME_LENGTH)}: ${printable(label.because)}.`;
  const columns = schema.columns.map((column) =>
    column.name === label?.name ? { ...column, kind: 'category' as const, because: `it has the classes: ${label.because}` } : column,
  );
  return {
    summary: [`${printable(name)}:`, ...sentences, classes].filter(Boolean).join(' '),
    schema: [dialect?.because, printSchema({ ...schema, columns })].filter(Boolean).join('\n'),
  };
}
