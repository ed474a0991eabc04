import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openTable, tableData } from '../../kit/src/data/table.js';
import { defaultsOf } from '../../kit/src/settings.js';
import type { Data } from '../../kit/src/data/index.js';
import type { TableEnding } from '../../kit/src/data/table-endings.js';
import { runProgram } from './run-program.js';

const root = join(import.meta.dirname, '..', '..', '..');
const written = join(root, 'packages', 'tables', 'test', 'written');

type Program = (settings: any, data: Data) => string;

/** The program that the page of an app shows for data, with settings for one short run, after it has run: what it printed. */
async function run(app: string, file: string, data: Data): Promise<string> {
  const { program } = (await import(`../../${app}/src/program.ts`)) as { readonly program: Program };
  const { controls } = await import(`../../${app}/src/settings.ts`);
  const text = program({ ...defaultsOf<object>(controls), epochs: 2, labels: 20, units: app === 'stacked' ? '64-32-16' : 100 }, data);
  const { said, tables } = await runProgram(text, { [data.table!.reading.name]: file });
  return `${said}\n${JSON.stringify(tables)}`;
}

/** Runs what the program has before it trains, on a file with these contents. Its examples must be those of the page. */
async function sameExamples(contents: string | Uint8Array, name: string, data: Data): Promise<void> {
  const program = (await import('../../undercomplete/src/program.ts')) as { readonly program: Program };
  const text = program.program({ codeSize: 2, epochs: 1, seed: 1 }, data);
  const folder = mkdtempSync(join(root, 'tests', '.examples-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, contents);
    const lines = text.replace(`'${name}'`, JSON.stringify(file)).split('\nusing model')[0]!;
    writeFileSync(join(folder, 'x.ts'), `${lines}\nexport { training, test };\n`);
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const { training, test: held } = await import(/* @vite-ignore */ join(folder, 'x.ts'));
    for (const [own, page] of [
      [training, data.training],
      [held, data.test],
    ])
      expect({ ...own, name }).toEqual({ ...page, name });
  } finally {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  }
}

async function read(name: string, ending: TableEnding): Promise<{ file: string; data: Data }> {
  const file = join(written, name);
  return { file, data: await tableData(new File([readFileSync(file)], name), ending) };
}

// The kit is made for pages: some of its modules ask where they are when they are loaded.
beforeAll(() => void vi.stubGlobal('location', new URL('http://127.0.0.1/')));
afterAll(() => void vi.unstubAllGlobals());

describe('the program for a table of the reader', { timeout: 60_000 }, () => {
  test.each(['undercomplete', 'sparse', 'stacked', 'denoising', 'variational'])('of %s reads it, trains, and writes rows', async (app) => {
    const { file, data } = await read('r-iris.csv.gz', '.csv');
    const said = await run(app, file, data);
    expect(said).toMatch(/^computes on /);
    expect(said).toMatch(/150 rows, 6 columns/);
    expect(said).toMatch(/epoch [12]/);
    expect(said).not.toMatch(/NaN|undefined/);
    // Two tables: the rows, and the rows restored, in centimetres.
    const [rows, restored] = JSON.parse(said.split('\n').at(-1)!) as Record<string, number>[][];
    for (const table of [rows!, restored!]) {
      expect(table).toHaveLength(5);
      expect(Object.keys(table[0]!)).toEqual(['Sepal.Length', 'Sepal.Width', 'Petal.Length', 'Petal.Width']);
      for (const row of table) expect(row['Sepal.Length']).toBeGreaterThan(3.5);
    }
    expect(rows).not.toEqual(restored);
  });

  test('has the examples of the page, with words, missing cells, yes and no, and an encoding', async () => {
    for (const name of ['r-airquality.csv', 'excel-german-windows.csv', 'pandas-lines.jsonl'] as const) {
      const { file, data } = await read(name, name.endsWith('.jsonl') ? '.jsonl' : '.csv');
      await sameExamples(readFileSync(file), name, data);
    }
  });

  test('makes the choices of the reader: columns, kinds and the label', async () => {
    const line = (i: number): string => `${i + 1},${30 + ((i * 37) % 90)},${1000 + (i % 4)},${['Lagos', 'Lima'][i % 2]},${'xyz'[i % 3]}`;
    const text = ["id,area,it's,city,size", ...Array.from({ length: 60 }, (_, i) => line(i))].join('\n');
    const table = await openTable(new File([text], 'flats.csv'), '.csv');
    const data = await table.data({ kinds: { id: 'number', "it's": 'category' }, ignore: ['city'], label: 'size' });
    // The numbers id and area, and four zones, with one place for others.
    expect([data.training.shape, data.training.classes]).toEqual([[2 + 5], ['x', 'y', 'z']]);
    await sameExamples(text, 'flats.csv', data);
  });

  test('of pixels makes the same pictures, with their classes', async () => {
    const pixels = Array.from({ length: 16 }, (_, c) => `p${c}`);
    const line = (i: number): string =>
      [...pixels.map((_, c) => (c === 0 ? 0 : (i * 31 + c * 17) % 256)), ['seven', 'one'][i % 2]].join(',');
    const text = [`${pixels.join(',')},label`, ...Array.from({ length: 40 }, (_, i) => line(i))].join('\n');
    const folder = mkdtempSync(join(root, 'tests', '.examples-'));
    try {
      const file = join(folder, "it's.csv");
      writeFileSync(file, text);
      const data = await tableData(new File([text], "it's.csv"), '.csv');
      expect(data.training.shape).toEqual([4, 4, 1]);
      const said = await run('convolutional', file, {
        ...data,
        table: { ...data.table!, reading: { ...data.table!.reading, name: 'it.csv' } },
      });
      expect(said).toMatch(/convolutional, epoch 2.*\n.*dense, epoch 1/s);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
