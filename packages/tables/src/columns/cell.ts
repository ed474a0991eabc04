/** A cell as a source gives it: text from CSV, any value from JSON or a database. */
export type Cell = unknown;

/** Rows as a source gives them. Cell i of a row belongs to the column `names[i]`. */
export interface Rows {
  readonly names: readonly string[];
  readonly cells: readonly (readonly Cell[])[];
}

/** The words that stand for a missing cell, besides null, undefined and NaN. Capital and small letters are the same. */
export const MISSING: readonly string[] = [
  '',
  'NA',
  'N/A',
  'NaN',
  'null',
  'None',
  '-',
  '?',
  '#N/A',
  '<NA>',
  'inf',
  '-inf',
  'Infinity',
  '-Infinity',
];

/** The markers of a schema in the form that `isMissing` looks up. */
export const markerSet = (markers: readonly string[]): ReadonlySet<string> => new Set(markers.map((marker) => marker.trim().toLowerCase()));

/** The longest marker is looked up only in cells of at most this length. */
const SHORT = 40;

/** Whether a cell holds nothing: null, undefined, a number that is not finite, an invalid date, or one of the markers. */
export function isMissing(cell: Cell, markers: ReadonlySet<string>): boolean {
  if (typeof cell === 'string') return cell.length <= SHORT && markers.has(cell.trim().toLowerCase());
  if (cell === null || cell === undefined) return true;
  if (typeof cell === 'number') return !Number.isFinite(cell);
  return cell instanceof Date && Number.isNaN(cell.getTime());
}

/** The words of a cell, without spaces around them. */
export function wordsOf(cell: Cell): string {
  if (typeof cell === 'string') return cell.trim();
  if (cell instanceof Date) return cell.toISOString();
  return typeof cell === 'object' && cell !== null
    ? JSON.stringify(cell, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    : String(cell);
}

/** Engines keep a whole text in memory for a part of it of this length or more. */
const SLICED = 13;

/** The same words in memory of their own, so that the text they were cut from can be freed. */
export const owned = (words: string): string => (words.length < SLICED ? words : (JSON.parse(JSON.stringify(words)) as string));
