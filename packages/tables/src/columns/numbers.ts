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

/** Text as a number, or NaN where it isn't one in this format. */
export function parseNumber(text: string, format: NumberFormat): number {
  const { prefix = '', suffix = '' } = format;
  const comma = format.decimal === ',';
  if (!comma && !prefix && !suffix && PLAIN.test(text)) return Number(text);
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
