import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import { flats } from '../test/written/flats.js';
import { fromCsv, readSchema, readTable, toCsv } from './index.js';
import type { Column, CsvOptions, ReadTable, TableSource } from './index.js';
import { openCsv, openJson, openJsonLines } from './node.js';

type Cells = readonly (number | string | boolean | null)[];
type Name = keyof typeof flats;

const folder = fileURLToPath(new URL('../test/written/', import.meta.url));
const open = (name: string, options?: CsvOptions): TableSource =>
  name === 'duckdb-lines.json' || name.endsWith('.jsonl')
    ? openJsonLines(folder + name)
    : name.endsWith('.json')
      ? openJson(folder + name)
      : openCsv(folder + name, options);

/** Yes and no in the words of the programs. */
const YES: Readonly<Record<string, boolean>> = { true: true, false: false, wahr: true, falsch: false };

/** The cells of a column as the program held them. */
function cellsOf({ table }: ReadTable, { name, kind }: Column): Cells {
  const cells = Array.from<number | string | null>(table.columns[name]!);
  if (kind === 'yesNo') return cells.map((cell) => (cell === null ? null : YES[(cell as string).toLowerCase()]!));
  return cells.map((cell) => (Number.isNaN(cell) ? null : cell));
}

const KINDS: Readonly<Record<Name, readonly string[]>> = {
  // With missing cells, pandas has floats: 3.0.
  rooms: ['count', 'number'],
  rent: ['number'],
  change: ['number'],
  city: ['category'],
  furnished: ['yesNo'],
  since: ['dateTime'],
  seen: ['dateTime'],
  note: ['text', 'identifier'],
};

/** A sheet shows percentages with two decimals. */
const sheet = { change: flats.change.map((_, i) => (i - 10) * 1.5) };
const windows = { encoding: 'windows-1252' };

interface Written {
  readonly options?: CsvOptions;
  /** The columns that were written. Default: all. */
  readonly columns?: readonly Name[];
  /** Cells that differ from those of the other programs. */
  readonly cells?: Partial<Record<Name, Cells>>;
}

const written: Readonly<Record<string, Written>> = {
  'pandas-default.csv': {},
  'pandas-semicolon.csv': {},
  'pandas-tab.tsv.gz': {},
  'pandas-utf-16.csv': {},
  'pandas-float.csv': {},
  'pandas-named-index.csv': {},
  'pandas-records.json': {},
  'pandas-lines.jsonl': {},
  'r-default.csv': {},
  'r-no-names.csv': {},
  'r-csv2.csv': {},
  'r-latin1.csv': { options: windows },
  'r-table.tsv': {},
  'r-spaces.txt': { columns: ['rooms', 'rent', 'change', 'city', 'furnished', 'since'] },
  'duckdb-default.csv': {},
  'duckdb-pipes.csv': {},
  'duckdb-lines.json': {},
  'duckdb-array.json': {},
  'excel-german-utf-8.csv': { cells: sheet },
  'excel-german-unicode.txt': { cells: sheet },
  'excel-german-windows.csv': { cells: sheet, options: windows },
  'excel-german-sep.csv': { cells: sheet, options: windows },
  'excel-english-utf-8.csv': { cells: sheet },
  'excel-english-unicode.txt': { cells: sheet },
  'calc-german.csv': { cells: sheet },
  'calc-german-unicode.txt': { cells: sheet },
  'calc-english.csv': { cells: sheet },
};

const NAMES = Object.keys(flats) as Name[];

test.each(Object.entries(written))('%s holds what the program held', async (name, { options, columns = NAMES, cells = {} }) => {
  const read = await readTable(open(name, options), { keepAll: true });
  const found = new Map(read.schema.columns.map((column) => [column.name, column]));
  for (const column of columns) {
    expect(KINDS[column], column).toContain(found.get(column)?.kind);
    expect(cellsOf(read, found.get(column)!), column).toEqual(cells[column] ?? flats[column]);
  }
  // Names of rows are no feature.
  for (const [column, { kind }] of found) expect(column in flats || kind === 'identifier', column).toBe(true);
  const again = await readTable(fromCsv(toCsv(read.table, read.schema)), { schema: read.schema, keepAll: true });
  expect(again.table).toEqual(read.table);
});

test('duckdb-no-heading.csv has no heading, and its columns are in their order', async () => {
  const { table, dialect } = await readTable(open('duckdb-no-heading.csv'), { keepAll: true });
  expect(dialect).toMatchObject({ heading: false, separator: ',' });
  expect(Object.keys(table.columns)).toEqual(NAMES.map((_, i) => `column ${i + 1}`));
  expect(table.columns['column 4']).toEqual(flats.city);
  expect([...table.columns['column 7']!]).toEqual(flats.seen);
});

describe('what cannot be read as it is, is refused in one sentence', () => {
  test.each([
    ['r-latin1.csv', 'r-latin1.csv: row 3 has bytes that are not UTF-8; give encoding, such as "windows-1252", or save the file as UTF-8'],
    ['pandas-columns.json', /^pandas-columns\.json must be an array of objects, \[\{ column: cell, … \}, …\], not /],
  ])('%s', async (name, message) => {
    const error = await readTable(open(name)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(InputError);
    if (typeof message === 'string') expect((error as Error).message).toBe(message);
    else expect((error as Error).message).toMatch(message);
  });
});

test.each([
  ['r-iris.csv.gz', 150, 'identifier number number number number category'],
  ['r-mtcars.csv', 32, 'text number count number count number number number yesNo yesNo count count'],
  ['r-airquality.csv', 153, 'count count number count count count'],
])("%s, one of R's data sets", async (name, rows, kinds) => {
  const { schema } = await readSchema(open(name));
  expect(schema.rows).toBe(rows);
  expect(schema.columns.map(({ kind }) => kind).join(' ')).toBe(kinds);
});

test('every file of the folder is read', () => {
  const others = ['duckdb-no-heading.csv', 'pandas-columns.json', 'r-iris.csv.gz', 'r-mtcars.csv', 'r-airquality.csv'];
  const files = readdirSync(folder).filter((name) => !/\.(py|R|mjs|ts|md)$/.test(name));
  expect(files.toSorted()).toEqual([...Object.keys(written), ...others].toSorted());
});
