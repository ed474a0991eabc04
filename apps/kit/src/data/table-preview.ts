import { printable } from '@autoencoders/core/internal';
import { isUsed, toRecords } from '@autoencoders/tables';
import type { Column, ColumnKind, ColumnValues, ReadTable } from '@autoencoders/tables';
import { plural } from '../format.js';
import { canBeLabel } from './label.js';
import type { Label } from './label.js';
import type { Pixels } from './pixels.js';

/** What a reader sees of a table before a model trains on it. */
export interface TablePreview {
  readonly name: string;
  /** The rows and the columns, in a sentence or two. */
  readonly summary: string;
  /** The names of the first columns, and the cells of the first rows. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** All columns that can be chosen. A table of pictures has none: all are pixels. */
  readonly columns: readonly PreviewColumn[];
  /** The names of the columns that can have the classes. */
  readonly labels: readonly string[];
  readonly choices: TableChoices;
  /** Why the choices cannot be used. */
  readonly refused?: string | undefined;
}

/** A column, as it was found. */
export interface PreviewColumn extends Pick<Column, 'name' | 'kind' | 'because' | 'missing'> {
  readonly isUsed: boolean;
  /** What it can be, the likeliest first; none if there is nothing to learn from it. */
  readonly kinds: readonly ColumnKind[];
}

/** What a reader chooses, as options of `encodeTable`. */
export interface TableChoices {
  /** The kinds that differ from those found. */
  readonly kinds: Readonly<Record<string, ColumnKind>>;
  /** Columns to leave out that were found to be useful. */
  readonly ignore: readonly string[];
  /** The column that has the classes. */
  readonly label: string | undefined;
}

const [MOST_COLUMNS, MOST_ROWS, LONGEST] = [12, 5, 24];
/** The least number that can be a time in seconds: in 1973. */
const EARLIEST = 1e8;

/** What a table holds, and the choices that most readers want. */
export function previewOf(name: string, read: ReadTable, label: Label | undefined, pixels: Pixels | undefined): TablePreview {
  const { schema, table } = read;
  const { columns } = schema;
  const shown = columns.slice(0, MOST_COLUMNS);
  const head = {
    rows: Math.min(MOST_ROWS, table.rows),
    columns: Object.fromEntries(shown.map((column) => [column.name, table.columns[column.name]!.slice(0, MOST_ROWS)])),
  };
  const labels = columns.filter((column) => (pixels ? column.name === label?.name : canBeLabel(column, table.columns[column.name]!)));
  const names = new Set([...labels.map((column) => column.name), ...(label ? [label.name] : [])]);
  const what = pixels ? ` They are read as pictures of ${pixels.side}×${pixels.side} pixels.` : '';
  return {
    name,
    summary: `${plural(table.rows, 'row')}, ${plural(columns.length, 'column')}.${what}`,
    names: shown.map((column) => column.name),
    rows: toRecords(head, schema).map((row) => shown.map((column) => printable(String(row[column.name] ?? ''), LONGEST))),
    columns: pixels ? [] : columns.map((column) => columnOf(column, table.columns[column.name]!)),
    labels: [...names],
    choices: { kinds: {}, ignore: [], label: label?.name },
  };
}

function columnOf(column: Column, cells: ColumnValues): PreviewColumn {
  const { name, kind, because, missing } = column;
  const kinds = new Set([...(isUsed(column) ? [kind] : []), ...kindsOf(column, cells)]);
  return { name, kind, missing, because: printable(because), isUsed: isUsed(column), kinds: [...kinds] };
}

/** The kinds that all cells of a column fit. */
function kindsOf({ kind }: Column, cells: ColumnValues): readonly ColumnKind[] {
  const known = new Set<string | number>(
    [...(cells as readonly (string | number | null)[])].filter((cell) => cell !== null && !Number.isNaN(cell)) as string[],
  );
  if (known.size < 2) return [];
  const words: ColumnKind[] = known.size === 2 ? ['category', 'yesNo'] : ['category'];
  if (kind === 'dateTime') return words;
  const numbers = [...known].map((cell) => (typeof cell === 'string' && !/^[-+]?[\d.]+$/.test(cell.trim()) ? NaN : Number(cell)));
  if (!numbers.every(Number.isFinite)) return words;
  const isWhole = numbers.every((number) => Number.isInteger(number) && number >= 0);
  const isTime = isWhole && numbers.every((number) => number >= EARLIEST);
  return ['number', ...(isWhole ? (['count'] as const) : []), ...words, ...(isTime ? (['dateTime'] as const) : [])];
}
