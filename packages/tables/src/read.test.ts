import { gzipSync } from 'node:zlib';
import { InputError } from '@autoencoders/core';
import { describe, expect, test } from 'vitest';
import {
  encodeTable,
  fillMissing,
  fromCsv,
  fromJsonLines,
  fromRecords,
  inferSchema,
  printSchema,
  readSchema,
  readTable,
  streamTable,
  toCsv,
  toRecords,
} from './index.js';
import type { Schema, Table, TableSource } from './index.js';

const text = `id,x,word,ok\n${Array.from({ length: 20_000 }, (_, i) => `${i + 1},${i % 10}.5,${['a', 'b', 'c'][i % 3]},${i % 2 ? 'yes' : 'no'}`).join('\n')}\n`;
const pieces = (size: number) =>
  async function* () {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  };
const collect = async (chunks: AsyncIterable<Table>): Promise<Table[]> => {
  const tables: Table[] = [];
  for await (const table of chunks) tables.push(table);
  return tables;
};

test('streamTable gives what readTable gives, in chunks, again and again', async () => {
  const { table, schema } = await readTable(fromCsv(text));
  const streamed = await streamTable(fromCsv(pieces(30_000)));
  expect(streamed.schema).toEqual(schema);
  for (let i = 0; i < 2; i++) {
    const chunks = await collect(streamed.chunks());
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.reduce((rows, chunk) => rows + chunk.rows, 0)).toBe(20_000);
    expect(chunks.flatMap((chunk) => [...chunk.columns.x!])).toEqual([...table.columns.x!]);
    expect(chunks.flatMap((chunk) => [...chunk.columns.word!])).toEqual(table.columns.word);
  }
});

test('encodeTable in a stream gives the features that it gives in memory, and the number of rows', async () => {
  const { data, encoder } = await encodeTable(fromCsv(text), { stream: false });
  const streamed = await encodeTable(fromCsv(pieces(30_000)), { stream: true });
  expect(streamed.encoder.toJSON()).toEqual(encoder.toJSON());
  expect(streamed.data).toMatchObject({ shape: [encoder.width], count: 20_000 });
  const values: number[] = [];
  for await (const chunk of streamed.data.chunks()) values.push(...(chunk.values as Float32Array));
  expect(values).toEqual([...data.values]);
});

test('a stream that can be read once is held in memory', async () => {
  const { data } = await encodeTable(fromCsv(pieces(1000)()));
  expect('values' in data && data.values.length).toBe(20_000 * 6);
  await expect(streamTable(fromCsv(pieces(1000)()))).rejects.toThrow(
    new InputError('streamTable: the stream can be read only once; give its schema, or a function that opens it, or use readTable'),
  );
});

test('the source is closed when the schema is known, and when a cell does not fit', async () => {
  let open = 0;
  const source: TableSource = {
    name: 'mine',
    replayable: true,
    async *rows() {
      open += 1;
      try {
        for (let i = 0; i < 100; i++)
          yield {
            names: ['x'],
            cells: Array.from({ length: 100 }, (_, r) => [i * 100 + r < 5000 ? `${i}.5` : 'word']),
            first: i * 100 + 1,
          };
      } finally {
        open -= 1;
      }
    },
  };
  const { schema } = await readSchema(source, { sample: 250 });
  expect([schema.rows, schema.columns[0]!.kind, open]).toEqual([250, 'number', 0]);
  await expect(readTable(source, { sample: 250 })).rejects.toThrow(
    new InputError(
      'mine: row 5001, column "x" holds "word", which does not fit a column of kind number; edit the schema, or give kinds or missing',
    ),
  );
  expect(open).toBe(0);
});

const people = 'age,city,share,born\n31,Osaka,"12,5 %",3.2.1990\n?,Lagos,"1.250,0 %",14.11.1985\n47,,"7,0 %",\n';
test('a table is written in its own units and words', async () => {
  const { table, schema } = await readTable(fromCsv(people), { kinds: { city: 'category' } });
  expect(toRecords(table, schema)).toEqual([
    { age: 31, city: 'Osaka', share: 12.5, born: '03.02.1990' },
    { age: null, city: 'Lagos', share: 1250, born: '14.11.1985' },
    { age: 47, city: null, share: 7, born: null },
  ]);
  expect(toCsv(table, schema)).toBe('age,city,share,born\n31,Osaka,"12,5%",03.02.1990\n,Lagos,"1.250,0%",14.11.1985\n47,,"7,0%",\n');
  expect(`age,city,share,born\n${toCsv(table, schema, { heading: false })}`).toBe(toCsv(table, schema));
});

test('fillMissing takes missing cells from another table, and no others', async () => {
  const { table, schema } = await readTable(fromCsv('id,x,w\n1,1.5,a\n2,,b\n3,4.5,\n4,1,a\n'), { keepAll: true });
  const filled = fillMissing(table, { rows: 4, columns: { x: Float64Array.of(9, 2.5, 9, 9), w: ['z', 'z', 'b', 'z'] } });
  expect(toCsv(filled, schema)).toBe('id,x,w\n1,1.5,a\n2,2.5,b\n3,4.5,b\n4,1.0,a\n');
  expect(() => fillMissing(table, { rows: 3, columns: {} })).toThrow(
    new InputError('fillMissing: the table has 4 rows, and the reconstruction 3; they must be the same rows'),
  );
});

test('columns that are left out are kept as words with keepAll', async () => {
  const { table } = await readTable(fromCsv(text), { keepAll: true, ignore: ['x'] });
  expect([table.columns.id![19_999], table.columns.x![1]]).toEqual(['20000', '1.5']);
});

test.each<[string, readonly unknown[], Partial<Schema['columns'][number]>]>([
  [
    'day and month are not sure',
    ['3/4/2020', '5/6/2020'],
    { kind: 'dateTime', date: 'MM/DD/YYYY', because: 'its cells are dates, MM/DD/YYYY; day and month could also be the other way round' },
  ],
  ['one date decides', ['3/4/2020', '25/6/2020'], { kind: 'dateTime', date: 'DD/MM/YYYY' }],
  ['a date that does not exist', ['2023-02-28', '2023-02-29', '2023-02-28'], { kind: 'category' }],
  ['0 and 1', ['0', '1', '1'], { kind: 'yesNo', levels: ['0', '1'] }],
  ['truth values', [true, false, null], { kind: 'yesNo', levels: ['false', 'true'] }],
  ['one word and nothing', ['yes', '', 'yes'], { kind: 'constant', because: 'every cell that is not missing is "yes"' }],
  ['nothing', ['', null, 'NA'], { kind: 'constant', because: 'all its cells are missing; missing cells are "NA"' }],
  ['whole numbers below 0', ['-1', '3', '5'], { kind: 'number' }],
  ['whole numbers as pandas writes them beside missing ones', ['1.0', '', '3.0'], { kind: 'count', missing: 1 / 3 }],
  ['numbers that are too long', ['12345678901234567', '12345678901234568', '12345678901234567'], { kind: 'category' }],
  ['percent signs on some cells', ['5%', '6', '5%'], { kind: 'category' }],
  [
    'percent signs on most cells',
    [...Array(50).keys()].map((i) => (i === 7 ? '0' : `${i}.5%`)),
    { kind: 'identifier', because: 'its 50 cells all differ' },
  ],
  ['a word among numbers', [...Array(50).keys()].map((i) => (i === 7 ? 'n.d.' : `${i}.5`)), { kind: 'number', markers: ['n.d.'] }],
  ['a sentence among numbers', [...Array(50).keys()].map((i) => (i === 7 ? 'x'.repeat(100) : `${i}.5`)), { kind: 'identifier' }],
  ['a decimal comma among decimal points', [...Array(50).keys()].map((i) => (i === 7 ? '1.234,5' : `${i % 9}.5`)), { kind: 'category' }],
  ['times of PostgreSQL', ['2024-03-31 04:00:00+02', '2024-03-30 23:30:00+01'], { kind: 'dateTime', date: 'YYYY-MM-DD HH:mm:ss' }],
  ['whole numbers below 0 with separators', ['1,234,567', '-1,234,567'], { kind: 'number' }],
  [
    'words that mostly differ',
    [...Array(50).keys()].map((i) => `w${i % 40}`),
    { kind: 'text', because: '80 % of its cells differ from all before' },
  ],
  ['words with spaces that all differ', ['a b', 'c d', 'e'], { kind: 'text' }],
  ['scientific notation', ['1e-7', '2.5e-8', '1'], { kind: 'number', format: {} }],
  [
    '"1,234" alone',
    ['1,234', '2,345'],
    {
      kind: 'count',
      format: { thousands: ',', decimals: 0 },
      because: 'its cells are whole numbers with "," between thousands, where "1,234" is read as 1234',
    },
  ],
  ['numbers of JSON', [1, 2.25, null], { kind: 'number', format: { decimals: 2 } }],
  ['big integers', [1n, 3n, 7n], { kind: 'count' }],
  ['dates', [new Date(0), new Date(1e12)], { kind: 'dateTime' }],
])('inferSchema: %s', (_, cells, expected) => {
  expect(inferSchema({ names: ['x'], cells: cells.map((cell) => [cell]) }).columns[0]).toMatchObject(expected);
});

test('a decimal comma in one column decides for the others', () => {
  const { columns } = inferSchema({
    names: ['a', 'b'],
    cells: [
      ['1,5', '1,234'],
      ['2,25', '5,678'],
    ],
  });
  expect(columns.map(({ format }) => format)).toEqual([
    { decimal: ',', decimals: 2 },
    { decimal: ',', decimals: 3 },
  ]);
});

test('the same rows give the same schema, which prints', () => {
  const rows = {
    names: ['x\u001b[2J', 'w'],
    cells: [
      ['1.5', 'a\nb'],
      ['2', 'c'],
      ['2.5', 'c'],
    ],
  };
  expect(inferSchema(rows)).toEqual(inferSchema(rows));
  expect(printSchema(inferSchema(rows)).split('\n')).toEqual([
    '3 rows, 2 columns, 2 used; (in parentheses) is left out',
    'column    kind      missing  examples       because',
    'x\\x1b[2J  number             1.5 · 2 · 2.5  its cells are numbers',
    'w         category           a\\nb · c       its cells are 2 different words, which repeat',
  ]);
});

test.each<[string, () => unknown]>([
  [
    'inferSchema: ignore names the column "z", which the table does not have; it has ["x"]',
    () => inferSchema({ names: ['x'], cells: [] }, { ignore: ['z'] }),
  ],
  [
    'inferSchema: kinds.x must be one of number, count, category, yesNo, dateTime, text, identifier, constant, ignored, not "word"',
    () => inferSchema({ names: ['x'], cells: [] }, { kinds: { x: 'word' as never } }),
  ],
  [
    'inferSchema: kinds.x is yesNo, and the column holds 3 different words: ["a", "b", "c"]',
    () => inferSchema({ names: ['x'], cells: [['a'], ['b'], ['c']] }, { kinds: { x: 'yesNo' } }),
  ],
  [
    'inferSchema: kinds.x is dateTime, and the cells are not all dates in one order: ["2024-01-01", "soon"]',
    () => inferSchema({ names: ['x'], cells: [['2024-01-01'], ['soon']] }, { kinds: { x: 'dateTime' } }),
  ],
  [
    'the text: row 3, column "x" holds "soon", which does not fit a column of kind number; edit the schema, or give kinds or missing',
    () => readTable(fromCsv('x\n1\nsoon\n'), { kinds: { x: 'number' } }),
  ],
  ['readTable: the source must be a table to read, such as fromCsv(text), not text', () => readTable('a,b' as never)],
  ['readTable: sample must be a whole number of 1 or more, not 0', () => readTable(fromCsv(text), { sample: 0 })],
  ['readTable: schema must be one, such as inferSchema gives, not an object', () => readTable(fromCsv(text), { schema: {} as never })],
  [
    'encodeTable: there is no option "keepAll"; there are missing, kinds, ignore, columns, label, sample, schema, maxBytes, numbers, categories, encodings, cyclic, maxLevels, seed, encoder, stream, worker',
    () => encodeTable(fromRecords([{ a: 1 }]), { keepAll: true } as never),
  ],
  [
    'fitEncoder: the schema leaves out every column, so that there is nothing to learn from; printSchema shows why',
    () => encodeTable(fromCsv('a\n1\n1\n')),
  ],
  [
    'inferSchema: label names the column "y", which the table does not have; it has ["id", "x", "word", "ok"]',
    () => encodeTable(fromCsv(text), { label: 'y' }),
  ],
  ['encodeTable: stream must be true or false, not 1', () => encodeTable(fromCsv(text), { stream: 1 as never })],
])('%s', async (message, call) => {
  await expect(async () => call()).rejects.toThrow(new InputError(message));
});

describe('a table that is too large for memory', () => {
  // Some kB that become many MB: in numbers, in one word that is long, and in lists.
  const numbers = gzipSync(`a,b\n${'1.5,2.5\n'.repeat(200_000)}`);
  const words = gzipSync(`a,b\n${`${'x'.repeat(200_000)},1\n`.repeat(20)}`);
  const lists = gzipSync(`{"a":[${'1,'.repeat(50_000)}1],"b":1}\n`.repeat(20));

  test.each([
    ['numbers', fromCsv(numbers, { name: 'bomb.csv' })],
    ['words', fromCsv(words, { name: 'bomb.csv' })],
    ['lists', fromJsonLines(lists, { name: 'bomb.csv' })],
  ])('is refused early, in one sentence: %s', async (_, source) => {
    let rows = 0;
    const counted: TableSource = {
      ...source,
      async *rows() {
        for await (const chunk of source.rows()) {
          rows += chunk.cells.length;
          yield chunk;
        }
      },
    };
    const refused = await readTable(counted, { maxBytes: 2 ** 20 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(InputError);
    expect((refused as Error).message).toMatch(
      /^bomb\.csv is too large to be held in memory: up to row \d+ it has \d+ MB of cells, and at most 1 MB are read \(maxBytes\); use a part of its rows, or read it as a stream$/,
    );
    expect(rows).toBeLessThan(100_000);
    await expect(encodeTable(counted, { maxBytes: 2 ** 20, stream: false })).rejects.toThrow('is too large to be held in memory');
  });

  test('is read where more is allowed', async () => {
    expect((await readTable(fromCsv(numbers))).table.rows).toBe(200_000);
  });
});
