import { toCsv } from '@autoencoders/tables';
import type { ColumnValues, Table } from '@autoencoders/tables';
import type { Examples } from './examples.js';
import { BLAMED } from './found.js';
import type { Found } from './found.js';

/** Rows that are turned into text at a time. */
const ROWS = 1000;

/** The scores as CSV, a line for each row: its number, counted from 1, and the columns to blame. With `keep`, its own columns, too. */
export function* scoresCsv({ table, encoder }: Examples, found: Found, keep: boolean): Generator<string, void> {
  const { scores } = found;
  for (let first = 0; first < scores.length || first === 0; first += ROWS) {
    const end = Math.min(first + ROWS, scores.length);
    const own = keep ? slice(table, first, end) : {};
    const columns = { ...foundColumns(found, first, end), ...own };
    yield toCsv({ rows: end - first, columns }, encoder.schema, { heading: first === 0 });
  }
}

function foundColumns({ scores, pValues, alarms, blame }: Found, first: number, end: number): Record<string, ColumnValues> {
  const each = <T>(f: (row: number) => T): T[] => Array.from({ length: end - first }, (_, i) => f(first + i));
  const number = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '' : String(Number(value.toPrecision(6)));
  const blamed = Array.from({ length: BLAMED }, (_, place) => [
    [`column_${place + 1}`, each((row) => blame[row]?.[place]?.column ?? null)] as const,
    [`share_${place + 1}`, each((row) => number(blame[row]?.[place]?.share))] as const,
  ]).flat();
  return {
    row: each((row) => String(row + 1)),
    score: each((row) => number(scores[row])),
    p_value: each((row) => number(pValues[row])),
    alarm: each((row) => String(alarms[row])),
    ...Object.fromEntries(blamed),
  };
}

const OURS = [
  'row',
  'score',
  'p_value',
  'alarm',
  ...Array.from({ length: BLAMED }, (_, i) => [`column_${i + 1}`, `share_${i + 1}`]).flat(),
];

/** Rows of a table. A column with one of our names gets `own_` before it. */
function slice({ columns }: Table, first: number, end: number): Record<string, ColumnValues> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, cells]) => [OURS.includes(name) ? `own_${name}` : name, cells.slice(first, end)]),
  );
}
