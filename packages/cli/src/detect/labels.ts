import type { Column, ColumnValues, Schema } from '@autoencoders/tables';
import { counted, whole } from '../format.js';
import { withColumn } from '../series/read-series.js';
import { text } from '../text.js';
import type { Text } from '../text.js';

/** Which words of a label mark usual rows. A detector's file keeps it. */
export interface LabelRule {
  readonly column: string;
  readonly usual: readonly string[];
  /** Why. */
  readonly because: string;
}

/** What a row is by its label. `UNKNOWN`: the label is missing, or there is none. */
export const USUAL = 0;
export const ANOMALY = 1;
export const UNKNOWN = 2;

const USUAL_WORDS = [
  '0',
  'no',
  'n',
  'false',
  'f',
  'normal',
  'usual',
  'inlier',
  'benign',
  'ok',
  'good',
  'healthy',
  'negative',
  'legitimate',
];
const ANOMALY_WORDS =
  '1 yes y true t anomaly anomalous abnormal outlier odd attack fraud defect defective bad malicious fault faulty positive'.split(' ');

/** A word as it is compared: numbers are equal however they are written. */
const plain = (word: string): string => {
  const trimmed = word.trim().toLowerCase();
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? String(Number(trimmed)) : trimmed;
};

/** A column that is no feature: its cells stay as they are written. */
const asLabel = (name: string): Column => ({ name, kind: 'ignored', because: 'it is the label', missing: 0, examples: [] });

/** The schema with a label that is no feature. */
export const withLabel = (schema: Schema, label: string | undefined): Schema => {
  if (label === undefined) return schema;
  const missing = schema.columns.find(({ name }) => name === label)?.missing ?? 0;
  return withColumn(schema, { ...asLabel(label), missing });
};

/**
 * Which words of a label mark usual rows. In this order: those that were given; 1, where the others are −1; words such as `0`, `no` and
 * `normal`; all but words such as `1`, `yes` and `anomaly`; the most frequent word.
 */
export function labelRule(column: string, cells: ColumnValues, given?: readonly string[]): LabelRule {
  if (given) return { column, usual: given.map(plain), because: '--usual says so' };
  const counts = new Map<string, number>();
  for (const cell of cells) if (cell !== null) counts.set(plain(String(cell)), (counts.get(plain(String(cell))) ?? 0) + 1);
  const words = [...counts.keys()];
  const rule = (usual: readonly string[], because: string): LabelRule => ({ column, usual, because });
  if (words.includes('-1') && words.every((word) => word === '-1' || word === '1')) return rule(['1'], '-1 marks anomalies');
  const usual = words.filter((word) => USUAL_WORDS.includes(word));
  if (usual.length > 0) return rule(usual, 'this word is known');
  const odd = words.filter((word) => ANOMALY_WORDS.includes(word));
  if (odd.length > 0)
    return rule(
      words.filter((word) => !odd.includes(word)),
      `${odd.join(', ')} marks anomalies`,
    );
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return rule(most ? [most[0]] : [], 'it is the most frequent word; --usual names another one');
}

/** What each row is by its label. */
export const kindsOf = (cells: ColumnValues, { usual }: LabelRule): Uint8Array =>
  Uint8Array.from(cells, (cell: string | number | null) =>
    cell === null ? UNKNOWN : usual.includes(plain(String(cell))) ? USUAL : ANOMALY,
  );

/** Which words are usual, and how many of the examples are not learned from. */
export function labelText({ column, usual, because }: LabelRule, odd: number, all: number, noun: 'row' | 'step'): Text {
  const words = usual.length === 0 ? 'no word' : usual.join(', ');
  const left =
    odd > 0 && ` ${counted(odd, noun)} of ${whole(all)} labelled as ${odd === 1 ? 'an anomaly is' : 'anomalies are'} not learned from.`;
  return text`Label ${column}: ${words} is usual (${because}).${left}\n\n`;
}

/** What an example is by its label, in a word. */
export const kindText = (kind: number | undefined): string => (kind === ANOMALY ? 'anomaly' : kind === USUAL ? 'usual' : '–');
