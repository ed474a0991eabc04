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

/** Words that stand for a missing cell, as `isMissing` looks them up. */
export interface Markers {
  readonly words: ReadonlySet<string>;
  /** The length of the longest. */
  readonly longest: number;
  /** 1 for the codes of characters, below 128, with which a marker may begin. */
  readonly starts: Uint8Array;
}

/** The markers of a schema, with capital or small letters. */
export function markersOf(markers: readonly string[]): Markers {
  const words = markers.map((marker) => marker.trim().toLowerCase());
  const starts = new Uint8Array(128);
  for (const start of [' ', '\t', '\n', '\r', ...words.flatMap((word) => [word.slice(0, 1), word.slice(0, 1).toUpperCase()])])
    if (start.charCodeAt(0) < 128) starts[start.charCodeAt(0)] = 1;
  return { words: new Set(words), longest: Math.max(0, ...words.map((word) => word.length)), starts };
}

/** Whether a cell holds nothing: null, undefined, a number that is not finite, an invalid date, or one of the markers. */
export function isMissing(cell: Cell, { words, longest, starts }: Markers): boolean {
  if (typeof cell === 'string') {
    // Most cells begin as no marker does, such as numbers.
    if (starts[cell.charCodeAt(0)] === 0) return false;
    const word = cell.trim();
    return word.length <= longest && words.has(word.toLowerCase());
  }
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
