import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { areWords, checkSchema } from './check-schema.js';
import type { Column } from './columns/column.js';
import { unitOf } from './columns/dates.js';
import { CYCLIC_PARTS } from './encoders/cyclic.js';
import { CATEGORY_ENCODINGS, isFittedNumbers } from './encoders/fitted.js';
import type { FittedColumn, FittedNumbers, FittedWords } from './encoders/fitted.js';
import { NUMBER_ENCODINGS } from './encoders/scale.js';
import type { TableEncoderJson } from './encoder.js';

const CALL = 'tableEncoder';
const isFinite = (value: unknown): boolean => Number.isFinite(value);
const areFinite = (values: unknown, least: number): boolean => Array.isArray(values) && values.length >= least && values.every(isFinite);

/** Throws unless `json` is that of an encoder. */
export function checkEncoderJson(json: TableEncoderJson): void {
  check(
    typeof json === 'object' && json !== null && json.version === 1,
    () => `${CALL}: the JSON must be that of an encoder, version 1, not ${show(json)}`,
  );
  checkSchema(CALL, json.schema);
  check(Array.isArray(json.columns) && json.columns.length > 0, () => `${CALL}: the encoder has no columns; it is damaged`);
  const unused = new Map(json.schema.columns.map((column) => [column.name, column]));
  for (const column of json.columns) {
    const { name } = Object(column) as FittedColumn;
    const described = unused.get(name);
    check(
      described !== undefined,
      () => `${CALL}: the encoder has the column ${show(name)}, which its schema lacks, or has it twice; it is damaged`,
    );
    unused.delete(name);
    const isRight = described.kind === column.kind && (isFittedNumbers(column) ? isNumbers(column) : isWords(column));
    check(isRight, () => `${CALL}: what the encoder learned of column ${show(name)} is damaged`);
  }
  checkLabel(json, unused);
}

function checkLabel({ label, masked }: TableEncoderJson, unused: ReadonlyMap<string, Column>): void {
  check(typeof masked === 'boolean', () => `${CALL}: masked must be true or false, not ${show(masked)}`);
  if (label === undefined) return;
  const { name, classes } = Object(label) as NonNullable<typeof label>;
  const kind = unused.get(name)?.kind;
  check(
    (kind === 'category' || kind === 'yesNo') && areWords(classes),
    () => `${CALL}: the label must be another column of words, with its classes, not ${show(label)}`,
  );
}

function isNumbers({ kind, encoding, scale, decimals = 0, date, variances, cyclic = [] }: FittedNumbers): boolean {
  const { encoding: scaled, shift, scale: divisor, knots, variance, fill } = Object(scale) as FittedNumbers['scale'];
  return (
    ['number', 'count', 'dateTime'].includes(kind) &&
    NUMBER_ENCODINGS.includes(encoding) &&
    scaled === encoding &&
    areFinite([shift, divisor, variance, fill], 4) &&
    divisor > 0 &&
    (encoding === 'quantile' ? areFinite(knots, 1) : knots === undefined) &&
    Number.isInteger(decimals) &&
    Array.isArray(cyclic) &&
    cyclic.every((part) => kind === 'dateTime' && CYCLIC_PARTS.includes(part)) &&
    areFinite(variances, 1) &&
    variances.length === 1 + 2 * cyclic.length &&
    (kind !== 'dateTime' || (typeof date === 'string' && (unitOf(date) !== undefined || date.includes('YYYY'))))
  );
}

function isWords({ kind, encoding, levels, shares }: FittedWords): boolean {
  if (!areWords(levels) || !areFinite(shares, 1)) return false;
  if (kind === 'yesNo') return encoding === 'sign' && levels.length === 2 && shares.length === 2;
  return kind === 'category' && CATEGORY_ENCODINGS.includes(encoding as never) && shares.length === levels.length + 1;
}
