import { check } from '@autoencoders/core/operations';
import { show } from '@autoencoders/core/internal';
import { KINDS } from './columns/column.js';
import type { Column, Schema } from './columns/column.js';
import type { NumberFormat } from './columns/numbers.js';

const isText = (value: unknown): boolean => typeof value === 'string';
const isTextOrNone = (value: unknown): boolean => value === undefined || isText(value);

/** Whether a value is a list of words, each of them once. */
export const areWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText) && new Set(value).size === value.length;

/** Throws unless `schema` is one that `inferSchema` could have made, edited or not. */
export function checkSchema(call: string, schema: Schema): void {
  check(
    typeof schema === 'object' && schema !== null && Array.isArray(schema.columns) && areTexts(schema.missing),
    () => `${call}: schema must be one, such as inferSchema gives, not ${show(schema)}`,
  );
  const names = new Set<string>();
  for (const [i, column] of schema.columns.entries()) {
    const { name } = Object(column) as Column;
    check(isText(name) && !names.has(name), () => `${call}: column ${i + 1} of the schema must have a name of its own, not ${show(name)}`);
    names.add(name);
    checkColumn(call, column);
  }
}

const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

function checkColumn(call: string, column: Column): void {
  const { name, kind, levels, date, format, markers = [], missing, because, examples } = column;
  const must = (isRight: boolean, what: string, value: unknown): void =>
    check(isRight, () => `${call}: column ${show(name)} of the schema must have ${what}, not ${show(value)}`);
  must(KINDS.includes(kind), `a kind, one of ${KINDS.join(', ')}`, kind);
  must(kind === 'dateTime' ? isText(date) : isTextOrNone(date), 'a date, such as "YYYY-MM-DD"', date);
  must(kind !== 'yesNo' || (areWords(levels) && levels.length === 2), 'two levels, the word for no and the word for yes', levels);
  must(levels === undefined || areWords(levels), 'levels that are words, each of them once', levels);
  must(areTexts(markers), 'markers that are words', markers);
  must(format === undefined || isFormat(format), 'a format of numbers, such as { decimal: "," }', format);
  must(typeof missing === 'number', 'a share of missing cells, missing', missing);
  must(isText(because), 'a reason, because', because);
  must(areTexts(examples), 'examples that are words', examples);
}

/** Whether a value is a format of numbers. `toFixed` writes up to 100 decimals. */
function isFormat(value: NumberFormat | null): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { decimal = '.', thousands, prefix, suffix, decimals = 0 } = value;
  const fits = Number.isInteger(decimals) && decimals >= 0 && decimals <= 100;
  return fits && (decimal === '.' || decimal === ',') && [thousands, prefix, suffix].every(isTextOrNone);
}
