import { toCsv } from '@autoencoders/tables';
import type { ColumnValues, Schema, Table } from '@autoencoders/tables';
import type { Examples } from './examples.js';
import { BLAMED } from './found.js';
import type { Found } from './found.js';

/** Rows that are turned into text at a time. */
const ROWS = 1000;

/** Cells of some columns, by name. */
type Cells = Record<string, ColumnValues>;

/**
 * The scores as CSV, a line for each example: its number, counted from 1, its score, its p-value, and 1 for an alarm. Rows of a table have the
 * columns to blame, and with `keep` their own columns. Pictures have the name of their file, and with `keep` their class.
 */
export function* scoresCsv(examples: Examples, found: Found, keep: boolean): Generator<string, void> {
  const { length } = found.scores;
  const schema: Schema = examples.rows?.encoder.schema ?? { columns: [], rows: 0, missing: [] };
  for (let first = 0; first < length || first === 0; first += ROWS) {
    const end = Math.min(first + ROWS, length);
    const columns = examples.rows ? ofRows(examples.rows.table, found, first, end, keep) : ofPictures(examples, found, first, end, keep);
    yield toCsv({ rows: end - first, columns }, schema, { heading: first === 0 });
  }
}

/** A number of a score; empty where there is none. */
export const number = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));

const each = <T>(first: number, end: number, f: (row: number) => T): T[] => Array.from({ length: end - first }, (_, i) => f(first + i));

const judgements = ({ scores, pValues, alarms }: Found, first: number, end: number): Cells => ({
  score: each(first, end, (row) => number(scores[row])),
  p_value: each(first, end, (row) => number(pValues[row])),
  alarm: each(first, end, (row) => String(alarms[row])),
});

const numbers = (first: number, end: number): string[] => each(first, end, (row) => String(row + 1));

function ofRows(table: Table, found: Found, first: number, end: number, keep: boolean): Cells {
  const blamed = Array.from({ length: BLAMED }, (_, place) => [
    [`column_${place + 1}`, each(first, end, (row) => found.blame[row]?.[place]?.column ?? null)] as const,
    [`share_${place + 1}`, each(first, end, (row) => number(found.blame[row]?.[place]?.share))] as const,
  ]).flat();
  const ours = { row: numbers(first, end), ...judgements(found, first, end), ...Object.fromEntries(blamed) };
  return { ...ours, ...(keep && slice(table, Object.keys(ours), first, end)) };
}

function ofPictures({ files, classes }: Examples, found: Found, first: number, end: number, keep: boolean): Cells {
  return {
    picture: numbers(first, end),
    ...(files && { file: files.slice(first, end) }),
    ...judgements(found, first, end),
    ...(keep && classes && { class: classes.slice(first, end) }),
  };
}

/** Rows of a table. A column with one of our names gets `own_` before it. */
function slice({ columns }: Table, ours: readonly string[], first: number, end: number): Cells {
  return Object.fromEntries(
    Object.entries(columns).map(([name, cells]) => [ours.includes(name) ? `own_${name}` : name, cells.slice(first, end)]),
  );
}
