import { expect, test } from 'vitest';
import { messyTables } from '../test/messy.js';
import { encodeTable, fromCsv, readTable, toCsv } from './index.js';

test.each(messyTables)('$name', async ({ name, bytes, rows, kinds }) => {
  const source = fromCsv(bytes, { name });
  const { schema, encoder, data } = await encodeTable(source, { stream: false });
  expect(Object.fromEntries(schema.columns.map((column) => [column.name, column.kind]))).toEqual(kinds);
  expect(data.values.length).toBe(rows * encoder.width);
  expect(data.values.every(Number.isFinite)).toBe(true);
  // What was read, written and read again is the same: no cell was lost or turned into another.
  const { table } = await readTable(source);
  const again = await readTable(fromCsv(toCsv(table, schema)), { schema });
  for (const [column, cells] of Object.entries(table.columns)) expect(again.table.columns[column], column).toEqual(cells);
});
