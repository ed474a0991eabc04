import Papa from 'papaparse';
import { MISSING, isMissing, markersOf } from '../columns/cell.js';
import { dateOrders } from '../columns/dates.js';
import { asComma, asPoint, bodyOf, isPlain } from '../columns/numbers.js';

/** What was found out of the first rows of a CSV file. */
export interface Sniffed {
  readonly separator: string;
  readonly quote: string;
  readonly newline: '\n' | '\r';
  readonly heading: boolean;
  readonly because: string;
  /** How many characters of the text come before the rows: a line `sep=;`. */
  readonly skip: number;
}

/** What the caller knows already. */
export interface SniffOptions {
  readonly separator?: string | undefined;
  readonly quote?: string | undefined;
  readonly heading?: boolean | undefined;
}

const SEPARATORS = [',', ';', '\t', '|'];
/** A heading as R's write.table writes it: quoted names with one space between. Elsewhere a space separates words, not cells. */
const SPACED_HEADING = /^"(?:[^"\n]|"")*"(?: "(?:[^"\n]|"")*")+\r?\n/;
const ROWS = 200;
const YES_NO = /^(yes|no|true|false)$/i;
const markers = markersOf(MISSING);

/** The rows of a sample, without the last one, which may be cut, unless the sample is the whole text. */
function rowsOf(text: string, config: Papa.ParseConfig, isWhole: boolean): readonly string[][] {
  const { data } = new Papa.Parser({ ...config, preview: ROWS }).parse(text, 0, !isWhole) as Papa.ParseResult<string[]>;
  return data.map((row) => row.map((cell) => cell.trim())).filter((row) => row.length > 1 || row[0] !== '');
}

/** Finds out how a text is written, from its beginning. */
export function sniff(sample: string, isWhole: boolean, options: SniffOptions = {}): Sniffed {
  const newline = sample.includes('\r') && !sample.includes('\n') ? '\r' : '\n';
  // Excel reads and writes the separator in a line of its own.
  const said = /^sep=(.)\r?(?:\n|\r)/i.exec(sample);
  const text = said ? sample.slice(said[0].length) : sample;
  const quote = options.quote ?? quoteOf(text);
  const separator = options.separator ?? said?.[1] ?? separatorOf(text, { quoteChar: quote, newline }, isWhole);
  const rows = rowsOf(text, { delimiter: separator, quoteChar: quote, newline }, isWhole);
  const found = options.heading === undefined ? headingOf(rows) : { heading: options.heading, why: 'you said so' };
  const because = `${found.heading ? 'the first row is a heading' : 'there is no heading'}: ${found.why}`;
  return { separator, quote, newline, heading: found.heading, because, skip: said?.[0].length ?? 0 };
}

/** Apostrophes are quotes where cells begin and end with them, and none with quotation marks. */
function quoteOf(text: string): string {
  const around = (quote: string): number =>
    text.match(new RegExp(`(?<=^|[,;\\t|\\n])${quote}[^${quote}\\n]*${quote}(?=$|[,;\\t|\\r\\n])`, 'g'))?.length ?? 0;
  return around('"') === 0 && around("'") > 1 ? "'" : '"';
}

/** The separator that gives most rows the same number of cells, and of those the one that gives most numbers. */
function separatorOf(text: string, config: Papa.ParseConfig, isWhole: boolean): string {
  if (SPACED_HEADING.test(text)) return ' ';
  const scores = SEPARATORS.map((delimiter) => {
    const rows = rowsOf(text, { ...config, delimiter }, isWhole);
    const counts = new Map<number, number>();
    for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
    const [width = 1, most = 0] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [1, 0]);
    const cells = rows.flat();
    const simple = cells.filter((cell) => isSimple(cell)).length / Math.max(1, cells.length);
    return { delimiter, score: width < 2 ? 0 : most / rows.length + simple };
  });
  return scores.reduce((a, b) => (b.score > a.score ? b : a)).delimiter;
}

function isNumber(cell: string): boolean {
  if (isPlain(cell)) return true;
  const parts = bodyOf(cell);
  return parts !== undefined && (asPoint(parts.body) ?? asComma(parts.body)) !== null;
}

const isDate = (cell: string): boolean => dateOrders(cell).length > 0;
/** Whether a cell is no word: a number, a date, or nothing. */
const isSimple = (cell: string): boolean => isMissing(cell, markers) || isNumber(cell) || isDate(cell);

interface Heading {
  readonly heading: boolean;
  readonly why: string;
}

/** Whether the first row names the columns. */
function headingOf(rows: readonly (readonly string[])[]): Heading {
  const [first = [], ...rest] = rows;
  const yes = (why: string): Heading => ({ heading: true, why });
  const no = (why: string): Heading => ({ heading: false, why });
  if (rest.length === 0) return first.some(isSimple) ? no('the only row has numbers') : yes('the only row has words alone');
  if (first.length === rest[0]!.length - 1) return yes('it has one name less than the other rows have cells, as R writes it');
  const numbered = first.slice(first[0] === '' ? 1 : 0);
  const counts = numbered.every((cell, i) => cell === String(i));
  if (counts && (first[0] === '' ? numbered.length > 0 : numbered.length > 2)) return yes('it numbers the columns from 0, as pandas does');
  const years = first.filter((cell) => /^\d+$/.test(cell)).map(Number);
  if (years.length > 2 && !first.every(isNumber) && years.every((year, i) => i === 0 || year === years[i - 1]! + 1))
    return yes('it has words, and numbers that count the columns');
  return bySome(first, rest) ?? (first.some(isNumber) ? no('the first row has numbers') : yes('the first row has words alone'));
}

/** What single columns say of the first row. */
function bySome(first: readonly string[], rest: readonly (readonly string[])[]): Heading | undefined {
  for (const [i, cell] of first.entries()) {
    const column = rest.map((row) => row[i] ?? '').filter((below) => !isMissing(below, markers));
    if (column.length === 0 || isMissing(cell, markers)) continue;
    if (!isSimple(cell) && column.every((below) => isNumber(below) || isDate(below)))
      return { heading: true, why: `${JSON.stringify(cell)} stands above numbers or dates` };
    if (column.includes(cell) && !isSimple(cell)) return { heading: false, why: `${JSON.stringify(cell)} stands in its column again` };
    if (!YES_NO.test(cell) && column.every((below) => YES_NO.test(below)))
      return { heading: true, why: `${JSON.stringify(cell)} stands above yes and no` };
  }
  return undefined;
}
