import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { InputError } from '@autoencoders/core';
import { count } from '@autoencoders/datasets';
import { describe, expect, test } from 'vitest';
import { messyTables } from '../../../../packages/tables/test/messy.js';
import type { Data } from './index.js';
import { tableEndingOf } from './table-endings.js';
import { tableData } from './table.js';

const read = (text: string | Uint8Array<ArrayBuffer>, name: string = 'mine.csv'): Promise<Data> => {
  const file = new File([text], name);
  return tableData(file, tableEndingOf(file)!);
};
const lines = (rows: number, line: (i: number) => string): string => Array.from({ length: rows }, (_, i) => line(i)).join('\n');
/** All numbers of a feature, of the examples to train on and to test on. */
const feature = ({ training, test }: Data, column: number): number[] =>
  [training, test].flatMap(({ values, shape: [width = 1] }) => [...values].filter((_, i) => i % width === column));
const distinct = (numbers: readonly number[]): number => new Set(numbers).size;

const folder = fileURLToPath(new URL('../../../../packages/tables/test/fixtures/', import.meta.url));
const fixture = (name: string): Promise<Data> => read(Uint8Array.from(readFileSync(folder + name)), name);
const fixtures = readdirSync(folder).filter((name) => !name.endsWith('.json'));

describe.each(fixtures)('%s', (name) => {
  test('becomes examples to train on and to test on, with finite numbers from 0 to 1, and tells what was read', async () => {
    const data = await fixture(name);
    const { training, test: held, table } = data;
    const [width] = training.shape;
    for (let column = 0; column < width!; column++) {
      const numbers = feature(data, column);
      expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...numbers)).toBeLessThanOrEqual(1);
    }
    const rows = count(training) + count(held);
    expect(table!.summary.startsWith(`${name}: ${rows} rows, `)).toBe(true);
    expect(table!.schema).toMatch(/^(the first row is a heading|there is no heading): .+\n\d+ rows, .+\ncolumn +kind/);
  });
});

test.each(messyTables)('$name: numbers from 0 to 1, or one sentence on what is missing', async ({ name, bytes, rows, kinds }) => {
  const features = Object.values(kinds).filter((kind) => kind !== 'identifier' && kind !== 'text');
  const data = await read(Uint8Array.from(bytes)).catch((error: Error) => error);
  if (features.length < 2) return expect(data).toEqual(new InputError('mine.csv has 1 column to learn from; two at least are needed'));
  expect(data, name).not.toBeInstanceOf(Error);
  const { training, test: held, table } = data as Data;
  expect(count(training) + count(held)).toBe(rows);
  expect(table!.summary).toContain(
    `${features.length.toLocaleString('en-US')} of ${Object.keys(kinds).length.toLocaleString('en-US')} columns used`,
  );
  for (const { values } of [training, held]) expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
});

describe('columns are what they hold', () => {
  test('ages, visits and ratings are scaled by column, and not divided by 255', async () => {
    const data = await fixture('ages-and-ratings.csv');
    expect(data.training.shape).toEqual([3]);
    expect(data.training.classes).toBeUndefined();
    for (const column of [0, 1, 2]) expect([Math.min(...feature(data, column)), Math.max(...feature(data, column))]).toEqual([0, 1]);
  });

  test('a heading y is a number, and no class', async () => {
    const { training, table } = await fixture('xyz.csv');
    expect([training.shape, training.labels]).toEqual([[3], undefined]);
    expect(table!.summary).toContain('3 of 3 columns used. Numbers are scaled to the range from 0 to 1. No column has classes.');
  });

  test('a date is a number, and its days differ', async () => {
    const data = await fixture('with-date.csv');
    expect(data.training.shape).toEqual([3]);
    expect(distinct(feature(data, 0))).toBe(count(data.training) + count(data.test));
  });

  test('unix seconds stay apart', async () => {
    const data = await fixture('unix-seconds.csv');
    expect(distinct(feature(data, 0))).toBe(count(data.training) + count(data.test));
  });

  test('an id is left out, with a reason', async () => {
    const { training, table } = await fixture('with-id.csv');
    expect(training.shape).toEqual([1 + 4]);
    expect(table!.summary).toMatch(/Left out: customer_id \(its \d+ cells all differ\)/);
    expect(table!.schema).toMatch(/customer_id +\(identifier\)/);
  });

  test('the index of pandas is left out', async () => {
    const { training, table } = await fixture('pandas-index.csv');
    expect(training.shape).toEqual([3]);
    expect(table!.summary).toContain('3 of 4 columns used. Left out: column 1 (it counts the rows).');
  });

  test('decimal commas are numbers, and the only category has the classes', async () => {
    const { training, table } = await fixture('semicolons-and-commas.csv');
    expect([training.shape, training.classes]).toEqual([[2], ['grün', 'rot']]);
    expect(table!.summary).toContain('The classes are in klasse: it is the only category.');
  });

  test('a missing cell is 0 in the mask, and no is 0', async () => {
    const data = await fixture('missing.csv');
    const { training, test: held, table } = data;
    for (const { mask, values } of [training, held]) expect(mask).toHaveLength(values.length);
    const rows = readFileSync(`${folder}missing.csv`, 'utf8').trim().split('\n').slice(1);
    const missing = rows.flatMap((row) => row.split(',')).filter((cell) => ['', 'NA', '-'].includes(cell.trim())).length;
    expect([...training.mask!, ...held.mask!].filter((known) => known === 0)).toHaveLength(missing);
    expect([...new Set(feature(data, 2))].sort()).toEqual([0, 1]);
    expect(table!.summary).toContain('Some cells are missing; the loss leaves them out.');
  });
});

describe('classes', () => {
  test.each(['label', 'Class', 'target'])('are in a column named %s, in the order of their numbers', async (name) => {
    const { training, table } = await read(`a,${name},b\n${lines(120, (i) => `${i * 0.1},${i % 12},${i % 7}.5`)}`);
    expect(training.shape).toEqual([2]);
    expect(training.classes).toEqual(Array.from({ length: 12 }, (_, i) => String(i)));
    expect(table!.summary).toContain(`The classes are in ${name}: it is named ${name}.`);
    expect(table!.schema).toMatch(new RegExp(`${name} +category .*it has the classes: it is named ${name}`));
  });

  test('belong to their rows', async () => {
    const { training, test: held } = await read(`a,b,class\n${lines(60, (i) => `${i % 2},${i},${i % 2 ? 'odd' : 'even'}`)}`);
    for (const { values, labels, classes } of [training, held])
      // Features of numbers come first: b, then a.
      for (const [i, label] of labels!.entries()) expect(classes![label]).toBe(values[2 * i + 1] === 1 ? 'odd' : 'even');
  });

  test.each([
    ['numbers of a target', (i: number) => `${i * 1.37}`],
    ['too many', (i: number) => `${i * 3}`],
    ['not all known', (i: number) => (i === 5 ? '' : `${i % 3}`)],
  ])('are not those of a column that holds %s', async (_, cell) => {
    const { training } = await read(`a,b,target\n${lines(200, (i) => `${i * 0.3},${i % 9}.5,${cell(i)}`)}`);
    expect([training.shape, training.classes]).toEqual([[3], undefined]);
  });

  test('are not guessed where there are two categories, or nothing else', async () => {
    const two = await read(`u,v,w\n${lines(60, (i) => `${i * 0.3},${'abc'[i % 3]},${'defg'[i % 4]}`)}`);
    expect([two.training.shape, two.training.classes]).toEqual([[1 + 4 + 5], undefined]);
    const one = await read(`u,v\n${lines(60, (i) => `${i * 0.3},${'abc'[i % 3]}`)}`);
    expect([one.training.shape, one.training.classes]).toEqual([[1 + 4], undefined]);
  });
});

test('TSV, JSON and JSON lines are read like CSV', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ a: i, b: (i * 7) % 5, kind: 'xyz'[i % 3]! }));
  const csv = await read(['a,b,kind', ...rows.map((row) => Object.values(row).join(','))].join('\n'));
  for (const [name, text] of [
    ['mine.TSV', ['a\tb\tkind', ...rows.map((row) => Object.values(row).join('\t'))].join('\n')],
    ['mine.json', JSON.stringify(rows)],
    ['mine.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')],
  ] as const) {
    const { training, test: held } = await read(text, name);
    expect({ ...training, name: 'mine.csv' }, name).toEqual(csv.training);
    expect({ ...held, name: 'mine.csv' }, name).toEqual(csv.test);
  }
});

describe('what cannot be used is refused in one sentence', () => {
  test.each([
    ['', /^mine\.csv is empty$/],
    [lines(5, (i) => `${i},2.5`), /^mine\.csv has 5 rows; at least \d+ are needed$/],
    [`a\n${lines(30, (i) => `${i}.5`)}`, /^mine\.csv has 1 column to learn from; two at least are needed$/],
    [`a,b\n${lines(30, () => '1,2')}`, /^mine\.csv has 0 columns to learn from; two at least are needed$/],
    [`${lines(30, (i) => `${i},2.5`)}\n1,2,3`, /^mine\.csv: row 31 has 3 cells, and the table has 2 columns; the cell "3" has no column$/],
    [`a,b\n${lines(30, (i) => `${i}.5,2`)}\n1,"x`, /^mine\.csv: row 32, column "b": a quote is never closed$/],
    [new Uint8Array([97, 44, 98, 10, 49, 0, 44, 49]), /^mine\.csv: row 2 has a byte 0/],
    [gzipSync(`a,b\n${'1.5,2.5\n'.repeat(20)}`).subarray(0, -9), /^mine\.csv: row \d+ is damaged or incomplete: it is gzip/],
  ])('%#', async (text, said) => {
    const refused = await read(text).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as Error).message).toMatch(said);
  });
});
