import { asComma, asPoint, bodyOf, decimalsOf, isPlain } from './numbers.js';

/** What was seen of the numbers of a column, under both meanings of the comma. */
export interface NumberEvidence {
  /** How many cells are numbers with a decimal point, with a decimal comma, and with both meanings. */
  point: number;
  comma: number;
  both: number;
  hasPoint: boolean;
  hasComma: boolean;
  /** The most digits after a decimal point, and after a decimal comma. */
  decimals: { point: number; comma: number };
  scientific: boolean;
  /** What separates groups of digits, under each meaning. */
  groups: { point: string | undefined; comma: string | undefined };
  affixes: { readonly prefix: string; readonly suffix: string } | undefined;
  /** Whether a whole number began with 0, as codes do, or had more digits than float64 keeps. */
  leadingZero: boolean;
  tooLong: boolean;
  /** Of plain numbers: the range, whether all are whole, and whether each is the one before plus 1. */
  least: number;
  greatest: number;
  whole: boolean;
  counting: boolean;
  last: number | undefined;
  plain: number;
  /** The first few words that are no numbers. */
  readonly strangers: Set<string>;
}

/** One more than the number of different words that may stand among numbers. */
const STRANGERS = 4;
/** Longer words are sentences, and do not stand for a missing cell. */
export const LONGEST_MARKER = 80;
/** Whole numbers of more digits lose some in float64. */
const DIGITS = 15;

/** No numbers seen yet. */
export const numberEvidence = (): NumberEvidence => ({
  point: 0,
  comma: 0,
  both: 0,
  hasPoint: false,
  hasComma: false,
  decimals: { point: 0, comma: 0 },
  scientific: false,
  groups: { point: undefined, comma: undefined },
  affixes: undefined,
  leadingZero: false,
  tooLong: false,
  least: Infinity,
  greatest: -Infinity,
  whole: true,
  counting: true,
  last: undefined,
  plain: 0,
  strangers: new Set(),
});

/** Adds a cell that is a number, written as `text`. False if the cells before it have a sign, such as %, and this one has none. */
export function seeNumber(numbers: NumberEvidence, text: string, value: number): boolean {
  if (!agrees(numbers, '', '')) return false;
  numbers.point += 1;
  numbers.plain += 1;
  if (/e/i.test(text)) numbers.scientific = true;
  const point = text.indexOf('.');
  if (point < 0) seeWhole(numbers, text);
  else {
    numbers.hasPoint = true;
    numbers.decimals.point = Math.max(numbers.decimals.point, text.length - point - 1);
  }
  // 1.234 may also be a number with a point between thousands.
  if (point < 0 || (text.length - point === 4 && asComma(text))) {
    numbers.comma += 1;
    numbers.both += 1;
    if (point >= 0) numbers.groups.comma ??= '.';
  }
  if (value < numbers.least) numbers.least = value;
  if (value > numbers.greatest) numbers.greatest = value;
  if (!Number.isInteger(value)) numbers.whole = false;
  if (numbers.last !== undefined && value !== numbers.last + 1) numbers.counting = false;
  numbers.last = value;
  return true;
}

function seeWhole(numbers: NumberEvidence, text: string): void {
  if (/^[-+]?0\d/.test(text)) numbers.leadingZero = true;
  if (text.length > DIGITS && /^[-+]?\d{16,}$/.test(text)) numbers.tooLong = true;
}

/** Adds a cell of words. Whether it is a number. */
export function seeWordAsNumber(numbers: NumberEvidence, words: string): boolean {
  if (isPlain(words)) {
    const value = Number(words);
    return (Number.isFinite(value) && seeNumber(numbers, words, value)) || seeStranger(numbers, words);
  }
  const parts = bodyOf(words);
  const point = parts && asPoint(parts.body);
  const comma = parts && asComma(parts.body);
  if (!parts || (!point && !comma) || !agrees(numbers, parts.prefix, parts.suffix)) return seeStranger(numbers, words);
  const { body } = parts;
  numbers.counting = false;
  if (/e/i.test(body)) numbers.scientific = true;
  if (!/[.,]/.test(body)) seeWhole(numbers, body);
  if (body.startsWith('-')) numbers.least = -Infinity;
  numbers.hasPoint ||= body.includes('.');
  numbers.hasComma ||= body.includes(',');
  if (point) {
    numbers.point += 1;
    numbers.groups.point ??= point.groups!.group;
    numbers.decimals.point = Math.max(numbers.decimals.point, decimalsOf(body, '.'));
  }
  if (comma) {
    numbers.comma += 1;
    numbers.groups.comma ??= comma.groups!.group;
    numbers.decimals.comma = Math.max(numbers.decimals.comma, decimalsOf(body, ','));
  }
  if (point && comma) numbers.both += 1;
  return true;
}

function seeStranger(numbers: NumberEvidence, words: string): false {
  if (numbers.strangers.size < STRANGERS) numbers.strangers.add(words.slice(0, LONGEST_MARKER + 1));
  return false;
}

/** Whether the signs around a number are those of the numbers before it. */
function agrees(numbers: NumberEvidence, prefix: string, suffix: string): boolean {
  numbers.affixes ??= { prefix, suffix };
  return numbers.affixes.prefix === prefix && numbers.affixes.suffix === suffix;
}
