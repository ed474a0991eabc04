import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromiumPath, launchBrowser, unlessChromium } from '@autoencoders/testing/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { apps } from '../config.js';
import { specials } from './specials.js';
import { builtApps, serveApps, visit } from './pages.js';
import type { Kind, Served, Visit } from './pages.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds that is serious or worse, in a sentence each. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run();
    return violations
      .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }: any) => `${id}: ${help} (${nodes.map(({ target }: any) => target.join(' ')).join(', ')})`);
  });
}

const root = join(import.meta.dirname, '..', '..', '..');

const lossOf = (status: string): number => Number(/loss ([\d.,]+)/.exec(status)?.[1]?.replaceAll(',', ''));

describe.skipIf(!chromiumPath)(`the sample apps in Chromium${unlessChromium}`, { timeout: 240_000 }, () => {
  let browser: Browser;
  let emulating: Browser;
  let built: Awaited<ReturnType<typeof builtApps>>;
  const served = new Map<Kind, Served>();
  beforeAll(async () => {
    built = await builtApps();
    for (const kind of ['production', 'without isolation', 'development'] as const) served.set(kind, await serveApps(built.outDir, kind));
    [browser, emulating] = [await launchBrowser(), await launchBrowser({ gpu: true })];
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await emulating?.close();
    for (const server of served.values()) await server.close();
    await built?.remove();
  });
  const at = (kind: Kind, app: string = ''): string => `${served.get(kind)!.address}${app && `${app}/`}`;

  it('have a start page that leads to each of them', () =>
    visit(browser, at('production'), async ({ page, picture }) => {
      expect(await barriers(page)).toEqual([]);
      await picture('gallery');
      const links = await page.locator('a.entry').evaluateAll((found) => found.map((link) => link.getAttribute('href')));
      expect(links).toEqual(apps.map((app) => `./${app}/`));
      await page.getByRole('link', { name: /^Undercomplete/ }).click();
      await page.waitForSelector('html[data-ready]');
      await page.getByRole('link', { name: 'All sample apps' }).click();
      await page.getByRole('heading', { name: 'Autoencoders to play with' }).waitFor();
    }));

  describe.each(apps)('%s', (app) => {
    it('trains on WASM while the page answers, keeps its model over a reload, downloads it and opens it again', () =>
      visit(browser, at('production', app), async (visited) => {
        const { page, picture, start, status, longestBlock } = visited;
        expect(await visited.firstLoad()).toBeLessThan(350_000);
        await picture(`${app}-0-loaded`);
        expect(await barriers(page)).toEqual([]);
        await longestBlock();
        await start();
        const first = lossOf(await status());
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.waitForSelector('html[data-state=paused]');
        const paused = await status();
        const block = await longestBlock();
        await picture(`${app}-1-paused`);
        // The picture blocks the page itself.
        await longestBlock();
        await page.waitForTimeout(500);
        expect(await status()).toBe(paused);
        await page.getByRole('button', { name: 'Resume' }).click();
        await visited.ended();
        const longest = Math.max(block, await longestBlock());
        console.log(`${app}: ready after ${visited.ready.toFixed(0)} ms, longest block while training ${longest.toFixed(0)} ms`);
        const last = lossOf(await status());
        // What is told last of a stack is the loss of a classifier.
        if (app !== 'stacked') expect(last).toBeLessThan(first);
        await picture(`${app}-2-trained`);
        await specials[app](visited);
        await picture(`${app}-3-special`);
        expect(await barriers(page)).toEqual([]);
        await keepsItsModel(visited);
      }));

    it('trains on WebGL, an emulated one', () =>
      visit(emulating, at('production', app), async ({ page, start, status, ended }) => {
        await page.getByLabel('Trains on').selectOption('webgl');
        await start();
        const first = lossOf(await status());
        await page.waitForFunction((before) => document.querySelector('.status')!.textContent !== before, await status());
        expect(lossOf(await status())).toBeLessThanOrEqual(first);
        expect(await page.locator('.training').textContent()).toContain('Trains on WebGL');
        await page.getByRole('button', { name: 'Stop' }).click();
        await ended();
      }));

    it('trains from the dev server', () =>
      visit(browser, at('development', app), async ({ page, start, ended }) => {
        await start();
        await page.getByRole('button', { name: 'Stop' }).click();
        await ended();
      }));

    it('shows a program that runs in Node', async () => {
      const text = await visit(browser, at('production', app), async ({ page }) => {
        await page.getByRole('slider', { name: /^Epochs/ }).fill('1');
        return page.getByLabel('The program').textContent();
      });
      const folder = mkdtempSync(join(root, 'tests', '.examples-'));
      const said: string[] = [];
      const log = vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words.join(' ')));
      try {
        const file = join(folder, `${app}.ts`);
        writeFileSync(file, text!);
        await import(/* @vite-ignore */ file);
      } finally {
        log.mockRestore();
        rmSync(folder, { recursive: true });
      }
      expect(said[0]).toMatch(/^computes on /);
      expect(said.slice(1).join('\n')).toMatch(/\d/);
      expect(said.join('\n')).not.toMatch(/NaN|undefined/);
    });

    it('looks right on a phone in the dark, and without isolation has one thread', () =>
      visit(
        browser,
        at('without isolation', app),
        async ({ page, picture, start, ended }) => {
          await start();
          expect(await page.locator('.training').textContent()).toContain('WebAssembly, one thread');
          await page.getByRole('button', { name: 'Stop' }).click();
          await ended();
          expect(await barriers(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
          await picture(`${app}-4-phone`);
        },
        { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
      ));
  });

  describe('when something is not as it should be', () => {
    const app = (f: (visited: Visit) => Promise<void>, options: Parameters<typeof visit>[3] = {}): Promise<void> =>
      visit(browser, at('production', 'undercomplete'), f, options);
    /** The page goes on: it still trains. */
    const trains = async ({ page, start, ended }: Visit): Promise<void> => {
      await start();
      await page.getByRole('button', { name: 'Stop' }).click();
      await ended();
    };
    const give = (page: Page, name: string, text: string): Promise<void> =>
      page.getByLabel('Your own pictures or a CSV').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    const rows = (count: number, columns: number): string =>
      Array.from({ length: count }, (_, i) => Array.from({ length: columns }, (_, j) => ((i * 7 + j * 3) % 11) / 10).join(',')).join('\n');

    it('a file that is no picture, and a CSV with a short line, are refused by name; a good CSV trains', () =>
      app(async (visited) => {
        const { page, alert } = visited;
        await give(page, 'notes.png', 'not a picture');
        expect(await alert()).toBe('Notes.png is no picture that this browser knows.');
        await give(page, 'short.csv', `${rows(30, 6)}\n1,2`);
        await expect.poll(alert).toMatch(/short\.csv: line 31 has 2 cells, line 1 has 6\./i);
        await trains(visited);
        await give(page, 'good.csv', rows(60, 6));
        await page.locator('.status', { hasText: '51 examples to train on' }).waitFor();
        await trains(visited);
      }));

    it('a model of another width, of another page, or no model at all, is refused, and the one before stays', () =>
      app(async (visited) => {
        const { page, alert } = visited;
        const opener = page.getByLabel('A model file');
        await opener.setInputFiles({ name: 'x.safetensors', mimeType: 'text/plain', buffer: Buffer.from('nothing') });
        expect(await alert()).toMatch(/\S/);
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Download' }).click();
        const file = await (await download).path();
        await give(page, 'good.csv', rows(60, 6));
        await page.locator('.status', { hasText: '51 examples to train on' }).waitFor();
        await opener.setInputFiles(file);
        expect(await alert()).toBe('The model takes 64 numbers, the examples here have 6; choose the data it was trained on.');
        await trains(visited);
        await visit(browser, at('production', 'variational'), async (other) => {
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
        async ({ page, start, ended, alert }) => {
          await start();
          await ended();
          await page.getByRole('button', { name: 'Keep here' }).click();
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

    it('when the GPU goes away, training goes on from the last epoch, and the page says so', () =>
      visit(
        emulating,
        at('production', 'undercomplete'),
        async (visited) => {
          const { page, start, alert } = visited;
          await page.getByRole('slider', { name: 'Epochs' }).fill('100');
          await page.getByLabel('Trains on').selectOption('webgl');
          await start();
          const devtools = await emulating.newBrowserCDPSession();
          await devtools.send('Browser.crashGpuProcess').catch(() => undefined);
          expect(await alert()).toMatch(/lost/);
          await page.getByRole('button', { name: 'Stop' }).click();
          await visited.ended();
          await page.getByLabel('Trains on').selectOption('wasm');
          await trains(visited);
        },
        { expected: /webgl|context|gpu/i },
      ));
  });

  /** Keeps the model, reloads, restores; downloads it, opens the file. */
  async function keepsItsModel({ page }: Visit): Promise<void> {
    await page.getByRole('button', { name: 'Keep here' }).click();
    await page.locator('.status', { hasText: 'Kept in this browser' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const file = await (await download).path();
    await page.reload();
    await page.waitForSelector('html[data-ready]');
    await page.getByRole('button', { name: 'Restore' }).click();
    await page.locator('.status', { hasText: /The model is here, trained for [1-9]/ }).waitFor();
    await page.reload();
    await page.waitForSelector('html[data-ready]');
    await page.getByLabel('A model file').setInputFiles(file);
    await page.locator('.status', { hasText: /The model is here, trained for [1-9]/ }).waitFor();
  }
});
