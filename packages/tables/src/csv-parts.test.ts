import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { InputError, seeded } from '@autoencoders/core';
import { afterAll, describe, expect, it, test } from 'vitest';
import { messyTables } from '../test/messy.js';
import { encodeTable, fromCsv, readSchema, readTable } from './index.js';
import type { CsvOptions, FileInput, TableSource } from './index.js';
import { openCsv } from './node.js';

/*
 * The parts of a file have every row once, in its order where the size of the file is known, with the numbers that rows have in the file.
 */
interface Found {
  readonly number: number;
  readonly cells: readonly unknown[];
}

async function rowsOf(source: TableSource): Promise<readonly Found[]> {
  const rows: Found[] = [];
  for await (const { cells, first } of source.rows()) cells.forEach((row, i) => rows.push({ number: first + i, cells: row }));
  return rows;
}

const partsOf = (input: FileInput, options: CsvOptions, size: number): Promise<(readonly Found[])[]> =>
  Promise.all(Array.from({ length: size }, (_, rank) => rowsOf(fromCsv(input, { ...options, shard: { rank, size } }))));

async function expectWhole(input: FileInput, options: CsvOptions, sizes: readonly number[], inOrder: boolean = true): Promise<void> {
  const whole = await rowsOf(fromCsv(input, options));
  for (const size of sizes) {
    const joined = (await partsOf(input, options, size)).flat();
    expect(inOrder ? joined : joined.toSorted((a, b) => a.number - b.number)).toEqual(whole);
  }
}

const bytesOf = (text: string, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): Uint8Array => {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return new Uint8Array(encoding === 'utf-16le' ? bytes : bytes.swap16());
};

describe('random tables', () => {
  const draw = seeded(3);
  const upTo = (most: number): number => draw() % (most + 1);
  const oneOf = <T>(values: readonly T[]): T => values[upTo(values.length - 1)]!;
  const quoted = (quote: string, cell: string): string => quote + cell.replaceAll(quote, quote + quote) + quote;

  /** A table with whatever may be in one. */
  function randomTable(): { readonly text: string; readonly options: CsvOptions } {
    const [separator, quote, newline] = [oneOf([',', ';', '\t', '|']), oneOf(['"', '"', "'"]), oneOf(['\n', '\r\n', '\n', '\r'])];
    const comment = oneOf([undefined, '#', '//']);
    const columns = 1 + upTo(3);
    const pieces = ['a', 'é', '漢', '😀', ' ', quote, separator, '\n', '\r\n', '#', '//', '12', 'x"y'];
    const cell = (): string => {
      const text = Array.from({ length: upTo(6) }, () => oneOf(pieces)).join('');
      const plain = /[\r\n"']/.test(text) || text.includes(separator) || text === '' || /^[#/]/.test(text);
      if (plain || upTo(4) === 0) return quoted(quote, text) + (upTo(5) === 0 && separator !== '\t' ? '  ' : '');
      // A quote in the middle of a cell is a letter.
      return upTo(6) === 0 ? `${text}5${quote}` : text;
    };
    const row = (): string => Array.from({ length: columns }, cell).join(separator);
    const heading = upTo(1) === 1;
    const lines = Array.from({ length: upTo(30) }, () =>
      oneOf([row(), row(), row(), row(), '', comment ? `${comment} a ${quote}` : '', '""']),
    );
    const names = Array.from({ length: columns }, (_, i) => `name ${i}`).join(separator);
    const said = upTo(9) === 0 ? [`sep=${separator}`] : [];
    const text = [...said, ...(heading ? [names] : []), row(), ...lines].join(newline) + oneOf(['', newline, newline + newline]);
    return { text, options: { separator, quote, heading, comment } };
  }

  it('have the same rows in parts', async () => {
    let tables = 0;
    for (let i = 0; i < 200; i++) {
      const { text, options } = randomTable();
      const bytes = bytesOf(text, oneOf(['utf-8', 'utf-8', 'utf-16le', 'utf-16be']));
      // Some are refused as a whole, since the newline is found out.
      if ((await rowsOf(fromCsv(bytes, options)).catch(() => undefined)) === undefined) continue;
      tables += 1;
      await expectWhole(bytes, options, [2, 1 + upTo(6)]);
      await expectWhole(text, options, [1 + upTo(6)]);
      const step = 1 + upTo(8);
      const pieces = async function* () {
        for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
      };
      await expectWhole(pieces, options, [1 + upTo(6)], false);
    }
    expect(tables).toBeGreaterThan(100);
  });
});

test.each(messyTables)('$name has the same rows in parts', async ({ name, bytes }) => {
  await expectWhole(bytes, { name }, bytes.length > 2 ** 18 ? [3] : [2, 3, 7]);
  if (bytes.length <= 2 ** 18) await expectWhole(new Uint8Array(gzipSync(bytes)), { name }, [2], false);
  const whole = await readSchema(fromCsv(bytes, { name }));
  for (let rank = 0; rank < 3; rank++)
    expect((await readSchema(fromCsv(bytes, { name, shard: { rank, size: 3 } }))).schema).toEqual(whole.schema);
});

describe('large files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parts-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const text = `id,note\n${Array.from({ length: 40_000 }, (_, i) => `${i},"a, ""b""\n${'c'.repeat(i % 40)}"`).join('\n')}\n`;
  const path = join(folder, 'large.csv');
  writeFileSync(path, text);

  it('have rows of about the same bytes in each part', async () => {
    const whole = await rowsOf(openCsv(path));
    const parts = await Promise.all([0, 1, 2].map((rank) => rowsOf(openCsv(path, { shard: { rank, size: 3 } }))));
    expect(parts.flat()).toEqual(whole);
    for (const part of parts) expect(Math.abs(part.length - 40_000 / 3)).toBeLessThan(1000);
  });

  it('go to the parts in turn where they are compressed', async () => {
    const bytes = new Uint8Array(gzipSync(text));
    const parts = await partsOf(bytes, {}, 3);
    expect(parts.flat().toSorted((a, b) => a.number - b.number)).toEqual(await rowsOf(fromCsv(bytes)));
    for (const part of parts) expect(part.length).toBeGreaterThan(8_000);
  });

  it('are read up to the last row of a part only', async () => {
    let most = 0;
    const bytes = new TextEncoder().encode(text);
    const blob = new Blob([bytes]);
    Object.defineProperty(blob, 'stream', {
      value: () =>
        new ReadableStream({
          start: () => void (most = 0),
          pull(controller) {
            if (most >= bytes.length) return controller.close();
            controller.enqueue(bytes.subarray(most, (most += 2 ** 16)));
          },
        }),
    });
    await rowsOf(fromCsv(blob, { shard: { rank: 0, size: 4 } }));
    expect(most).toBeLessThan(bytes.length / 4 + 2 ** 18);
  });
});

describe('a part', () => {
  const text = `a,b\n${Array.from({ length: 30 }, (_, i) => `${i},${i < 20 ? 'x' : 'y'}`).join('\n')}`;
  const shardOf = (rank: number, size: number): TableSource => fromCsv(text, { shard: { rank, size } });

  it('is encoded as the whole', async () => {
    const whole = await encodeTable(fromCsv(text), { stream: false });
    for (const stream of [false, true]) {
      const parts = await Promise.all([0, 1, 2].map((rank) => encodeTable(shardOf(rank, 3), { stream })));
      for (const { encoder, schema } of parts) expect([encoder.toJSON(), schema]).toEqual([whole.encoder.toJSON(), whole.schema]);
      const values: number[] = [];
      for (const { data } of parts)
        if ('values' in data) values.push(...data.values);
        else for await (const chunk of data.chunks()) values.push(...chunk.values);
      expect(values).toEqual([...whole.data.values]);
    }
  });

  it('may have no rows', async () => {
    const { table } = await readTable(shardOf(1, 100));
    expect(table).toEqual({ rows: 0, columns: { a: new Float64Array(), b: [] } });
    const { data } = await encodeTable(shardOf(1, 100), { stream: false });
    expect(data.values).toHaveLength(0);
  });

  it('names the row of the file where something is wrong', async () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => `${i},x`);
    rows[50_000] = '50000,x,y';
    const bad = ['a,b', ...rows].join('\n');
    await expect(rowsOf(fromCsv(bad, { shard: { rank: 2, size: 3 } }))).rejects.toThrow(/row 50002 has 3 cells/);
    expect(await rowsOf(fromCsv(bad, { shard: { rank: 0, size: 3 } }))).not.toHaveLength(0);
    rows[50_000] = '50000,x';
    const damaged = new TextEncoder().encode(['a,b', ...rows].join('\n'));
    damaged[damaged.length - 5] = 0xff;
    await expect(rowsOf(fromCsv(damaged, { shard: { rank: 2, size: 3 } }))).rejects.toThrow(/row 60001 has bytes that are not UTF-8/);
  });

  it('is refused of a stream that can be read once, and with a rank that is none', () => {
    const stream = (async function* () {
      yield text;
    })();
    expect(() => fromCsv(stream, { shard: { rank: 0, size: 2 } })).toThrow(
      new InputError('fromCsv: the stream can be read only once, and shard reads its beginning twice; give a function that opens it'),
    );
    expect(() => fromCsv(text, { shard: { rank: 2, size: 2 } })).toThrow('fromCsv: shard.rank must be a whole number from 0 to 1, not 2');
  });
});
