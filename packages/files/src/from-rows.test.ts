import { InputError } from '@autoencoders/core';
import { describe, expect, it, test } from 'vitest';
import { chunksOf } from '../test/chunks.js';
import { fromRows } from './index.js';
import type { Row, TableColumn } from './index.js';

const columns: readonly TableColumn[] = [
  { name: 'age', type: 'number' },
  { name: 'city', type: 'string' },
  { name: 'since', type: 'dateTime' },
  { name: 'paid', type: 'boolean' },
];
const rows: readonly Row[] = [
  { age: 41, city: 'Lagos', since: new Date(1500), paid: true },
  { age: 7n, city: 12, since: 3, paid: 0 },
  { age: '9007199254740991', city: null, paid: false, other: 1 },
  { age: '1e3', city: '', since: null, paid: 1 },
  {},
];

describe('fromRows', () => {
  it('makes chunks of rows, however they come', async () => {
    const sources = [
      () => rows,
      () => [rows.slice(0, 3), rows.slice(3)],
      async function* () {
        yield* rows;
      },
    ];
    for (const open of sources) {
      const table = fromRows(open, { columns, chunk: 2, count: 5 });
      for (let loop = 0; loop < 2; loop++)
        expect(await chunksOf(table)).toEqual([
          {
            rows: 2,
            columns: { age: Float64Array.of(41, 7), city: ['Lagos', '12'], since: Float64Array.of(1.5, 3), paid: Float64Array.of(1, 0) },
          },
          {
            rows: 2,
            columns: {
              age: Float64Array.of(2 ** 53 - 1, 1000),
              city: [null, ''],
              since: Float64Array.of(NaN, NaN),
              paid: Float64Array.of(0, 1),
            },
          },
          { rows: 1, columns: { age: Float64Array.of(NaN), city: [null], since: Float64Array.of(NaN), paid: Float64Array.of(NaN) } },
        ]);
    }
  });

  it('ends the rows when a loop is left', async () => {
    let ended = false;
    const open = async function* (): AsyncGenerator<Row> {
      try {
        for (;;) yield { age: 1 };
      } finally {
        ended = true;
      }
    };
    for await (const chunk of fromRows(open, { columns, chunk: 3 })) {
      expect(chunk.rows).toBe(3);
      break;
    }
    expect(ended).toBe(true);
  });

  test.each<[Row, string]>([
    [{ age: 'old' }, 'fromRows: row 2 of the rows has "old" in the column "age"; numbers, whole ones up to 2^53 - 1, fit'],
    [{ age: 2n ** 53n }, 'fromRows: row 2 of the rows has 9007199254740992 in the column "age"; numbers, whole ones up to 2^53 - 1, fit'],
    [{ paid: 'yes' }, 'fromRows: row 2 of the rows has "yes" in the column "paid"; true, false, 1 and 0 fit'],
    [{ since: '2024' }, 'fromRows: row 2 of the rows has "2024" in the column "since"; a Date and seconds since 1970 fit'],
  ])('refuses a cell that does not fit: %o', async (row, message) => {
    await expect(chunksOf(fromRows(() => [{}, row], { columns }))).rejects.toThrow(new InputError(message));
  });

  it('refuses sources that fail or end early, and wrong options', async () => {
    const open = async function* (): AsyncGenerator<Row> {
      yield {};
      throw new Error('the server went away');
    };
    await expect(chunksOf(fromRows(open, { columns }))).rejects.toThrow(
      new InputError('fromRows: the rows failed after 1 rows: the server went away'),
    );
    await expect(chunksOf(fromRows(() => rows, { columns, count: 6 }))).rejects.toThrow(
      new InputError('fromRows: the rows ended after 5 rows; 6 were expected'),
    );
    expect(() => fromRows(() => rows, { columns: [{ name: 'x', type: 'integer' as any }] })).toThrow(
      new InputError('fromRows: the type of the column "x" must be one of number, boolean, dateTime, string, not "integer"'),
    );
    expect(() => fromRows(rows as any, { columns })).toThrow('fromRows: open must be a function');
  });
});
