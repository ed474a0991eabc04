/** The order of day, month and year in a date. */
export type DateOrder = 'YMD' | 'DMY' | 'MDY';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = '(?:[T ,]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?\\s*([ap]m)?\\s*(Z|UTC|[+-]\\d{2}(?::?\\d{2})?)?)?';
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})(?:\\2(\\d{1,2}))?${TIME}$`, 'i');
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}$`, 'i');
const DAY_NAMED = new RegExp(`^(\\d{1,2})([-. ]{1,2})([a-z]{3})[a-z]*\\.?[- ,]{1,2}(\\d{4}|\\d{2})${TIME}$`, 'i');
const MONTH_NAMED = new RegExp(`^([a-z]{3})[a-z]*\\.?( )(\\d{1,2}),? (\\d{4})${TIME}$`, 'i');
const LONGEST = 40;

/** The parts of a date, before their order is known. */
interface Parts {
  readonly order: DateOrder | undefined;
  /** The three numbers as written. A month that is named is a number here. */
  readonly numbers: readonly [number, number, number];
  readonly time: readonly (string | undefined)[];
  readonly separator: string;
  readonly named: boolean;
  readonly hasDay: boolean;
}

function partsOf(text: string): Parts | undefined {
  if (text.length > LONGEST || text.length < 6) return undefined;
  const first = YEAR_FIRST.exec(text);
  if (first)
    return {
      order: 'YMD',
      numbers: [Number(first[1]), Number(first[3]), Number(first[4] ?? 1)],
      time: first.slice(5),
      separator: first[2]!,
      named: false,
      hasDay: first[4] !== undefined,
    };
  const match = YEAR_LAST.exec(text) ?? DAY_NAMED.exec(text) ?? MONTH_NAMED.exec(text);
  if (!match) return undefined;
  const month = (part: string): number => MONTHS.indexOf(part.toLowerCase()) + 1;
  const named = /[a-z]/i.test(match[1]! + match[3]!);
  const order = named ? (/[a-z]/i.test(match[1]!) ? 'MDY' : 'DMY') : undefined;
  const numberOf = (part: string): number => (/[a-z]/i.test(part) ? month(part) : Number(part));
  return {
    order,
    numbers: [numberOf(match[1]!), numberOf(match[3]!), fullYear(match[4]!)],
    time: match.slice(5),
    separator: match[2]!,
    named,
    hasDay: true,
  };
}

/** Two digits are 1969 to 2068, as POSIX has it. */
const fullYear = (text: string): number => (text.length === 2 ? Number(text) + (Number(text) < 69 ? 2000 : 1900) : Number(text));

/** Seconds since 1970 of a date in the given order, or NaN where there is no such day or time. Without a zone it is read as UTC. */
function secondsOf({ numbers: [a, b, c], time }: Parts, order: DateOrder): number {
  const [year, month, day] = order === 'YMD' ? [a, b, c] : order === 'DMY' ? [c, b, a] : [c, a, b];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return NaN;
  const midnight = daysSince1970(year, month, day) * 86_400;
  const [hour, minute, second = '0', fraction = '0', half, zone] = time;
  if (hour === undefined) return midnight;
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour);
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
  return midnight + hours * 3600 + Number(minute) * 60 + Number(second) + Number(`0.${fraction}`) - offsetOf(zone);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days from 1970-01-01, in years that begin in March, so that the leap day is the last. Hinnant, "chrono-compatible low-level date algorithms". */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + dayOfYear - 719_468;
}

function offsetOf(zone: string | undefined): number {
  // PostgreSQL and DuckDB write +02 for +02:00.
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '');
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60) : 0;
}

/** The orders in which text is a date. Empty for other text. */
export function dateOrders(text: string): readonly DateOrder[] {
  const parts = partsOf(text);
  if (!parts) return [];
  const orders: readonly DateOrder[] = parts.order ? [parts.order] : ['MDY', 'DMY'];
  return orders.filter((order) => !Number.isNaN(secondsOf(parts, order)));
}

/** The pattern of a date, such as `DD.MM.YYYY HH:mm`, of a text that is one in this order. */
export function datePattern(text: string, order: DateOrder): string {
  const { separator, named, hasDay, time } = partsOf(text)!;
  const month = named ? 'MMM' : 'MM';
  const units =
    order === 'YMD' ? ['YYYY', month, ...(hasDay ? ['DD'] : [])] : order === 'DMY' ? ['DD', month, 'YYYY'] : [month, 'DD', 'YYYY'];
  const [hour, , second, fraction] = time;
  const clock = hour === undefined ? '' : `${text.includes('T') && !named ? 'T' : ' '}HH:mm${second ? ':ss' : ''}${fraction ? '.SSS' : ''}`;
  return units.join(named && order === 'MDY' ? ' ' : separator) + clock;
}

/** The order of the parts of a pattern. */
const orderOf = (pattern: string): DateOrder =>
  pattern.startsWith('Y') ? 'YMD' : pattern.indexOf('D') < pattern.indexOf('M') ? 'DMY' : 'MDY';

/** How many seconds one number of a pattern of numbers is. Undefined for patterns of dates. */
export const unitOf = (pattern: string): number | undefined =>
  pattern === 'unix seconds' ? 1 : pattern === 'unix milliseconds' ? 1e-3 : undefined;

/** Text as seconds since 1970, or NaN where it is no date in this pattern's order. */
export function parseDate(text: string, pattern: string): number {
  const unit = unitOf(pattern);
  if (unit) return text === '' ? NaN : Number(text) * unit;
  const parts = partsOf(text);
  return parts && (parts.order ?? orderOf(pattern)) === orderOf(pattern) ? secondsOf(parts, orderOf(pattern)) : NaN;
}

/** Seconds rounded to the smallest unit that the pattern writes. */
export function roundDate(seconds: number, pattern: string): number {
  const unit = unitOf(pattern);
  if (unit === 1e-3 || pattern.includes('SSS')) return Math.round(seconds * 1000) / 1000;
  const step = unit ?? (pattern.includes('ss') ? 1 : pattern.includes('mm') ? 60 : 86_400);
  return Math.round(seconds / step) * step + 0;
}

/** Seconds since 1970 as the pattern writes them, in UTC. */
export function writeDate(seconds: number, pattern: string): string {
  const unit = unitOf(pattern);
  if (unit) return String(Math.round(seconds / unit));
  const date = new Date(Math.round(roundDate(seconds, pattern) * 1000));
  if (Number.isNaN(date.getTime())) return '';
  const iso = date.toISOString().replace(/^\+0*(?=\d{4})/, '');
  const [, year, month, day, hour, minute, second, millis] = /^([-+]?\d+)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/.exec(iso)!;
  const name = MONTHS[Number(month) - 1]!;
  const named: Readonly<Record<string, string>> = {
    YYYY: year!,
    MMM: name[0]!.toUpperCase() + name.slice(1),
    MM: month!,
    DD: day!,
    HH: hour!,
    mm: minute!,
    ss: second!,
    SSS: millis!,
  };
  return pattern.replaceAll(/YYYY|MMM|MM|DD|HH|mm|SSS|ss/g, (part) => named[part]!);
}
