import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { flats } from '../../tables/test/written/flats.js';
import { chunksOf } from '../test/chunks.js';
import { fixturePath } from '../test/fixture.js';
import { openArrow, openParquet } from './node.js';
import type { TableStream } from './index.js';

const files = readdirSync(fixturePath('.')).filter((name) => name.startsWith('pyarrow') && !name.includes('zstd.arrow'));

/** The cells of a column in all chunks: NaN is null, and 1 is true in a column of booleans. */
async function cellsOf(table: TableStream): Promise<Record<string, unknown[]>> {
  const chunks = await chunksOf(table);
  const cells = table.columns.map(({ name, type }) => {
    const all = chunks.flatMap(({ columns }) => Array.from<unknown>(columns[name]!));
    return [name, all.map((cell) => (Number.isNaN(cell) ? null : type === 'boolean' ? cell === 1 : cell))] as const;
  });
  return Object.fromEntries(cells);
}

test.each(files)('%s holds what pandas held', async (name) => {
  const table = await (name.endsWith('.arrow') ? openArrow : openParquet)(fixturePath(name));
  const types = Object.fromEntries(table.columns.map((column) => [column.name, column.type]));
  const [number, string, dateTime] = ['number', 'string', 'dateTime'];
  expect(types).toEqual({
    rooms: number,
    rent: number,
    change: number,
    city: string,
    furnished: 'boolean',
    since: dateTime,
    seen: dateTime,
    note: string,
  });
  expect(await cellsOf(table)).toEqual(flats);
});

test('there are all files', () => expect(files).toHaveLength(11));

test('a compressed Arrow file is refused, with what to do', async () => {
  await expect(openArrow(fixturePath('pyarrow-zstd.arrow')).then(chunksOf)).rejects.toThrow(
    /pyarrow-zstd\.arrow is compressed; register a codec .*, or save the file without compression, as with to_feather\(path, compression="uncompressed"\) in pandas$/,
  );
});
