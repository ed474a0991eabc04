import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { openArrow, streamArrow } from './arrow.js';
import { openParquet, parseNpy, streamNpy, streamParquet } from './index.js';
import type { WrittenRows } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

/** Rows of every type, from `start` on. */
const part = (rows: number, start: number): WrittenRows => ({
  rows,
  columns: {
    file: Array.from({ length: rows }, (_, i) => `é ${start + i}.png`),
    code: { values: Float32Array.from({ length: 3 * rows }, (_, i) => (3 * start + i) / 7), size: 3 },
    label: Int32Array.from({ length: rows }, (_, i) => start + i),
    start: Float64Array.from({ length: rows }, (_, i) => (start + i) / 10),
  },
});

const parts = [part(5, 0), part(1, 5), part(1000, 6)];
const rowOf = (i: number) => ({ file: `é ${i}.png`, code: [0, 1, 2].map((k) => Math.fround((3 * i + k) / 7)), label: i, start: i / 10 });

test('DuckDB reads what streamParquet writes', async () => {
  const path = join(folder, 'rows.parquet');
  writeFileSync(path, await joined(streamParquet(parts)));
  const connection = await (await DuckDBInstance.create()).connect();
  const found = (await connection.runAndReadAll(`select * from '${path}'`)).getRowObjectsJS();
  expect(found).toHaveLength(1006);
  for (const i of [0, 4, 5, 6, 1005]) expect(found[i]).toEqual(rowOf(i));
});

test('apache-arrow reads what streamArrow writes', async () => {
  const table = tableFromIPC(await joined(streamArrow(parts)));
  expect(table.batches.map(({ numRows }) => numRows)).toEqual([5, 1, 1000]);
  for (const i of [0, 4, 5, 6, 1005]) {
    const { code, ...row } = table.get(i)!.toJSON() as Record<string, any>;
    expect({ ...row, code: [...code] }).toEqual(rowOf(i));
  }
});

test('our own readers read all columns but vectors', async () => {
  const columns = ['file', 'label', 'start'];
  for (const table of [
    await openParquet(await joined(streamParquet(parts)), { columns }),
    await openArrow(await joined(streamArrow(parts)), { columns }),
  ]) {
    const labels: unknown[] = [];
    for await (const chunk of table) labels.push(...(chunk.columns['label'] as Iterable<unknown>));
    expect(labels).toEqual(Array.from({ length: 1006 }, (_, i) => i));
  }
});

test('streamNpy gives the bytes of any rows in any parts', () =>
  fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.float({ noNaN: true }), { minLength: 2, maxLength: 2 })), fc.nat(5), async (rows, at) => {
      const halves = [rows.slice(0, at), rows.slice(at)].map((half) => Float32Array.from(half.flat()));
      const { shape, data } = parseNpy(await joined(streamNpy(halves, { count: rows.length, shape: [2] })));
      expect([shape, ...data]).toEqual([[rows.length, 2], ...rows.flat()]);
    }),
  ));

test('bad input', async () => {
  for (const [call, stream] of Object.entries({ streamParquet, streamArrow })) {
    await expect(joined(stream([]))).rejects.toThrow(`${call}: no rows came`);
    await expect(joined(stream([part(1, 0), { rows: 1, columns: { label: new Int32Array(1) } }]))).rejects.toThrow(
      `${call}: a part has the columns label, and the first has file, code, label, start`,
    );
    await expect(joined(stream([{ rows: 2, columns: { label: new Int32Array(1) } }]))).rejects.toThrow(
      `${call}: the column label has 1 rows, and not 2`,
    );
  }
  const row = [new Float32Array(2)];
  await expect(joined(streamNpy(row, { count: 2, shape: [2] }))).rejects.toThrow('2 rows were announced, and 1 of them did not come');
  await expect(joined(streamNpy(row, { count: 0, shape: [2] }))).rejects.toThrow('streamNpy: more than 0 rows came');
});
