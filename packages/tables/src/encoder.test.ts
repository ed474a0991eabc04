import fc from 'fast-check';
import { InputError } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import { noise } from '../test/messy.js';
import { encodeTable, fitEncoder, fromCsv, fromRecords, inferSchema, tableEncoder } from './index.js';
import type { CategoryEncoding, NumberEncoding, Schema, Table, TableEncoder } from './index.js';
import { normalCdf, normalQuantile } from './encoders/normal.js';
import { moments } from './encoders/statistics.js';

const column = (name: string, kind: Schema['columns'][number]['kind'], more: object = {}): Schema['columns'][number] => ({
  name,
  kind,
  because: 'the test says so',
  missing: 0,
  examples: [],
  ...more,
});
const schemaOf = (...columns: Schema['columns']): Schema => ({ columns, rows: 0, missing: [''] });
const numbersTable = (x: readonly number[]): Table => ({ rows: x.length, columns: { x: Float64Array.from(x) } });
const again = (encoder: TableEncoder): TableEncoder => tableEncoder(JSON.parse(JSON.stringify(encoder)));

const finite = fc.double({ min: -1e9, max: 1e9, noNaN: true, noDefaultInfinity: true });

/** What a feature in float32 may lose: some units in the last place of numbers about as large as those of the column. */
const tolerance: Readonly<Record<NumberEncoding, (x: number, all: readonly number[]) => number>> = (() => {
  const range = (all: readonly number[]): number => Math.max(...all) - Math.min(...all);
  const spread = (x: number, all: readonly number[]): number => 1e-6 * (range(all) + Math.abs(x) * 1e-9) + 1e-9;
  return {
    standard: spread,
    minMax: spread,
    // A column whose middle half is one number has a few far away.
    robust: spread,
    quantile: (x, all) => 1e-4 * range(all) + spread(x, all),
    log1p: (x) => 1e-4 * (1 + Math.abs(x)),
  };
})();

describe.each(['standard', 'minMax', 'robust', 'quantile', 'log1p'] as const)('%s', (encoding) => {
  test('decode(encode(x)) is x, also from JSON', () =>
    fc.assert(
      fc.asyncProperty(fc.array(finite, { minLength: 1, maxLength: 60 }), async (x) => {
        const table = numbersTable(x);
        const encoder = again(await fitEncoder(schemaOf(column('x', 'number')), table, { numbers: encoding }));
        const { values } = encoder.encode(table);
        expect(values.every(Number.isFinite)).toBe(true);
        const decoded = encoder.decode(values).columns.x as Float64Array;
        x.forEach((given, i) => expect(Math.abs(decoded[i]! - given), `${given}`).toBeLessThanOrEqual(tolerance[encoding](given, x)));
      }),
      { numRuns: 60, seed: 1 },
    ));

  test('a number far outside of the fitted ones is encoded to a finite feature', async () => {
    const encoder = await fitEncoder(schemaOf(column('x', 'number')), numbersTable([1, 2, 4]), { numbers: encoding });
    const [low, high] = encoder.encode(numbersTable([-1e300, 1e300])).values;
    expect([low! < -1.5, high! > 1.5, Number.isFinite(low! ** 2), Number.isFinite(high! ** 2)]).toEqual([true, true, true, true]);
  });

  test('numbers whose spread underflows are encoded to finite features', async () => {
    const x = [0, 0, 0, -5e-324, -1.681218223707606e-285];
    const encoder = await fitEncoder(schemaOf(column('x', 'number')), numbersTable(x), { numbers: encoding });
    expect([...encoder.encode(numbersTable(x)).values].every(Number.isFinite)).toBe(true);
  });

  test('a missing cell is filled, 0 in the mask, and no matter for the others', async () => {
    const x = [1, NaN, 3, 8];
    const encoder = await fitEncoder(schemaOf(column('x', 'number')), numbersTable(x), { numbers: encoding });
    const { values, mask } = encoder.encode(numbersTable(x));
    expect([...mask!]).toEqual([1, 0, 1, 1]);
    const filled = encoder.decode(values).columns.x as Float64Array;
    const expected = { standard: 4, minMax: 4, robust: 3, quantile: 3, log1p: Math.expm1((Math.log(2) + Math.log(4) + Math.log(9)) / 3) };
    expect(filled[1]).toBeCloseTo(expected[encoding], 4);
    expect((await fitEncoder(schemaOf(column('x', 'number')), numbersTable([1, 3, 8]), { numbers: encoding })).toJSON().columns).toEqual(
      encoder.toJSON().columns,
    );
  });

  test('logits of any size decode to finite numbers', async () => {
    const encoder = await fitEncoder(schemaOf(column('x', 'number')), numbersTable([1, 2, 5]), { numbers: encoding });
    expect([...(encoder.decode([-1e6, 1e6]).columns.x as Float64Array)].every(Number.isFinite)).toBe(true);
    // Of a column of huge numbers, or of an encoder from a file.
    const json = encoder.toJSON() as any;
    const huge = tableEncoder({ ...json, columns: json.columns.map((each: any) => ({ ...each, scale: { ...each.scale, scale: 1e308 } })) });
    expect([...(huge.decode([-30, 30]).columns.x as Float64Array)].every(Number.isFinite)).toBe(true);
  });
});

const word = fc.string({ minLength: 1, maxLength: 8 }).map((text) => text.trim() || 'x');

test.each(['oneHot', 'ordinal', 'frequency'] as const satisfies readonly CategoryEncoding[])(
  '%s: decode(encode(word)) is the word',
  (categories) =>
    fc.assert(
      fc.asyncProperty(fc.uniqueArray(word, { minLength: 1, maxLength: 12 }), async (levels) => {
        // Level i stands i + 1 times, so that no two are as frequent.
        const cells = levels.flatMap((level, i) => Array<string>(i + 1).fill(level));
        const table: Table = { rows: cells.length, columns: { word: cells } };
        const encoder = again(await fitEncoder(schemaOf(column('word', 'category')), table, { categories }));
        expect(encoder.decode(encoder.encode(table).values).columns.word).toEqual(cells);
      }),
      { numRuns: 60, seed: 1 },
    ),
);

test('a word that was not seen has the level (other), and so have words beyond maxLevels', async () => {
  const cells = ['a', 'a', 'a', 'b', 'b', 'c'];
  const schema = schemaOf(column('word', 'category'));
  const encoder = await fitEncoder(schema, { rows: 6, columns: { word: cells } }, { maxLevels: 2 });
  const { values } = encoder.encode({ rows: 4, columns: { word: ['b', 'c', 'new', null] } });
  expect([...values]).toEqual([0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0]);
  expect(encoder.decode(values).columns.word).toEqual(['b', '(other)', '(other)', 'a']);
});

test('200 unix seconds stay 200 different ones, and cents stay cents', async () => {
  const rows = Array.from({ length: 200 }, (_, i) => ({
    t: 1_700_000_000 + 37 * i,
    balance: 90_000_000 + Math.round(noise(i) * 10_000) / 100,
  }));
  const { data, encoder } = await encodeTable(fromRecords(rows), { stream: false });
  const { t, balance } = encoder.decode(data.values).columns;
  expect([...t!]).toEqual(rows.map((row) => row.t));
  expect([...balance!]).toEqual(rows.map((row) => row.balance));
});

test('counts and date-times are rounded, yes/no is the sign, a category the largest of its features', async () => {
  const text = 'n,day,ok,c\n1,2024-01-01,yes,a\n2,2024-01-03,no,b\n4,2024-01-05,no,a\n1,2024-01-01,yes,b\n';
  const { encoder } = await encodeTable(fromCsv(text));
  expect(encoder.columns.map(({ name, start, width }) => [name, start, width])).toEqual([
    ['n', 0, 1],
    ['day', 1, 1],
    ['ok', 2, 1],
    ['c', 3, 3],
  ]);
  const { columns } = encoder.decode([0.1, 0.1, 3, -5, 2, -9, -0.5, -0.5, -0.01, 1, 0, 0]);
  expect([[...columns.n!], [...columns.day!], columns.ok, columns.c]).toEqual([
    [2, 1],
    [1704240000, 1704153600].map((t) => t - (t % 86400)),
    ['yes', 'no'],
    ['b', 'a'],
  ]);
});

test('the parts of date-times that repeat become features', async () => {
  const { encoder, data } = await encodeTable(fromCsv('when\n1970-01-01 00:00\n1970-01-01 06:00\n1970-01-04 12:00\n'), {
    cyclic: ['hour', 'weekday'],
    stream: false,
  });
  expect(encoder.width).toBe(5);
  const rows = [0, 1, 2].map((r) => [...data.values.subarray(5 * r + 1, 5 * r + 5)].map((x) => Math.round(x * 1e4) / 1e4 + 0));
  const thursday = [Math.sin((8 * Math.PI) / 7), Math.cos((8 * Math.PI) / 7)].map((x) => Math.round(x * 1e4) / 1e4);
  expect(rows).toEqual([
    [0, 1, ...thursday],
    [1, 0, ...thursday],
    [0, -1, 0, 1],
  ]);
});

test('a label becomes labels and classes, and no feature; new rows have the same classes', async () => {
  const text = 'x,digit\n1.5,0\n2.5,10\n3.5,2\n4.5,10\n';
  const { data, encoder } = await encodeTable(fromCsv(text), { label: 'digit', stream: false });
  expect([encoder.width, data.classes, [...(data.labels as Int32Array)]]).toEqual([1, ['0', '2', '10'], [0, 2, 1, 2]]);
  await expect(encodeTable(fromCsv('x,digit\n1.5,7\n'), { encoder })).rejects.toThrow(
    new InputError('encode: the label "digit" of row 1 is "7"; there are the classes ["0", "2", "10"]'),
  );
});

test('options beside an encoder are refused', async () => {
  const { encoder } = await encodeTable(fromCsv('x\n1.5\n2.5\n'));
  await expect(encodeTable(fromCsv('x\n1.5\n'), { encoder, numbers: 'robust' })).rejects.toThrow(
    new InputError('encodeTable: with an encoder, nothing is inferred or fitted; leave out numbers'),
  );
});

test('new rows need no label', async () => {
  const { encoder } = await encodeTable(fromCsv('x,kind\n1.5,a\n2.5,b\n3.5,a\n'), { label: 'kind' });
  for (const stream of [false, true]) {
    const { data } = await encodeTable(fromCsv('x\n2.5\n'), { encoder, stream });
    const chunk = 'chunks' in data ? (await data.chunks()[Symbol.asyncIterator]().next()).value : data;
    expect(chunk).toMatchObject({ shape: [1], values: Float32Array.of(0) });
    expect(chunk).not.toHaveProperty('labels');
  }
  await expect(encodeTable(fromCsv('y\n2.5\n'), { encoder })).rejects.toThrow(
    new InputError('the text has no column "x", which the schema has; its columns are ["y"]'),
  );
});

test('fitting in chunks gives what fitting at once gives', async () => {
  const rows = Array.from({ length: 500 }, (_, i) => [noise(i) * 1e6, ['a', 'b', null][i % 3]]);
  const schema = inferSchema({ names: ['x', 'w'], cells: rows });
  const table = (from: number, to: number): Table => ({
    rows: to - from,
    columns: {
      x: Float64Array.from(rows.slice(from, to), (row) => row[0] as number),
      w: rows.slice(from, to).map((row) => row[1] as string | null),
    },
  });
  for (const numbers of ['standard', 'quantile'] as const)
    expect((await fitEncoder(schema, [table(0, 7), table(7, 300), table(300, 500)], { numbers })).toJSON()).toEqual(
      (await fitEncoder(schema, table(0, 500), { numbers })).toJSON(),
    );
});

test('moments lose nothing where the mean is large', () => {
  const seen = moments();
  for (const x of [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]) seen.add(x);
  expect([seen.mean(), seen.variance()]).toEqual([1e9 + 10, 22.5]);
});

test('the normal distribution and its inverse', () => {
  expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 12);
  expect(normalCdf(-8) / 6.220960574271786e-16).toBeCloseTo(1, 7);
  for (const u of [1e-7, 0.001, 0.02, 0.3, 0.5, 0.9, 0.999, 1 - 1e-7]) expect(normalCdf(normalQuantile(u))).toBeCloseTo(u, 12);
});

test.each([
  ['fitEncoder: encodings names the column "y", which the schema does not use', { encodings: { y: 'robust' } }],
  ['fitEncoder: encodings.x must be one of standard, minMax, robust, quantile, log1p, not "oneHot"', { encodings: { x: 'oneHot' } }],
  ['fitEncoder: label must name a column, not "y"', { label: 'y' }],
  ['fitEncoder: the label "x" must be a column of kind category or yesNo, not number', { label: 'x' }],
  ['fitEncoder: there is no option "scale"; there are numbers, categories, encodings, cyclic, maxLevels, seed, label', { scale: 1 }],
])('%s', async (message, options) => {
  const schema = schemaOf(column('x', 'number'), column('z', 'number'));
  await expect(
    fitEncoder(schema, { rows: 1, columns: { x: Float64Array.of(1), z: Float64Array.of(1) } }, options as object),
  ).rejects.toThrow(new InputError(message));
});

test('damaged JSON is refused', async () => {
  const { encoder } = await encodeTable(fromCsv('x,w,ok\n1.5,a,yes\n2.5,b,no\n3.5,a,no\n'));
  const json = JSON.stringify(encoder);
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof value === 'object' && value !== null) for (const [key, item] of Object.entries(value)) walk(item, [...path, key]);
  };
  walk(JSON.parse(json).columns, ['columns']);
  for (const path of paths.filter((path) => !['fill', 'decimals', 'masked'].includes(String(path.at(-1))))) {
    const copy = JSON.parse(json);
    const parent = path.slice(0, -1).reduce((value, key) => value[key], copy);
    parent[path.at(-1)!] = Symbol.iterator;
    expect(() => tableEncoder(copy), path.join('.')).toThrow(InputError);
  }
});
