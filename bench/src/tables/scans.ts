import { createReadStream } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import Papa from 'papaparse';
import { openParquet } from '@autoencoders/files/node';
import { fitEncoder, fromColumns, readSchema, streamTable } from '@autoencoders/tables';
import type { TableSource } from '@autoencoders/tables';
import { openCsv } from '@autoencoders/tables/node';

/** The table in a file. */
export const open = async (path: string): Promise<TableSource> =>
  path.endsWith('.csv') ? openCsv(path) : fromColumns(await openParquet(path));

/** Calls that read a whole file once. They give the number of its rows. */
export type Scan = (path: string) => Promise<number>;

/** DuckDB counts the rows, and takes the sum of every column of numbers and the greatest of the others. */
export async function duckdb(path: string): Promise<number> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const columns = await (await connection.run(`DESCRIBE SELECT * FROM '${path}'`)).getRowObjectsJS();
  const totals = columns.map(
    ({ column_name: name, column_type: type }) => `${/INT|DOUBLE|FLOAT|DECIMAL/.test(String(type)) ? 'sum' : 'max'}("${String(name)}")`,
  );
  const [row] = await (await connection.run(`SELECT count(*) AS rows, ${totals.join(', ')} FROM '${path}'`)).getRowObjectsJS();
  return Number(row!['rows']);
}

/** Papa Parse splits text into cells, and does nothing with them. */
export const papa: Scan = (path) =>
  new Promise((resolve, reject) => {
    let rows = -1;
    Papa.parse<string[]>(createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 18 }), {
      chunk: ({ data }) => void (rows += data.length),
      skipEmptyLines: true,
      complete: () => resolve(rows),
      error: reject,
    });
  });

/** Our reading: cells as numbers, dates and words, by a schema that is known. */
export async function ourRead(path: string): Promise<Scan> {
  const { schema } = await readSchema(await open(path), { sample: 10_000 });
  return async () => {
    let rows = 0;
    for await (const table of (await streamTable(await open(path), { schema })).chunks()) rows += table.rows;
    return rows;
  };
}

/** Our reading, and features made of the cells. */
export async function ourEncode(path: string): Promise<Scan> {
  const { schema } = await readSchema(await open(path), { sample: 10_000 });
  const tables = async () => (await streamTable(await open(path), { schema })).chunks();
  const encoder = await fitEncoder(schema, await tables());
  return async () => {
    let rows = 0;
    for await (const table of await tables()) rows += encoder.encode(table).values.length / encoder.width;
    return rows;
  };
}
