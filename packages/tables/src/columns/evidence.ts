import { isMissing, owned, wordsOf } from './cell.js';
import type { Cell, Markers } from './cell.js';
import { dateOrders } from './dates.js';
import type { DateOrder } from './dates.js';
import { numberEvidence, seeNumber, seeWordAsNumber } from './number-evidence.js';
import type { NumberEvidence } from './number-evidence.js';

/** What was seen of the cells of one column. Its size is bounded, however many cells there are. */
export interface Evidence {
  rows: number;
  missing: number;
  /** The words that stood for a missing cell, as they were written. */
  readonly markers: Set<string>;
  /** How many cells were a number, a truth value, a date, or a list or object, rather than words. */
  readonly typed: { number: number; boolean: number; date: number; object: number };
  readonly numbers: NumberEvidence;
  /** How many cells are a date in each order. */
  readonly dates: Record<DateOrder, number>;
  /** The different words, in their order, up to a limit. */
  readonly distinct: Set<string>;
  /** How many known cells had been seen when the limit of different words was reached. */
  countedUntil: number | undefined;
  longest: number;
  /** How many known cells hold more than one word. */
  spaced: number;
}

/** Longer texts count as different, and are not kept. */
const LONG = 200;

/** No cells seen yet. */
export const noEvidence = (): Evidence => ({
  rows: 0,
  missing: 0,
  markers: new Set(),
  typed: { number: 0, boolean: 0, date: 0, object: 0 },
  numbers: numberEvidence(),
  dates: { YMD: 0, DMY: 0, MDY: 0 },
  distinct: new Set(),
  countedUntil: undefined,
  longest: 0,
  spaced: 0,
});

/** How many cells of the column are known. */
export const knownOf = (evidence: Evidence): number => evidence.rows - evidence.missing;

/** Adds one cell to the evidence. At most `limit` different words are kept. */
export function see(evidence: Evidence, cell: Cell, markers: Markers, limit: number): void {
  evidence.rows += 1;
  if (isMissing(cell, markers)) {
    evidence.missing += 1;
    if (typeof cell === 'string' && cell !== '') evidence.markers.add(owned(cell.trim()));
    return;
  }
  if (typeof cell === 'string') return seeWords(evidence, cell.trim(), limit);
  if (typeof cell === 'number' || typeof cell === 'bigint') {
    evidence.typed.number += 1;
    seeNumber(evidence.numbers, String(cell), Number(cell));
  } else if (typeof cell === 'boolean') evidence.typed.boolean += 1;
  else if (cell instanceof Date) evidence.typed.date += 1;
  else evidence.typed.object += 1;
  keep(evidence, typeof cell === 'object' && !(cell instanceof Date) ? '' : wordsOf(cell), limit);
}

function seeWords(evidence: Evidence, words: string, limit: number): void {
  evidence.longest = Math.max(evidence.longest, words.length);
  if (!seeWordAsNumber(evidence.numbers, words)) {
    for (const order of dateOrders(words)) evidence.dates[order] += 1;
    if (words.includes(' ')) evidence.spaced += 1;
  }
  keep(evidence, words, limit);
}

function keep(evidence: Evidence, words: string, limit: number): void {
  if (evidence.countedUntil !== undefined) return;
  const kept = words.length > LONG ? words.slice(0, LONG) : words;
  if (!evidence.distinct.has(kept)) evidence.distinct.add(owned(kept));
  if (evidence.distinct.size >= limit) evidence.countedUntil = knownOf(evidence);
}

/** The share of known cells that differ from all before them. */
export const shareDistinct = (evidence: Evidence): number =>
  evidence.distinct.size / Math.max(1, evidence.countedUntil ?? knownOf(evidence));
