import fc from 'fast-check';
import { InputError } from '@autoencoders/core';
import { expect, test } from 'vitest';
import { encodeTable, fromRecords, readTable, tableEncoder, toCsv, fromCsv } from './index.js';

/** Cells as they come: each column is drawn from a few of these. */
const words = [
  '',
  'NA',
  '-',
  '?',
  'null',
  'inf',
  '0',
  '1',
  '2',
  '-3',
  '007',
  '1.5',
  '1,5',
  '1.234',
  '1,234',
  '1.234,5',
  '1,234.5',
  '12345678901234567890',
  '1e5',
  '1e400',
  '5%',
  '6 %',
  '$3',
  '($4)',
  '7 €',
  '.',
  ',',
  '+',
  '%',
  '2024-01-02',
  '03/04/2020',
  '25/12/2020',
  '1.2.2003',
  'May 5, 2020',
  '2024-02-30',
  'yes',
  'no',
  'Yes',
  'TRUE',
  'false',
  'a',
  'a b',
  '"',
  "'",
  'é\n',
  '__proto__',
  'constructor',
  '1700000000',
  '1700000000123',
  'x'.repeat(300),
];
const values = [null, undefined, NaN, Infinity, 0, 1, -1.5, 1e300, 5e-324, 10n, true, false, new Date(0), new Date(NaN), [], { a: 1n }];
const column = fc
  .uniqueArray(fc.constantFrom<unknown>(...words, ...values), { minLength: 1, maxLength: 5 })
  .chain((cells) => fc.array(fc.constantFrom(...cells), { minLength: 30, maxLength: 30 }));
const table = fc.tuple(column, column, column).map(([a, b, c]) => a.map((cell, i) => ({ a: cell, b: b[i], time: c[i] })));

test('any table is read by the schema that it gave, encoded to finite numbers, and decoded', () =>
  fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const encoded = await encodeTable(fromRecords(rows), { stream: false }).catch((error: unknown) => error);
      if (encoded instanceof InputError) return void expect(encoded.message).toMatch(/leaves out every column|are too large to scale/);
      if (encoded instanceof Error) throw encoded;
      const { data, encoder, schema } = encoded as Awaited<ReturnType<typeof encodeTable>> & {
        data: { values: Float32Array; mask?: Uint8Array };
      };
      expect(data.values.every(Number.isFinite)).toBe(true);
      const { table } = await readTable(fromRecords(rows), { schema });
      const decoded = tableEncoder(JSON.parse(JSON.stringify(encoder))).decode(data.values);
      for (const { name, start } of encoder.columns) {
        const cells = table.columns[name]!;
        const known = [...cells].map((cell, r) => [cell, r] as const).filter(([cell]) => cell !== null && !Number.isNaN(cell));
        known.forEach(([, r]) => expect(data.mask?.[r * encoder.width + start] ?? 1).toBe(1));
        const size = Math.max(...known.map(([cell]) => Math.abs(Number(cell))));
        for (const [cell, r] of known)
          if (typeof cell === 'string') expect(decoded.columns[name]![r]).toBe(cell);
          else expect(Math.abs((decoded.columns[name]![r] as number) - cell!)).toBeLessThanOrEqual(1e-6 * size + 1e-300);
      }
    }),
    { numRuns: 200, seed: 1 },
  ));

test('any table is the same after it was written as CSV and read again', () =>
  fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const first = await readTable(fromRecords(rows));
      if (Object.keys(first.table.columns).length < 2) return;
      const written = toCsv(first.table, first.schema);
      const again = await readTable(fromCsv(written, { heading: true, separator: ',', quote: '"' }), { schema: first.schema });
      for (const [name, cells] of Object.entries(first.table.columns)) {
        const found = again.table.columns[name]!;
        if (!(cells instanceof Float64Array)) expect(found, written).toEqual(cells);
        else
          cells.forEach((x, r) =>
            expect(
              Object.is(x, NaN) ? Object.is(found[r], NaN) : Math.abs((found[r] as number) - x) <= 1e-9 * Math.abs(x) + 1e-3,
              written,
            ).toBe(true),
          );
      }
    }),
    { numRuns: 200, seed: 1 },
  ));
