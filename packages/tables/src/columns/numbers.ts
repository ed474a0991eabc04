/** How the numbers of a column are written. */
export interface NumberFormat {
  /** The decimal mark. Default `.`. */
  readonly decimal?: '.' | ',' | undefined;
  /** What separates groups of three digits, as in `1,234`. Default: nothing. */
  readonly thousands?: string | undefined;
  /** A sign of currency before every number, such as `$`. */
  readonly prefix?: string | undefined;
  /** A sign after every number: `%`, or a currency. 12.5 % is the number 12.5. */
  readonly suffix?: string | undefined;
  /** The digits after the decimal mark: as many are written. Default: as many as needed. */
  readonly decimals?: number | undefined;
}

const SIGNS = '$€£¥₹';
const PLAIN = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const AFFIXED = new RegExp(`^([-+]?)([${SIGNS}]?)\\s*([-+]?[\\d.,'’ \\u00a0\\u202f]*\\d[.,]?(?:[eE][-+]?\\d+)?)\\s*([%‰${SIGNS}]?)$`);
const GROUPS = "[ '’\\u00a0\\u202f]";
/** Numbers with the given decimal mark and the other mark, a space or an apostrophe between groups of three digits. */
const written = (decimal: string, group: string): RegExp =>
  new RegExp(
    `^[-+]?(?:\\d{1,3}(?<group>${group})\\d{3}(?:\\k<group>\\d{3})*|\\d+|(?=[${decimal}]\\d))(?:[${decimal}]\\d*)?(?:[eE][-+]?\\d+)?$`,
  );
const POINT = written('.', `(?:,|${GROUPS})`);
const COMMA = written(',', `(?:\\.|${GROUPS})`);

/** A number without its sign of currency or percent. */
export interface Body {
  readonly body: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** Whether text is a number as programs write it: `-1.5e-3`. */
export const isPlain = (text: string): boolean => PLAIN.test(text);

/** The parts of text that might be a number. `(12)` is −12, as in accounting. Undefined for words. */
export function bodyOf(text: string): Body | undefined {
  if (text.length > 60) return undefined;
  const signed = text.startsWith('(') && text.endsWith(')') ? `-${text.slice(1, -1)}` : text.replace('−', '-');
  const match = AFFIXED.exec(signed);
  return match ? { body: match[1]! + match[3]!, prefix: match[2]!, suffix: match[4]! } : undefined;
}

/** Whether a body is a number with a decimal point, and what separates its groups of digits. */
export const asPoint = (body: string): RegExpExecArray | null => POINT.exec(body);
/** Whether a body is a number with a decimal comma, and what separates its groups of digits. */
export const asComma = (body: string): RegExpExecArray | null => COMMA.exec(body);

const [PLUS, MINUS, POINT_SIGN, ZERO, NINE] = ['+', '-', '.', '0', '9'].map((sign) => sign.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
];
/** Whole numbers of so many digits, and these powers of ten, are exact in float64. So their quotient is the number nearest to the text. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => Number(`1e${i}`));

/** What `Number` gives for text such as `-12.50`, of 15 digits or fewer, in less time. NaN for all other text. */
export function shortNumber(text: string): number {
  const first = text.charCodeAt(0);
  let [whole, digits, point] = [0, 0, -1];
  for (let at = first === MINUS || first === PLUS ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      whole = whole * 10 + code - ZERO;
      digits += 1;
      if (digits > EXACT_DIGITS) return NaN;
    } else if (code === POINT_SIGN && point < 0) point = digits;
    else return NaN;
  }
  if (digits === 0) return NaN;
  const size = point < 0 ? whole : whole / POWERS[digits - point]!;
  return first === MINUS ? -size : size;
}

/** Whether numbers are written as programs write them. */
export const isPlainFormat = ({ decimal, prefix, suffix }: NumberFormat): boolean => decimal !== ',' && !prefix && !suffix;

/** Text as a number, or NaN where it isn't one in this format. */
export function parseNumber(text: string, format: NumberFormat): number {
  const { prefix = '', suffix = '' } = format;
  const comma = format.decimal === ',';
  if (isPlainFormat(format) && PLAIN.test(text)) return Number(text);
  const parts = bodyOf(text);
  if (parts?.prefix !== prefix || parts.suffix !== suffix) return NaN;
  const match = (comma ? COMMA : POINT).exec(parts.body);
  if (!match) return NaN;
  const { group } = match.groups!;
  const digits = group ? parts.body.replaceAll(group, '') : parts.body;
  return Number(comma ? digits.replace(',', '.') : digits);
}

/** x rounded to the decimals of the format. */
export function roundTo(x: number, decimals: number | undefined): number {
  if (decimals === undefined) return x;
  const power = 10 ** decimals;
  const rounded = Math.round(x * power) / power;
  return Number.isFinite(rounded) ? rounded + 0 : x;
}

/** A number as the column writes it. */
export function writeNumber(x: number, format: NumberFormat): string {
  const { decimal = '.', thousands, prefix = '', suffix = '', decimals } = format;
  const text = decimals === undefined || Math.abs(x) >= 1e21 ? String(x) : x.toFixed(decimals);
  const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(text)!;
  const grouped = thousands && !rest!.includes('e') ? whole!.replaceAll(/\B(?=(\d{3})+$)/g, thousands) : whole;
  return `${sign}${prefix}${grouped}${rest!.replace('.', decimal)}${suffix}`;
}

/** The number of digits after the decimal mark. */
export function decimalsOf(body: string, mark: string): number {
  const at = body.indexOf(mark);
  return at < 0 ? 0 : body.length - at - 1;
}
