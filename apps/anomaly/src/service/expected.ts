import type { DriftReference } from '@autoencoders/anomaly';
import type { Table, TableEncoder } from '@autoencoders/tables';
import type { Expected } from '../findings.js';

/** How many similar rows say what is usual. */
const SIMILAR = 20;
const MOST_WORDS = 3;

/** Usual rows, as features and as cells. */
export interface UsualRows {
  readonly values: ArrayLike<number>;
  readonly table: Table;
}

/** The held-out rows that a detector keeps, as cells and as features. */
export function usualRows({ columns, values }: DriftReference, encoder: TableEncoder): UsualRows {
  const rows = values.length / columns.length;
  const cells = columns.map(({ name, levels }, c) => {
    const numbers = Float64Array.from({ length: rows }, (_, row) => values[row * columns.length + c]!);
    return [name, levels ? Array.from(numbers, (level) => levels[level] ?? null) : numbers] as const;
  });
  const table = { rows, columns: Object.fromEntries(cells) };
  return { table, values: encoder.encode(table).values };
}

type Span = TableEncoder['columns'][number];

/**
 * What is usual in a column for a row: the cells of the 20 usual rows that are most similar in all other columns. A cell can be usual by
 * itself, and odd beside the others: only such rows show it.
 */
export function expectedOf(
  usual: UsualRows,
  row: ArrayLike<number>,
  mask: ArrayLike<number> | undefined,
  span: Span,
  value: unknown,
): Expected {
  const cells = usual.table.columns[span.name]!;
  const similar = similarRows(usual, row, mask, span);
  if (!(cells instanceof Float64Array)) return { kind: 'words', words: commonWords(similar.map((place) => cells[place] ?? '(none)')) };
  const near = Float64Array.from(similar, (place) => cells[place]!)
    .filter(isKnown)
    .sort();
  const all = cells.filter(isKnown).sort();
  return {
    kind: 'numbers',
    range: [quantile(near, 0.1), quantile(near, 0.5), quantile(near, 0.9)],
    all: [quantile(all, 0.01), quantile(all, 0.99)],
    value: typeof value === 'number' ? value : NaN,
  };
}

/** The places of the rows that differ least, by the sum of squared differences of all known features but those of the span. */
function similarRows(
  { values, table }: UsualRows,
  row: ArrayLike<number>,
  mask: ArrayLike<number> | undefined,
  { start, width }: Span,
): number[] {
  const size = row.length;
  const distances = Float64Array.from({ length: table.rows }, (_, place) => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      if ((i >= start && i < start + width) || mask?.[i] === 0) continue;
      sum += (values[place * size + i]! - row[i]!) ** 2;
    }
    return sum;
  });
  return Array.from(distances.keys())
    .sort((a, b) => distances[a]! - distances[b]!)
    .slice(0, SIMILAR);
}

function commonWords(words: readonly string[]): { word: string; share: number }[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_WORDS)
    .map(([word, count]) => ({ word, share: count / words.length }));
}

const isKnown = (value: number): boolean => !Number.isNaN(value);

/** A quantile of sorted numbers, between two of them where it falls there; NaN of none. */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  if (sorted.length === 0) return NaN;
  return sorted[low]! + (place - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
}
