import { DuckDBInstance } from '@duckdb/node-api';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { createServer } from 'node:http';
import { InputError } from '@autoencoders/core';
import { describe, expect, it, test } from 'vitest';
import { chunksOf } from '../test/chunks.js';
import { expectCutsRefused, expectFlipsHandled } from '../test/damage.js';
import { fixture, fixturePath } from '../test/fixture.js';
import { vegaPath } from '../test/vega.js';
import { openParquet } from './node.js';
import type { ColumnValues, FileSource, TableStream } from './index.js';

const open = (name: string, columns?: readonly string[]): Promise<TableStream> => openParquet(fixture(name), { name, columns });
const whole = async (name: string): Promise<Readonly<Record<string, ColumnValues>>> => (await chunksOf(await open(name)))[0]!.columns;

describe('openParquet', () => {
  it.each(['types.parquet', 'types-v2.parquet'])('reads every type of %s, and missing cells', async (name) => {
    const { columns, count } = await open(name);
    expect(count).toBe(10);
    expect(Object.fromEntries(columns.map(({ name, type }) => [name, type]))).toEqual({
      ...Object.fromEntries(['small', 'whole', 'positive', 'single', 'double', 'money', 'huge', 'clock'].map((name) => [name, 'number'])),
      ...Object.fromEntries(['word', 'kind', 'id'].map((name) => [name, 'string'])),
      ...Object.fromEntries(['day', 'moment', 'zoned', 'nanoseconds'].map((name) => [name, 'dateTime'])),
      flag: 'boolean',
    });
    const cells = await whole(name);
    const start = (name: string): unknown[] => Array.from<unknown>(cells[name]!).slice(0, 6);
    expect(start('flag')).toEqual([1, 0, 1, 0, NaN, 0]);
    expect(start('small')).toEqual([-5, -4, -3, -2, NaN, 0]);
    expect(start('whole')).toEqual([0, 1000003, 2000006, 3000009, NaN, 5000015]);
    expect(start('positive')).toEqual([0, 1, 2, 3, NaN, 5]);
    expect(start('single')).toEqual([0, 0.25, 0.5, 0.75, NaN, 1.25]);
    expect(start('double')).toEqual([0, 1 / 3, 2 / 3, 1, NaN, 5 / 3]);
    expect(start('money')).toEqual([0, 1.25, 2.5, 3.75, NaN, 6.25]);
    expect(start('huge')).toEqual([0, 1000000007, 2000000014, 3000000021, NaN, 5000000035]);
    expect(start('word')).toEqual(['wörd 0', 'wörd 1', 'wörd 2', 'wörd 0', null, 'wörd 2']);
    expect(start('kind')).toEqual(['red', 'green', 'red', 'green', null, 'green']);
    expect(start('id')[3]).toBe('00000000-0000-0000-0000-000000000003');
    expect(start('day').slice(0, 3)).toEqual(['2024-02-28', '2024-02-29', '2024-03-01'].map((day) => Date.parse(day) / 1000));
    expect(start('moment').slice(0, 2)).toEqual([Date.parse('2024-02-28T23:59:59.5Z') / 1000, Date.parse('2024-02-29T00:00:00.5Z') / 1000]);
    expect(start('zoned')[0]).toBe(Date.parse('2024-02-28T10:00:00Z') / 1000);
    expect(start('nanoseconds')[0]).toBe(-0.75);
    expect(start('clock')[0]).toBe(3723.5);
  });

  it.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'])(
    'reads files that are compressed with %s, group by group',
    async (codec) => {
      const chunks = await chunksOf(await openParquet(fixturePath(`${codec}.parquet`)));
      expect(chunks.map(({ rows }) => rows)).toEqual([2048, 2048, 904]);
      const { number, word, share } = chunks[2]!.columns;
      expect([number![903], word![903], share![903]]).toEqual([4999, `word ${4999 % 7}`, 4999 / 7]);
    },
  );

  it('reads the row groups of a rank', async () => {
    const rowsOf = async (rank: number): Promise<[count: number | undefined, rows: number[]]> => {
      const table = await openParquet(fixturePath('snappy.parquet'), { shard: { rank, size: 2 } });
      return [table.count, (await chunksOf(table)).map(({ rows }) => rows)];
    };
    expect(await rowsOf(0)).toEqual([2048 + 904, [2048, 904]]);
    expect(await rowsOf(1)).toEqual([2048, [2048]]);
    const { whole } = await openParquet(fixturePath('snappy.parquet'), { shard: { rank: 1, size: 4 } });
    expect([whole!.count, (await chunksOf(whole!)).map(({ rows }) => rows)]).toEqual([5000, [2048, 2048, 904]]);
    await expect(openParquet(fixturePath('snappy.parquet'), { shard: { rank: 2, size: 2 } })).rejects.toThrow(
      'openParquet: shard.rank must be a whole number from 0 to 1, not 2',
    );
  });

  it('reads the columns that are named, in that order, and only their bytes', async () => {
    const bytes = fixture('uncompressed.parquet');
    let read = 0;
    const source: FileSource = {
      name: 'f',
      byteLength: bytes.length,
      slice: async (start: number, end: number) => {
        read += end - start;
        return bytes.slice(start, end).buffer;
      },
    };
    const table = await openParquet(source, { columns: ['word', 'number'] });
    const footer = read;
    expect(Object.keys((await chunksOf(table))[0]!.columns)).toEqual(['word', 'number']);
    const some = read - footer;
    await chunksOf(await openParquet(source));
    expect(some).toBeLessThan(0.6 * (read - footer - some));
  });

  it('tells how another thread opens a file on disk, and nothing of other sources', async () => {
    const table = await openParquet(fixturePath('uncompressed.parquet'), { columns: ['word'] });
    const { module, call, args } = table.openedBy!;
    // Here the module is its source.
    const functions = (await import(module.replace(/js$/, 'ts'))) as Record<string, (...args: unknown[]) => Promise<TableStream>>;
    expect(await chunksOf(await functions[call]!(...structuredClone(args)))).toEqual(await chunksOf(table));
    expect((await openParquet(fixture('uncompressed.parquet'))).openedBy).toBeUndefined();
  });

  it('reads what another writer writes, a blob, and an address', async () => {
    const file = parquetWriteBuffer({ columnData: [{ name: 'x', data: [1.5, null, 3], type: 'DOUBLE' }] });
    expect((await chunksOf(await openParquet(new Blob([file]))))[0]).toEqual({ rows: 3, columns: { x: Float64Array.of(1.5, NaN, 3) } });
    const server = createServer((request, response) => {
      if (request.url !== '/f.parquet') return response.writeHead(404).end();
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
      const part = from === undefined ? Buffer.from(file) : Buffer.from(file).subarray(Number(from), Number(to) + 1);
      return response
        .writeHead(from === undefined ? 200 : 206, { 'content-length': part.length })
        .end(request.method === 'HEAD' ? '' : part);
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    try {
      expect((await chunksOf(await openParquet(`${address}/f.parquet`)))[0]!.rows).toBe(3);
      await expect(openParquet(`${address}/g.parquet`)).rejects.toThrow(
        new InputError(`openParquet: cannot read ${address}/g.parquet: fetch head failed 404`),
      );
    } finally {
      server.close();
    }
  });

  it('reads three million flights as DuckDB does, a row group at a time', { timeout: 300_000 }, async () => {
    const path = vegaPath('flights-3m.parquet');
    const flights = await openParquet(path, { columns: ['date', 'delay', 'origin'] });
    const found = { rows: 0, delays: 0, first: Infinity, last: 0, most: 0 };
    const origins = new Map<string | null, number>();
    for await (const { rows, columns } of flights) {
      found.rows += rows;
      found.most = Math.max(found.most, rows);
      for (const delay of columns.delay as Float64Array) found.delays += delay;
      for (const date of columns.date as Float64Array) {
        found.first = Math.min(found.first, date);
        found.last = Math.max(found.last, date);
      }
      for (const origin of columns.origin as (string | null)[]) origins.set(origin, (origins.get(origin) ?? 0) + 1);
    }
    const connection = await (await DuckDBInstance.create()).connect();
    const query = `SELECT count(*)::INT AS rows, sum(delay)::DOUBLE AS delays, epoch(min(date)) AS first, epoch(max(date)) AS last FROM '${path}'`;
    const [expected] = await (await connection.run(query)).getRowObjectsJS();
    expect(found).toEqual({ ...expected, most: 272730 });
    expect(flights.count).toBe(3_000_000);
    const [busiest] = [...origins].sort((a, b) => b[1] - a[1]);
    const counts = `SELECT origin, count(*)::INT AS flights FROM '${path}' GROUP BY origin ORDER BY flights DESC LIMIT 1`;
    expect(await (await connection.run(counts)).getRowsJS()).toEqual([busiest]);
  });

  it('gives no chunks of a file without rows', async () => {
    const table = await open('empty.parquet');
    expect(table.count).toBe(0);
    expect(await chunksOf(table)).toEqual([]);
  });

  test.each<[string, readonly string[] | undefined, string | RegExp]>([
    [
      'nested.parquet',
      undefined,
      'openParquet: the column "list" of nested.parquet is a LIST, which is not read; name the others in columns',
    ],
    [
      'nested.parquet',
      ['struct'],
      'openParquet: the column "struct" of nested.parquet is a struct, which is not read; name the others in columns',
    ],
    ['nested.parquet', ['plane'], 'openParquet: nested.parquet has no column "plane"; it has plain, list, struct'],
    [
      'ids.parquet',
      undefined,
      'openParquet: the column "id" of ids.parquet has 9007199254740993 in row 1; float64 is exact only from -(2^53 - 1) to 2^53 - 1; name the other columns in columns',
    ],
    ['bytes.parquet', undefined, 'openParquet: the column "bytes" of bytes.parquet is damaged or not Parquet'],
    ['le-f8.npy', undefined, /^openParquet: le-f8.npy is not Parquet, or its end is missing: it ends with ".*", not with PAR1$/],
  ])('refuses %s with columns %j', async (name, columns, message) => {
    await expect(open(name, columns).then(chunksOf)).rejects.toThrow(typeof message === 'string' ? new InputError(message) : message);
  });

  it('reads the other columns of a file with one that is not read', async () => {
    for (const name of ['nested.parquet', 'ids.parquet', 'bytes.parquet'])
      expect((await chunksOf(await open(name, ['plain'])))[0]!.columns).toEqual({ plain: Float64Array.of(1) });
  });

  it('refuses an unknown compression, and a path that does not exist', async () => {
    const compressors = { LZO: (bytes: Uint8Array) => bytes };
    const lzo = parquetWriteBuffer({ columnData: [{ name: 'x', data: ['a', 'b', 'c'], type: 'STRING' }], codec: 'LZO', compressors });
    await expect(openParquet(new Uint8Array(lzo), { name: 'f' }).then(chunksOf)).rejects.toThrow(
      new InputError(
        'openParquet: the column "x" of f is compressed with LZO; UNCOMPRESSED, SNAPPY, GZIP, BROTLI, ZSTD, LZ4, LZ4_RAW are read',
      ),
    );
    await expect(openParquet('no.parquet')).rejects.toThrow(new InputError('openParquet: cannot read "no.parquet": it does not exist'));
  });

  it('refuses an index that is not in the dictionary, which would look like a missing cell', async () => {
    const data = Array.from({ length: 8 }, (_, i) => 'abc'[i % 3]!);
    const file = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'STRING' }], codec: 'UNCOMPRESSED' }));
    // Two bits each: 0, 1, 2, 0, 1, 2, 0, 1.
    const at = file.indexOf(Uint8Array.of(2, 3, 0x24, 0x49));
    expect(at).toBeGreaterThan(0);
    file[at + 2] = 0xff;
    await expect(openParquet(file, { name: 'f' }).then(chunksOf)).rejects.toThrow(
      new InputError('openParquet: the column "x" of f is damaged: 4 cells have no value, and 0 are missing'),
    );
  });

  it('refuses a number without an end at once', async () => {
    // A version of a million bytes, which would take minutes as a BigInt.
    const footer = Buffer.concat([Uint8Array.of(0x16), Buffer.alloc(1_000_000, 0xff), Uint8Array.of(1, 0)]);
    const file = Buffer.concat([Buffer.from('PAR1'), footer, Buffer.from(Uint32Array.of(footer.length).buffer), Buffer.from('PAR1')]);
    await expect(openParquet(file, { name: 'f' })).rejects.toThrow(
      new InputError('openParquet: f is damaged: it has a number of more than 64 bits'),
    );
  });

  it('refuses a few bytes that claim to be many values', async () => {
    const data = [...Array.from({ length: 1000 }, (_, i) => i / 2), null];
    const file = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'DOUBLE' }], codec: 'UNCOMPRESSED' }));
    // The levels: 1,000 times 1, as a run. Its length is a varint, which is set to the largest of two bytes.
    const at = file.indexOf(Uint8Array.of(0xd0, 0x0f, 1));
    expect(at).toBeGreaterThan(0);
    file.set([0xfe, 0x7f], at);
    await expect(openParquet(file, { name: 'f' }).then(chunksOf)).rejects.toThrow(
      new InputError('openParquet: the column "x" of f has a run of 8191 values where 1000 are left'),
    );
  });

  it.each(['types.parquet', 'types-v2.parquet', 'snappy.parquet', 'zstd.parquet'])(
    'refuses every part of %s, and takes or refuses other bytes',
    async (name) => {
      const read = async (bytes: Uint8Array): Promise<unknown> => chunksOf(await openParquet(bytes, { name }));
      await expectCutsRefused(fixture(name), read, { file: name, lengths: 60 });
      await expectFlipsHandled(fixture(name), read, { file: name });
    },
  );
});
