import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { InputError } from '@autoencoders/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdbTable } from '../examples/duckdb.js';
import { postgresTable } from '../examples/postgres.js';
import type { TableStream } from '../src/index.js';
import { fixturePath } from './fixture.js';
import { serverFolder, startPostgres } from './postgres.js';
import type { PostgresServer } from './postgres.js';
import { chunksOf } from './chunks.js';

const ROWS = 1_000_000;

/** Reads a table of `ROWS` rows with `id` from 0 on. Expects that memory grows by less than the rows take. */
async function expectStreamed(table: TableStream): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = 0;
  let sum = 0;
  let rows = 0;
  for await (const chunk of table) {
    rows += chunk.rows;
    for (const id of chunk.columns.id as Float64Array) sum += id;
    most = Math.max(most, process.memoryUsage().rss - before);
  }
  expect([rows, sum]).toEqual([ROWS, (ROWS * (ROWS - 1)) / 2]);
  // A million rows as objects of four cells take more than 200 MB.
  expect(most).toBeLessThan(150e6);
}

describe('DuckDB', () => {
  it('streams a query of a million rows', { timeout: 300_000 }, async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    const sql = `SELECT i AS id, i / 2 AS half, 'city ' || (i % 9) AS city, i % 2 = 0 AS even FROM range(${ROWS}) AS numbers(i)`;
    const table = await duckdbTable(connection, sql);
    expect(table.columns).toEqual([
      { name: 'id', type: 'number' },
      { name: 'half', type: 'number' },
      { name: 'city', type: 'string' },
      { name: 'even', type: 'boolean' },
    ]);
    await expectStreamed(table);
  });

  it('gives the types and the missing cells of a file', async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    const table = await duckdbTable(connection, `SELECT whole, word, flag, day, moment FROM '${fixturePath('types.parquet')}'`);
    const [chunk] = await chunksOf(table);
    expect(chunk!.columns.whole!.slice(3, 6)).toEqual(Float64Array.of(3000009, NaN, 5000015));
    expect(chunk!.columns.word!.slice(3, 6)).toEqual(['wörd 0', null, 'wörd 2']);
    expect(chunk!.columns.flag!.slice(3, 6)).toEqual(Float64Array.of(0, NaN, 0));
    expect(chunk!.columns.day![0]).toBe(Date.parse('2024-02-28') / 1000);
    expect(chunk!.columns.moment![0]).toBe(Date.parse('2024-02-28T23:59:59.5Z') / 1000);
  });

  it('says after how many rows a query failed', async () => {
    const connection = await (await DuckDBInstance.create()).connect();
    const table = await duckdbTable(
      connection,
      "SELECT CAST(CASE WHEN i < 5000 THEN '1' ELSE 'x' END AS INTEGER) AS x FROM range(10000) AS numbers(i)",
    );
    await expect(chunksOf(table)).rejects.toThrow(/^fromRows: the query failed after \d+ rows: .*Could not convert string/);
  });
});

describe.skipIf(serverFolder === undefined)('PostgreSQL (Debian package postgresql; skipped when it is not installed)', () => {
  let server: PostgresServer;
  let client: pg.Client;
  beforeAll(async () => {
    server = await startPostgres(serverFolder!);
    client = new pg.Client({ host: server.host, user: 'postgres', database: 'postgres' });
    await client.connect();
  });
  afterAll(() => server?.stop());

  const people = (rows: number): string =>
    `SELECT i AS id, i / 2.0 AS half, 'city ' || (i % 9) AS city, i % 2 = 0 AS even FROM generate_series(0, ${rows - 1}) AS i`;

  it('streams a query of a million rows through a cursor', { timeout: 300_000 }, async () => {
    const table = await postgresTable(client, people(ROWS));
    expect(table.columns.map(({ type }) => type)).toEqual(['number', 'number', 'string', 'boolean']);
    await expectStreamed(table);
  });

  it('closes the cursor when a loop is left, so that the connection goes on', async () => {
    const table = await postgresTable(client, people(ROWS));
    for await (const chunk of table) {
      expect(chunk.rows).toBe(10_000);
      break;
    }
    const types =
      "SELECT 2::bigint AS big, NULL::float8 AS gap, TIMESTAMPTZ '2024-02-28 12:00:00+02' AS moment, 12345.678::numeric AS money";
    expect(await chunksOf(await postgresTable(client, types))).toEqual([
      {
        rows: 1,
        columns: {
          big: Float64Array.of(2),
          gap: Float64Array.of(NaN),
          moment: Float64Array.of(Date.parse('2024-02-28T10:00:00Z') / 1000),
          money: Float64Array.of(12345.678),
        },
      },
    ]);
  });

  it('says after how many rows a query failed, and goes on', async () => {
    const table = await postgresTable(client, 'SELECT 1 / (20000 - i) AS x FROM generate_series(0, 30000) AS i');
    await expect(chunksOf(table)).rejects.toThrow(/^fromRows: the query failed after \d+ rows: division by zero$/);
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('says after how many rows the server went away', async () => {
    const table = await postgresTable(client, people(ROWS));
    const read = async (): Promise<void> => {
      for await (const { columns } of table) if ((columns.id as Float64Array)[0] === 20_000) await server.crash();
    };
    const error = await read().catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(/^fromRows: the query failed after [3-9]0000 rows: /);
  });
});
