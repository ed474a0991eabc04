import { barriers, chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { visit } from './pages.js';
import type { Visit } from './pages.js';
import { at, browserOfFile } from './served.js';

describe.skipIf(!chromiumPath)(`a sample app when something is not as it should be${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();
  const app = (f: (visited: Visit) => Promise<void>, options: Parameters<typeof visit>[3] = {}): Promise<void> =>
    visit(browser(), at('production', 'undercomplete'), f, options);
  /** The page goes on: it still trains. */
  const trains = async ({ start, ended }: Visit): Promise<void> => {
    await start('Stop');
    await ended();
  };
  const give = (page: Page, name: string, text: string): Promise<void> =>
    page.getByLabel('Your own pictures or a table').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  /** Gives a table, and uses it as it was found. */
  const useTable = async (page: Page, name: string, text: string): Promise<void> => {
    await give(page, name, text);
    await page.getByRole('button', { name: 'Use this table' }).click();
  };
  const rows = (count: number, columns: number): string =>
    Array.from({ length: count }, (_, i) => Array.from({ length: columns }, (_, j) => ((i * 7 + j * 3) % 11) / 10).join(',')).join('\n');

  it('a file that is no picture, and a CSV with a short line, are refused by name; a good CSV trains', () =>
    app(async (visited) => {
      const { page, alert } = visited;
      await give(page, 'notes.png', 'not a picture');
      expect(await alert()).toBe('Notes.png is not a picture that this browser can read; use PNG, JPEG or WebP.');
      await give(page, 'short.csv', `${rows(30, 6)}\n1,2`);
      await expect
        .poll(alert, { timeout: 10_000 })
        .toMatch(/short\.csv: row 31 has 2 cells, and the table has 6 columns; column "column 3" has none\./i);
      await trains(visited);
      await useTable(page, 'good.csv', rows(60, 6));
      await page.locator('.status', { hasText: '51 examples to train on' }).waitFor();
      await trains(visited);
    }));

  it('a table trains, with words and missing cells, and the page tells what was read', () =>
    app(async (visited) => {
      const { page, picture } = visited;
      const notes = page.locator('.table-notes');
      expect(await notes.isVisible()).toBe(false);
      const flat = (i: number): string =>
        `${i + 1},${i % 9 === 4 ? '' : 30 + ((i * 37) % 90)},${i % 5},${['Lagos', 'Osaka', 'Lima'][i % 3]},${i % 2 ? 'yes' : 'no'}`;
      await useTable(page, 'flats.csv', ['id,area,rooms,city,furnished', ...Array.from({ length: 120 }, (_, i) => flat(i))].join('\n'));
      await page.locator('.status', { hasText: '102 examples to train on' }).waitFor();
      expect(await notes.locator('p').textContent()).toBe(
        'flats.csv: 120 rows, 4 of 5 columns used. Left out: id (it counts the rows). Numbers are scaled to the range from 0 to 1. ' +
          'Some cells are missing; the loss leaves them out. The classes are in city: it is the only category.',
      );
      await notes.getByText('Columns', { exact: true }).click();
      expect(await page.getByLabel('Columns of the table').innerText()).toMatch(/^the first row is a heading.*\n120 rows, 5 columns/);
      await picture('undercomplete-table');
      expect(await barriers(page)).toEqual([]);
      await visited.start();
      await visited.ended();
      const losses = await visited.losses();
      expect(losses.at(-1)).toBeLessThan(losses[0]!);
      const rows = page.locator('section', { has: page.getByRole('heading', { name: 'Rows and their reconstructions' }) });
      expect(await rows.locator('thead').innerText()).toMatch(/^\s*area\s+rooms\s+furnished\s*$/);
      expect(await rows.locator('tbody').first().innerText()).toMatch(
        /original\s+(\d+|–)\s+\d\s+(yes|no)\s+reconstruction\s+\d+\s+\d\s+(yes|no)/,
      );
      expect(await page.getByLabel('The program').textContent()).toContain(
        "encodeTable(openCsv('flats.csv'), { numbers: 'minMax', label: 'city', stream: false })",
      );
      await page.getByLabel('Data', { exact: true }).selectOption('digits');
      await notes.waitFor({ state: 'hidden' });
    }));

  it('a table is shown first: the reader leaves it, or chooses its columns, their kinds and the label', () =>
    app(async (visited) => {
      const { page, status, picture } = visited;
      const line = (i: number): string => `${i + 1},${30 + ((i * 37) % 90)},${1000 + (i % 4)},${['Lagos', 'Lima'][i % 2]},${'xyz'[i % 3]}`;
      const text = ['id,area,zone,city,size', ...Array.from({ length: 60 }, (_, i) => line(i))].join('\n');
      const dialog = page.getByRole('dialog', { name: 'flats.csv' });
      const before = await status();
      await give(page, 'flats.csv', text);
      await dialog.waitFor();
      expect(await dialog.locator('tbody').first().innerText()).toMatch(/^\s*1\s+30\s+1000\s+Lagos\s+x\s*$/);
      expect(await barriers(page)).toEqual([]);
      await picture('undercomplete-preview');
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
      expect([await status(), await page.getByLabel('Data', { exact: true }).inputValue()]).toEqual([before, 'digits']);

      await give(page, 'flats.csv', text);
      await dialog.getByLabel('Label').selectOption('size');
      await dialog.getByLabel('Kind of zone').selectOption('category');
      for (const name of ['area', 'city', 'zone']) await dialog.getByLabel(name, { exact: true }).uncheck();
      await dialog.getByText('0 of 5 columns used.').waitFor();
      await page.keyboard.press('Tab');
      await dialog.getByRole('button', { name: 'Use this table' }).click();
      expect(await dialog.getByRole('alert').innerText()).toBe('Flats.csv has 0 columns to learn from; two at least are needed.');
      for (const name of ['id', 'zone']) await dialog.getByLabel(name, { exact: true }).check();
      await dialog.getByLabel('Kind of zone').selectOption('category');
      await dialog.getByRole('button', { name: 'Use this table' }).click();
      await page.locator('.status', { hasText: '51 examples to train on' }).waitFor();
      expect(await page.locator('.table-notes p').textContent()).toBe(
        'flats.csv: 60 rows, 3 of 5 columns used. Left out: area (you left it out), city (you left it out). ' +
          'Numbers are scaled to the range from 0 to 1. The classes are in size: you chose it.',
      );
      expect(await page.getByLabel('The program').textContent()).toContain(
        "numbers: 'minMax', kinds: { 'id': 'number', 'zone': 'category' }, ignore: ['area', 'city'], label: 'size', stream: false }",
      );
      await visited.start('Stop');
      await visited.ended();
    }));

  it('a model of another width, of another page, or no model at all, is refused, and the one before stays', () =>
    app(async (visited) => {
      const { page, alert } = visited;
      const opener = page.getByLabel('A model file');
      await opener.setInputFiles({ name: 'x.safetensors', mimeType: 'text/plain', buffer: Buffer.from('nothing') });
      expect(await alert()).toMatch(/\S/);
      await useTable(page, 'good.csv', rows(60, 6));
      await page.locator('.status', { hasText: '51 examples to train on' }).waitFor();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const file = await (await download).path();
      await page.getByLabel('Data', { exact: true }).selectOption('digits');
      await page.locator('.status', { hasText: '1,500 examples to train on' }).waitFor();
      await opener.setInputFiles(file);
      expect(await alert()).toBe(
        'The model takes 6 numbers, the examples here have 64; first choose the data it was trained on, which were your own files.',
      );
      await trains(visited);
      await visit(browser(), at('production', 'variational'), async (other) => {
        await other.page.getByLabel('A model file').setInputFiles(file);
        expect(await other.alert()).toBe('This is a model of the page "undercomplete", and this one is "variational".');
      });
    }));

  it('without WebGL, and without WebGPU, the page says so and trains on WASM', () =>
    app(
      async (visited) => {
        const { page, alert } = visited;
        for (const [backend, said] of [
          ['webgl', /no WebGL|WebGL did not start/],
          ['webgpu', /WebGPU/],
        ] as const) {
          await page.getByLabel('Trains on').selectOption(backend);
          await page.getByRole('button', { name: /^Start/ }).click();
          expect(await alert()).toMatch(said);
          await page.getByLabel('Trains on').selectOption('wasm');
          await trains(visited);
        }
      },
      { expected: /WebGL|WebGPU|gpu/i },
    ));

  it('where no worker starts, the page trains by itself', () =>
    app(
      async (visited) => {
        await trains(visited);
        expect(await visited.page.locator('.training').textContent()).toContain('The browser started no worker');
        expect(await visited.page.locator('.alert').isVisible()).toBe(false);
      },
      {
        prepare: (page) =>
          page.addInitScript(() => {
            globalThis.Worker = function blocked() {
              throw new DOMException('blocked', 'SecurityError');
            } as never;
          }),
      },
    ));

  it('where the browser has no room, the model is not lost, and the page says what to do', () =>
    app(
      async (visited) => {
        const { page, alert } = visited;
        await trains(visited);
        await page.getByRole('button', { name: 'Save in this browser' }).click();
        expect(await alert()).toMatch(/^The browser has no room to keep the model.*QuotaExceededError.*download it instead/);
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Download' }).click();
        expect(await (await download).path()).toBeTruthy();
      },
      {
        prepare: (page) =>
          page.addInitScript(() => {
            IDBObjectStore.prototype.put = () => {
              throw new DOMException('full', 'QuotaExceededError');
            };
          }),
      },
    ));
});
