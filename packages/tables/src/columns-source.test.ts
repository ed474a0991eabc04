import { expect, test } from 'vitest';
import { encodeTable, fromColumns, readTable, toRecords } from './index.js';
import type { TableStream } from './index.js';

/** Five rows in two chunks. */
const stream: TableStream = {
  name: 'flights',
  count: 5,
  columns: [
    { name: 'delay', type: 'number' },
    { name: 'late', type: 'boolean' },
    { name: 'at', type: 'dateTime' },
    { name: 'origin', type: 'string' },
  ],
  async *[Symbol.asyncIterator]() {
    const day = 1_700_000_000;
    yield {
      rows: 3,
      columns: {
        delay: Float64Array.of(1.5, NaN, 20),
        late: Float64Array.of(0, 0, 1),
        at: Float64Array.of(day, day + 60, day + 3600),
        origin: ['LOS', 'KIX', 'LOS'],
      },
    };
    yield {
      rows: 2,
      columns: {
        delay: Float64Array.of(-3, 4),
        late: Float64Array.of(0, 1),
        at: Float64Array.of(NaN, day + 86_400),
        origin: [null, 'LIM'],
      },
    };
  },
};

test('a table that comes column by column is read as rows, with its types', async () => {
  const { schema, table } = await readTable(fromColumns(stream));
  expect(schema.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['delay', 'number'],
    ['late', 'yesNo'],
    ['at', 'dateTime'],
    ['origin', 'category'],
  ]);
  expect(toRecords(table, schema).map(({ delay, origin }) => [delay, origin])).toEqual([
    [1.5, 'LOS'],
    [null, 'KIX'],
    [20, 'LOS'],
    [-3, null],
    [4, 'LIM'],
  ]);
});

test('it encodes, and can be read again', async () => {
  const source = fromColumns(stream);
  const { data } = await encodeTable(source, { stream: true });
  for (let pass = 0; pass < 2; pass++) {
    let rows = 0;
    for await (const { values, shape } of data.chunks()) rows += values.length / shape[0]!;
    expect(rows).toBe(5);
  }
});

test('what is no such table is refused', () => {
  expect(() => fromColumns([] as never)).toThrow(
    'fromColumns: the table must be one that comes column by column, such as openParquet gives',
  );
});
