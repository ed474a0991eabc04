import * as arrow from 'apache-arrow';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@autoencoders/core';
import { describe, expect, it, test } from 'vitest';
import { chunksOf } from '../test/chunks.js';
import { expectCutsRefused, expectFlipsHandled } from '../test/damage.js';
import { vegaPath } from '../test/vega.js';
import { openArrow } from './node.js';
import type { ColumnValues } from './index.js';

const vector = (values: readonly unknown[], type: arrow.DataType): arrow.Vector => arrow.vectorFromArray(values as unknown[], type as any);
const { TimeUnit } = arrow;
const moment = Date.parse('2024-02-29T12:00:00.250Z');
const decimal = (value: bigint): Uint32Array =>
  Uint32Array.from({ length: 4 }, (_, i) => Number(BigInt.asUintN(32, value >> BigInt(32 * i))));

const columns: Readonly<Record<string, readonly [arrow.Vector, type: string, ColumnValues]>> = {
  int8: [vector([1, null, -3], new arrow.Int8()), 'number', Float64Array.of(1, NaN, -3)],
  int64: [vector([1n, null, -(2n ** 53n) + 1n], new arrow.Int64()), 'number', Float64Array.of(1, NaN, -(2 ** 53) + 1)],
  uint32: [vector([1, null, 4294967295], new arrow.Uint32()), 'number', Float64Array.of(1, NaN, 4294967295)],
  float16: [vector([0.5, null, -2], new arrow.Float16()), 'number', Float64Array.of(0.5, NaN, -2)],
  float64: [vector([0.1, null, -2], new arrow.Float64()), 'number', Float64Array.of(0.1, NaN, -2)],
  decimal: [vector([decimal(125n), null, decimal(-250n)], new arrow.Decimal(2, 10)), 'number', Float64Array.of(1.25, NaN, -2.5)],
  bool: [vector([true, null, false], new arrow.Bool()), 'boolean', Float64Array.of(1, NaN, 0)],
  word: [vector(['ä', null, ''], new arrow.Utf8()), 'string', ['ä', null, '']],
  large: [vector(['ä', null, 'b'], new arrow.LargeUtf8()), 'string', ['ä', null, 'b']],
  kind: [vector(['red', null, 'red'], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32())), 'string', ['red', null, 'red']],
  day: [
    vector([new Date('2024-02-29'), null, new Date(0)], new arrow.DateDay()),
    'dateTime',
    Float64Array.of(Date.parse('2024-02-29') / 1000, NaN, 0),
  ],
  date: [vector([new Date(moment), null, new Date(0)], new arrow.DateMillisecond()), 'dateTime', Float64Array.of(moment / 1000, NaN, 0)],
  stamp: [vector([moment, null, 0], new arrow.TimestampMicrosecond()), 'dateTime', Float64Array.of(moment / 1000, NaN, 0)],
  clock: [vector([1500, null, 0], new arrow.Time(TimeUnit.MILLISECOND, 32)), 'number', Float64Array.of(1.5, NaN, 0)],
};
const table = new arrow.Table(Object.fromEntries(Object.entries(columns).map(([name, [values]]) => [name, values])));
const small = new arrow.Table({ x: columns.float64![0], kind: columns.kind![0], word: columns.word![0] });

const bytesOf = (content: arrow.Table, format: 'file' | 'stream'): Uint8Array<ArrayBuffer> =>
  new Uint8Array(arrow.tableToIPC(content, format));

describe('openArrow', () => {
  it.each(['table', 'file', 'stream'] as const)('reads every type from a %s, and missing cells', async (from) => {
    const found = await openArrow(from === 'table' ? table : bytesOf(table, from), { name: 'f' });
    expect(found.columns).toEqual(Object.entries(columns).map(([name, [, type]]) => ({ name, type })));
    expect(found.count).toBe(3);
    const [chunk] = await chunksOf(found);
    for (const [name, [, , cells]] of Object.entries(columns)) expect([name, chunk!.columns[name]]).toEqual([name, cells]);
  });

  it('reads a file batch by batch, again for each loop, from a path, a blob and bytes', async () => {
    const batches = [0, 1, 2].map(
      (i) => new arrow.Table({ x: arrow.vectorFromArray(Float64Array.of(i, i + 0.5)), word: vector([`a${i}`, `b${i}`], new arrow.Utf8()) }),
    );
    const folder = mkdtempSync(join(tmpdir(), 'arrow-'));
    try {
      for (const format of ['file', 'stream'] as const) {
        const bytes = bytesOf(batches[0]!.concat(batches[1]!, batches[2]!), format);
        const path = join(folder, `x.${format}`);
        writeFileSync(path, bytes);
        for (const source of [path, new Blob([bytes]), bytes]) {
          const found = await openArrow(source, { columns: ['word'] });
          for (let loop = 0; loop < 2; loop++) {
            const words = (await chunksOf(found)).map(({ columns }) => columns.word);
            expect(words).toEqual([
              ['a0', 'b0'],
              ['a1', 'b1'],
              ['a2', 'b2'],
            ]);
          }
        }
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reads a slice of a table', async () => {
    const [chunk] = await chunksOf(await openArrow(table.slice(1, 3), { columns: ['int8', 'bool', 'word', 'int64'] }));
    expect(chunk).toEqual({
      rows: 2,
      columns: {
        int8: Float64Array.of(NaN, -3),
        bool: Float64Array.of(NaN, 0),
        word: [null, ''],
        int64: Float64Array.of(NaN, -(2 ** 53) + 1),
      },
    });
  });

  it('reads 200,000 flights as another library wrote them', async () => {
    const flights = await openArrow(vegaPath('flights-200k.arrow'));
    let rows = 0;
    let delay = 0;
    for await (const chunk of flights) {
      rows += chunk.rows;
      delay += (chunk.columns.delay as Float64Array).reduce((sum, value) => sum + value, 0);
    }
    expect(flights.columns.map(({ name }) => name)).toEqual(['delay', 'distance', 'time']);
    expect(rows).toBe(200000);
    // The sum in flights-200k.json, which has the same rows.
    expect(delay).toBe(1500159);
  });

  test.each<[string, unknown, string]>([
    ['text', new TextEncoder().encode('a,b\n1,2\n3,4\n'), 'openArrow: f is not Arrow: it begins with neither ARROW1 nor ff ff ff ff'],
    [
      'a list',
      new arrow.Table({ x: arrow.vectorFromArray([[1], [2]]) }),
      'openArrow: the column "x" of f is a List<Float64>, which is not read; name the others in columns',
    ],
    [
      'large numbers',
      new arrow.Table({ id: vector([1n, 2n ** 53n], new arrow.Int64()) }),
      'openArrow: the column "id" of f has 9007199254740992 in row 2; float64 is exact only from -(2^53 - 1) to 2^53 - 1; name the other columns in columns',
    ],
    ['a number', 3, 'openArrow: source must be a Uint8Array, a File, a Blob, a URL or a path (in Node), not 3'],
  ])('refuses %s', async (_, source, message) => {
    const read = async (): Promise<unknown> => chunksOf(await openArrow(source as Uint8Array, { name: 'f' }));
    await expect(read()).rejects.toThrow(new InputError(message));
  });

  it('refuses a column that does not exist', async () => {
    await expect(openArrow(small, { columns: ['y'] })).rejects.toThrow(
      new InputError('openArrow: the table has no column "y"; it has x, kind, word'),
    );
  });

  it.each(['file', 'stream'] as const)('refuses every part of a %s, and takes or refuses other bytes', async (format) => {
    const bytes = bytesOf(small, format);
    const read = async (damaged: Uint8Array): Promise<unknown> => chunksOf(await openArrow(damaged, { name: 'f.arrow' }));
    await read(bytes);
    await expectCutsRefused(bytes, read, { file: 'f.arrow' });
    await expectFlipsHandled(bytes, read, { file: 'f.arrow' });
  });
});
