import type { NumberFormat } from './numbers.js';

/**
 * What a column holds. `number`, `count` (whole numbers of 0 or more), `category` (words that repeat), `yesNo` and `dateTime` become
 * features. `text`, `identifier` (all cells differ), `constant` and `ignored` (you said so) are left out.
 */
export type ColumnKind = 'number' | 'count' | 'category' | 'yesNo' | 'dateTime' | 'text' | 'identifier' | 'constant' | 'ignored';

/** One column of a schema. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Why it has this kind. */
  readonly because: string;
  /** The words of a category, in their order; of a `yesNo` the word for no, then the word for yes. */
  readonly levels?: readonly string[] | undefined;
  /** How its numbers are written. */
  readonly format?: NumberFormat | undefined;
  /** How its dates are written: `YYYY-MM-DD HH:mm:ss`, `DD.MM.YYYY`, `unix seconds`. */
  readonly date?: string | undefined;
  /** Words that stand for a missing cell in this column, besides those of the schema. */
  readonly markers?: readonly string[] | undefined;
  /** The share of cells that are missing, from 0 to 1. */
  readonly missing: number;
  /** The first few different cells. */
  readonly examples: readonly string[];
}

/** The columns of a table: what each is, how it is written, and why. Plain JSON: print it, edit it, pass it on. */
export interface Schema {
  readonly columns: readonly Column[];
  /** The number of rows that were looked at. */
  readonly rows: number;
  /** The words that stand for a missing cell. */
  readonly missing: readonly string[];
}

/** The kinds that are left out. */
const LEFT_OUT: ReadonlySet<ColumnKind> = new Set(['text', 'identifier', 'constant', 'ignored']);

/** All kinds. */
export const KINDS: readonly ColumnKind[] = ['number', 'count', 'category', 'yesNo', 'dateTime', ...LEFT_OUT];

/** Whether the column becomes features. */
export const isUsed = (column: Pick<Column, 'kind'>): boolean => !LEFT_OUT.has(column.kind);

/** Whether a table holds the column as numbers: of numbers and counts, and of date-times in seconds since 1970. */
export const isNumeric = ({ kind }: Pick<Column, 'kind'>): boolean => kind === 'number' || kind === 'count' || kind === 'dateTime';
