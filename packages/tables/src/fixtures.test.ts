import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ColumnKind } from './index.js';
import { encodeTable } from './index.js';
import { openCsv } from './node.js';

const at = (name: string): string => fileURLToPath(new URL(`../test/fixtures/${name}`, import.meta.url));
const expected = JSON.parse(readFileSync(at('expected.json'), 'utf8')) as Record<string, { rows: number; columns: Record<string, string> }>;

/** What the file calls a kind, and the kinds that fit. */
const KINDS: Readonly<Record<string, readonly ColumnKind[]>> = {
  number: ['number', 'count'],
  'date-time': ['dateTime'],
  category: ['category'],
  identifier: ['identifier'],
  'yes/no': ['yesNo'],
  text: ['text', 'constant'],
};

describe.each(Object.entries(expected))('%s', (name, { rows, columns }) => {
  test('has the rows and columns that it should have', async () => {
    const { schema, encoder, data } = await encodeTable(openCsv(at(name)), { stream: false });
    expect(schema.rows).toBe(rows);
    expect(data.values.length).toBe(rows * encoder.width);
    const named = schema.columns.filter((column) => column.name !== 'column 1' || 'column 1' in columns);
    expect(named.map((column) => column.name)).toEqual(Object.keys(columns));
    for (const column of named)
      expect(
        columns[column.name]!.split(' or ').flatMap((kind) => KINDS[kind]!),
        column.name,
      ).toContain(column.kind);
  });
});
