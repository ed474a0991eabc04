import { gzipSync } from 'node:zlib';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { InputError } from '@autoencoders/core';
import { afterAll, describe, expect, test } from 'vitest';
import { fromCsv, fromJson, fromJsonLines, fromRecords, readSchema, readTable } from './index.js';
import type { CsvOptions, TableSource } from './index.js';
import { openCsv, openJson, openJsonLines } from './node.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const rowsOf = async (source: TableSource): Promise<unknown[][]> => {
  const rows: unknown[][] = [];
  for await (const { cells } of source.rows()) rows.push(...cells.map((row) => [...row]));
  return rows;
};
const namesOf = async (source: TableSource): Promise<readonly string[]> => {
  for await (const { names } of source.rows()) return names;
  return [];
};
async function* piecesOf<T extends string | Uint8Array>(whole: T, size: number): AsyncGenerator<T> {
  for (let at = 0; at < whole.length; at += size) yield whole.slice(at, at + size) as T;
}
const text = 'name,x\n"a, b",1\n"say ""hi""\nthere",2\né,3\n';
const cells = [
  ['a, b', '1'],
  ['say "hi"\nthere', '2'],
  ['é', '3'],
];

describe('fromCsv', () => {
  test('reads text, bytes, buffers, blobs, files, streams and gzip alike', async () => {
    const whole = bytes(text);
    const stream = new ReadableStream({ start: (c) => (c.enqueue(whole.slice(0, 9)), c.enqueue(whole.slice(9)), c.close()) });
    const inputs = [
      text,
      whole,
      whole.buffer as ArrayBuffer,
      new Blob([text]),
      new File([text], 'mine.csv'),
      stream,
      piecesOf(whole, 3),
      piecesOf(text, 2),
      () => piecesOf(text, 5),
      gzipSync(text),
      new Blob([`\ufeff${text}`]),
    ];
    for (const input of inputs) expect(await rowsOf(fromCsv(input))).toEqual(cells);
    expect(fromCsv(new File([text], 'mine.csv')).name).toBe('mine.csv');
  });

  test('reads the same however the bytes are cut into pieces', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', ' ', 'é', '\r', '\ud83d\ude00') }), {
            minLength: 3,
            maxLength: 3,
          }),
          { minLength: 1, maxLength: 8 },
        ),
        fc.integer({ min: 1, max: 9 }),
        async (rows, size) => {
          const written = Papa.unparse({ fields: ['p', 'q', 'r'], data: rows }, { newline: '\n', quotes: true });
          const options = { separator: ',', heading: true };
          expect(await rowsOf(fromCsv(piecesOf(bytes(written), size), options))).toEqual(await rowsOf(fromCsv(written, options)));
          // A carriage return at the end of a row belongs to the end of the line, quoted or not.
          expect(await rowsOf(fromCsv(written, options))).toEqual(rows.map(([a, b, c]) => [a, b, c!.replace(/\r$/, '')]));
        },
      ),
      { numRuns: 150, seed: 1 },
    ));

  test('streams: a large file comes in chunks, and leaving the loop closes the stream', async () => {
    let cancelled = false;
    let sent = 0;
    const line = bytes('12345678,87654321\n'.repeat(2000));
    const stream = new ReadableStream<Uint8Array>(
      { pull: (c) => (sent++, c.enqueue(line)), cancel: () => void (cancelled = true) },
      { highWaterMark: 0 },
    );
    for await (const chunk of fromCsv(stream).rows()) {
      expect(chunk.cells.length).toBeGreaterThan(1000);
      if (sent > 10) break;
    }
    expect([cancelled, sent < 20]).toEqual([true, true]);
  });

  test.each<[string, string, readonly string[]]>([
    ['empty names', ',b,\n1,2,3\n', ['column 1', 'b', 'column 3']],
    ['equal names', 'x,x,x.1\n1,2,3\n', ['x', 'x.2', 'x.1']],
    ['names of objects', '__proto__,constructor\n1,2\n', ['__proto__', 'constructor']],
    ['no heading', '1,2\n3,4\n', ['column 1', 'column 2']],
    ['years', 'country,1990,1991,1992\nPeru,1,2,3\nChad,4,5,6\n', ['country', '1990', '1991', '1992']],
    ['yes and no below', 'smokes,drinks\nyes,no\nno,no\n', ['smokes', 'drinks']],
    ['words that come again', 'red,round\nblue,round\nred,flat\n', ['column 1', 'column 2']],
  ])('names of columns: %s', async (_, given, names) => {
    expect(await namesOf(fromCsv(given))).toEqual(names);
    const { schema, table } = await readTable(fromCsv(given), { keepAll: true });
    expect(schema.columns.map(({ name }) => name)).toEqual(names);
    expect(Object.keys(table.columns).sort()).toEqual([...names].sort());
  });

  test.each<[string, Partial<CsvOptions>, string]>([
    ['a;b\n1;2\n3;4\n', {}, ';'],
    ['a\tb\n1\t2\n', {}, '\t'],
    ['a|b|c\n1|2|3\n', {}, '|'],
    ['1,5;2,5\n3,5;4,5\n', {}, ';'],
    ['id,tags\n1,x;y\n2,x;z\n', {}, ','],
    ['a:b\n1:2\n', { separator: ':' }, ':'],
    ['sep=|\na|b\n1|2\n', {}, '|'],
  ])('finds the separator of %j', async (given, options, separator) => {
    const { dialect, schema } = await readSchema(fromCsv(given, options));
    expect(dialect?.separator).toBe(separator);
    expect(schema.columns.length).toBeGreaterThan(1);
  });

  test('rows that are longer than the sample tell the dialect, too', async () => {
    const width = 10_000;
    const rows = [0, 1, 2].map((r) => Array.from({ length: width }, (_, c) => (r ? `${r},${c}5` : `name ${c}`)).join(';'));
    const { schema, dialect } = await readSchema(fromCsv(piecesOf(`${rows.join('\n')}\n`, 50_000)));
    expect([dialect?.separator, dialect?.heading, schema.rows, schema.columns.length]).toEqual([';', true, 2, width]);
    expect(schema.columns[7]).toMatchObject({ name: 'name 7', kind: 'number', format: { decimal: ',' } });
  });

  test('line ends: LF, CRLF, CR, mixed, blank lines, comments', async () => {
    for (const given of ['a,b\n1,2\n3,4', 'a,b\r\n1,2\r\n3,4\r\n', 'a,b\r1,2\r3,4\r', 'a,b\r\n1,2\n3,4\r\n', 'a,b\n\n1,2\n\n3,4\n\n'])
      expect(await rowsOf(fromCsv(given)), JSON.stringify(given)).toEqual([
        ['1', '2'],
        ['3', '4'],
      ]);
    expect(await rowsOf(fromCsv('a,b\n# made by hand\n1,2\n', { comment: '#' }))).toEqual([['1', '2']]);
  });

  const latin = Uint8Array.of(...bytes('a,b\n1,2\n'), 0xe9, ...bytes(',4\n'));
  test('another encoding is an option', async () => {
    expect(await rowsOf(fromCsv(latin, { encoding: 'windows-1252' }))).toEqual([
      ['1', '2'],
      ['é', '4'],
    ]);
  });

  const damaged: readonly (readonly [string, () => TableSource])[] = [
    ['the text: row 3 has 1 cell, and the table has 2 columns; column "b" has none', () => fromCsv('a,b\n1,2\n3\n')],
    ['the text: row 3 has 3 cells, and the table has 2 columns; the cell "5" has no column', () => fromCsv('a,b\n1,2\n3,4,5\n')],
    ['the text: row 4, column "b": a quote is never closed', () => fromCsv('a,b\n1,2\n3,4\n5,"6\n7,8\n')],
    ['the text: row 3: there is text after a closing quote; a quote in a cell must be doubled', () => fromCsv('a,b\n1,2\n3,"4"5\n6,7\n')],
    [
      'the bytes: row 3 has bytes that are not UTF-8; give encoding, such as "windows-1252", or save the file as UTF-8',
      () => fromCsv(latin),
    ],
    ['the bytes: row 2 has a byte 0, so that it is no text in this encoding', () => fromCsv(bytes('a,b\n1,\0\n'))],
    ['the bytes: this is a zip file (such as .xlsx; save it as CSV), not text', () => fromCsv(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0))],
    ['the text is empty', () => fromCsv('')],
    ['the text is empty', () => fromCsv('\n\n')],
    ['the text has no rows', () => fromCsv('a,b\n')],
    [
      'wide.csv: row 1 has 100000 cells; a table may have 16384 columns; maxColumns allows more',
      () => fromCsv(Array(100_000).fill('1').join(','), { name: 'wide.csv' }),
    ],
    [
      'long.csv: row 2 has more than 16777216 characters; is a quote never closed? maxRowLength allows more',
      () => fromCsv(`a\n"${'x'.repeat(50e6)}`, { name: 'long.csv' }),
    ],
    [
      'long.csv: row 1 has more than 16777216 characters; is a quote never closed? maxRowLength allows more',
      () => fromCsv(() => piecesOf('x'.repeat(50e6), 1e5), { name: 'long.csv' }),
    ],
    [
      'the bytes: row 3 is damaged or incomplete: it is gzip, and cannot be decompressed further',
      () => fromCsv(gzipSync('a,b\n1,2\n').subarray(0, -6)),
    ],
    ['the text: row 2 is no JSON: Unexpected end of JSON input', () => fromJsonLines('{"a":1}\n{"a":\n')],
    ['the text: row 2 must be an object, { column: cell, … }, not 3', () => fromJsonLines('{"a":1}\n3\n')],
    ['the text must be an array of objects, [{ column: cell, … }, …], not an object', () => fromJson('{"a":1}')],
    ['the text has no rows', () => fromJson('[]')],
    [
      'the records: row 1001 has the key "b", which none of the first 1000 rows has; give columns, the names of all',
      () => fromRecords(() => Array.from({ length: 1001 }, (_, i) => (i < 1000 ? { a: i } : { a: i, b: 1 }))),
    ],
  ];
  test.each(damaged)('%s', async (message, source) => {
    await expect(async () => readTable(source())).rejects.toThrow(new InputError(message));
  });

  test('whatever the bytes are, there are rows or one InputError', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 80 }),
          fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', ';', '\r', '1', "'") }).map(bytes),
        ),
        async (given) => {
          const error = await readTable(fromCsv(given)).then(
            () => undefined,
            (cause: unknown) => cause,
          );
          if (error !== undefined) expect(error).toBeInstanceOf(InputError);
        },
      ),
      { numRuns: 400, seed: 1 },
    ));

  test('a file that is cut anywhere has all rows before the cut, or an error', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: text.length - 1 }), async (length) => {
        const rows = await rowsOf(fromCsv(text.slice(0, length), { heading: true })).catch((error: unknown) => error);
        if (rows instanceof InputError) return;
        const [last, ...before] = (rows as string[][]).toReversed();
        before.toReversed().forEach((row, i) => expect(row).toEqual(cells[i]));
        if (last) expect(cells.some((row) => row[0]!.startsWith(last[0]!))).toBe(true);
      }),
    ));

  test('an unknown encoding is refused', async () => {
    await expect(readTable(fromCsv(bytes('a\n1\n'), { encoding: 'utf-7' }))).rejects.toThrow(
      new InputError('fromCsv: encoding must be one that TextDecoder knows, such as "windows-1252", not "utf-7"'),
    );
  });

  test('a stream is read once', async () => {
    const source = fromCsv(piecesOf(text, 4));
    await readTable(source);
    await expect(readTable(source)).rejects.toThrow(
      'fromCsv: the stream can be read only once; give a function that opens it, or read it into memory with readTable',
    );
  });

  test.each([
    ['fromCsv: the source must be text, bytes, a Blob or a stream, not 3', () => fromCsv(3 as never)],
    ['fromCsv: separator must be one character, not "::"', () => fromCsv('a', { separator: '::' })],
    ['fromRecords: records must be an array, an async iterable or a function, not "a"', () => fromRecords('a' as never)],
    ['openCsv: there is no file "nowhere.csv"', () => openCsv('nowhere.csv')],
  ])('%s', (message, call) => expect(call).toThrow(new InputError(message)));
});

test('JSON, JSON lines and records give numbers, words, truth values, dates and missing cells', async () => {
  const rows = [
    { n: 1.5, w: 'a', ok: true, at: '2024-05-01' },
    { n: null, w: 'b', ok: false, at: '2024-05-02' },
    { n: 2, w: 'a', at: '2024-05-03' },
  ];
  const json = JSON.stringify(rows);
  const jsonLines = rows.map((row) => JSON.stringify(row)).join('\r\n');
  const dated = rows.map((row) => ({ ...row, at: new Date(row.at) }));
  for (const source of [
    fromJson(json),
    fromJsonLines(jsonLines),
    fromJsonLines(piecesOf(bytes(jsonLines), 5)),
    fromRecords(rows),
    fromRecords(() => rows),
    fromRecords(dated),
  ]) {
    const { table, schema } = await readTable(source);
    expect(schema.columns.map(({ kind }) => kind)).toEqual(['number', 'category', 'yesNo', 'dateTime']);
    expect(table.columns).toEqual({
      n: Float64Array.of(1.5, NaN, 2),
      w: ['a', 'b', 'a'],
      ok: ['true', 'false', null],
      at: Float64Array.of(1714521600, 1714608000, 1714694400),
    });
  }
});

test('lists and objects in records are left out', async () => {
  const { schema } = await readTable(
    fromRecords([
      { x: 1.5, tags: ['a'] },
      { x: 2, tags: [] },
      { x: 3, tags: ['b'] },
    ]),
  );
  expect(schema.columns[1]).toMatchObject({ kind: 'text', because: 'it holds lists or objects' });
});

describe('files on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  test('are read again and again', async () => {
    for (const [name, content, open] of [
      ['a.csv', 'x\n1\n2\n', openCsv],
      ['a.json', '[{"x":1},{"x":2}]', openJson],
      ['a.jsonl', '{"x":1}\n{"x":2}', openJsonLines],
    ] as const) {
      writeFileSync(join(folder, name), content);
      const source = open(join(folder, name));
      expect([source.name, source.bytes]).toEqual([name, content.length]);
      for (let i = 0; i < 2; i++) expect((await rowsOf(source)).map(([x]) => Number(x))).toEqual([1, 2]);
    }
    expect(() => openCsv(folder)).toThrow('is a folder, not a file');
  });
});
