/*
 * Messy tables as programs and people write them, besides the files in `fixtures`: each with the kinds that its columns must get. They are made
 * here, the same every time, since some are large.
 */

export interface MessyTable {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** The kind of each column by name, in their order. */
  readonly kinds: Readonly<Record<string, string>>;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16 = (text: string): Uint8Array => {
  const units = Uint16Array.from(`\ufeff${text}`, (character) => character.charCodeAt(0));
  return new Uint8Array(units.buffer);
};
/** A number from 0 to 1 that depends on `i` alone. */
export const noise = (i: number): number => (((i * 2654435761) >>> 0) % 100_003) / 100_003;
const pick = <T>(from: readonly T[], i: number): T => from[Math.floor(noise(i) * from.length)]!;
const lines = (rows: number, line: (i: number) => string, newline: string = '\n'): string =>
  Array.from({ length: rows }, (_, i) => line(i) + newline).join('');

export const messyTables: readonly MessyTable[] = [
  {
    name: 'two columns of words',
    bytes: utf8(`colour,shape\n${lines(40, (i) => `${pick(['red', 'green', 'blue'], i)},${pick(['round', 'square'], i + 99)}`)}`),
    rows: 40,
    kinds: { colour: 'category', shape: 'category' },
  },
  {
    name: 'one column with empty cells',
    bytes: utf8(`weight\n${lines(40, (i) => (i % 7 === 3 ? '' : (noise(i) * 80).toFixed(1)))}`),
    rows: 40,
    kinds: { weight: 'number' },
  },
  {
    name: 'a table of Excel: sep=; UTF-16, CRLF, German dates, euros',
    bytes: utf16(
      `sep=;\r\nDatum;Betrag;bezahlt\r\n${lines(30, (i) => `${(i % 28) + 1}.${(i % 12) + 1}.2024 0${i % 10}:30;1.${100 + i},${10 + i} €;${i % 3 ? 'ja' : 'nein'}`, '\r\n')}`,
    ),
    rows: 30,
    kinds: { Datum: 'dateTime', Betrag: 'number', bezahlt: 'yesNo' },
  },
  {
    name: "R's write.csv: quoted names of rows, NA, TRUE and FALSE",
    bytes: utf8(
      `"","mpg","cyl","am"\n${lines(32, (i) => `"Car ${i}",${i % 5 ? (10 + noise(i) * 20).toFixed(1) : 'NA'},${pick([4, 6, 8], i)},${i % 2 ? 'TRUE' : 'FALSE'}`)}`,
    ),
    rows: 32,
    kinds: { 'column 1': 'text', mpg: 'number', cyl: 'count', am: 'yesNo' },
  },
  {
    name: "R's write.table: a heading without a name for the names of rows",
    bytes: utf8(
      `Sepal.Length\tSpecies\n${lines(30, (i) => `${i + 1}\t${(4 + noise(i) * 3).toFixed(1)}\t${pick(['setosa', 'virginica'], i)}`)}`,
    ),
    rows: 30,
    kinds: { 'column 1': 'identifier', 'Sepal.Length': 'number', Species: 'category' },
  },
  {
    name: 'American dates with AM and PM, dollars, negative amounts in parentheses',
    bytes: utf8(
      `when,amount\n${lines(30, (i) => `${(i % 12) + 1}/${(i % 28) + 1}/2023 ${(i % 12) + 1}:05 ${i % 2 ? 'PM' : 'AM'},"${i % 4 ? `$${1 + i},250.50` : `($${i + 3}.25)`}"`)}`,
    ),
    rows: 30,
    kinds: { when: 'dateTime', amount: 'number' },
  },
  {
    name: 'codes with leading zeros, and a few words among numbers',
    bytes: utf8(`zip,income\n${lines(60, (i) => `${pick(['01067', '04109', '20095'], i)},${i % 30 === 5 ? 'n.d.' : 20_000 + i * 37}`)}`),
    rows: 60,
    kinds: { zip: 'category', income: 'count' },
  },
  {
    name: 'Swiss thousands, spaces after separators, apostrophes as quotes',
    bytes: utf8(
      `place, people, note\n${lines(25, (i) => `'${pick(['Bern', 'Biel, west'], i)}', ${1 + i} ${100 + i}, '${pick(['a', 'b'], i + 3)}'`)}`,
    ),
    rows: 25,
    kinds: { place: 'category', people: 'count', note: 'category' },
  },
  {
    name: '2,000 columns',
    bytes: utf8(
      `${Array.from({ length: 2000 }, (_, c) => `g${c}`).join(',')}\n${lines(50, (i) => Array.from({ length: 2000 }, (_, c) => noise(i * 2000 + c).toFixed(3)).join(','))}`,
    ),
    rows: 50,
    kinds: Object.fromEntries(Array.from({ length: 2000 }, (_, c) => [`g${c}`, 'number'])),
  },
  {
    name: '100,000 rows',
    bytes: utf8(
      `id,age,city,balance,joined\n${lines(100_000, (i) => `${i + 1},${18 + (i % 60)},${pick(['Lagos', 'Osaka', 'Lima', 'Oslo'], i)},${(noise(i) * 1e6).toFixed(2)},2024-0${1 + (i % 9)}-1${i % 10}`)}`,
    ),
    rows: 100_000,
    kinds: { id: 'identifier', age: 'count', city: 'category', balance: 'number', joined: 'dateTime' },
  },
];
