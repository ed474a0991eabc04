import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { unitOf } from './columns/dates.js';
import { CATEGORY_ENCODINGS, isFittedNumbers } from './encoders/fitted.js';
import type { FittedColumn, FittedNumbers, FittedWords } from './encoders/fitted.js';
import { NUMBER_ENCODINGS } from './encoders/scale.js';
import type { TableEncoderJson } from './encoder.js';
import { checkSchema } from './schema.js';

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
  const names = new Set(json.schema.columns.map(({ name }) => name));
  for (const column of json.columns) {
    const { name } = Object(column) as FittedColumn;
    check(names.has(name), () => `${CALL}: the encoder has the column ${show(name)}, which its schema lacks; it is damaged`);
    const isRight = isFittedNumbers(column) ? areNumbers(column) : areWords(column);
    check(isRight, () => `${CALL}: what the encoder learned of column ${show(name)} is damaged`);
  }
}

function areNumbers({ kind, encoding, scale, date, variances, cyclic = [] }: FittedNumbers): boolean {
  const { encoding: scaled, shift, scale: divisor, knots, variance, fill } = Object(scale) as FittedNumbers['scale'];
  return (
    ['number', 'count', 'dateTime'].includes(kind) &&
    NUMBER_ENCODINGS.includes(encoding) &&
    scaled === encoding &&
    areFinite([shift, divisor, variance, fill], 4) &&
    divisor > 0 &&
    (encoding === 'quantile') === areFinite(knots, 1) &&
    areFinite(variances, 1) &&
    variances.length === 1 + 2 * cyclic.length &&
    (kind !== 'dateTime' || (typeof date === 'string' && (unitOf(date) !== undefined || date.includes('YYYY'))))
  );
}

function areWords({ kind, encoding, levels, shares }: FittedWords): boolean {
  if (!Array.isArray(levels) || !levels.every((level) => typeof level === 'string') || !areFinite(shares, 1)) return false;
  if (kind === 'yesNo') return encoding === 'sign' && levels.length === 2 && shares.length === 2;
  return kind === 'category' && CATEGORY_ENCODINGS.includes(encoding as never) && shares.length === levels.length + 1;
}
