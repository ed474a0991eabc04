import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barriers, chromiumPath, long, unlessChromium } from '@autoencoders/testing/browser';
import { describe, expect, it, vi } from 'vitest';
import type { kinds } from '../config.js';
import { visit } from './pages.js';
import type { Visit } from './pages.js';
import { at, browserOfFile } from './served.js';
import { specials } from './specials.js';

const root = join(import.meta.dirname, '..', '..', '..');

type App = (typeof kinds)[number];

/** Epochs in the short form: what is asserted holds after so many, too. The long form takes those that the page begins with. */
const few: Readonly<Record<App, number>> = { undercomplete: 8, sparse: 8, stacked: 4, convolutional: 4, denoising: 12, variational: 8 };

/** What a reader does with an app, on WASM; in a file each, so that browsers wait for one another no longer than they must. */
export function onWasm(app: App): void {
  describe.skipIf(!chromiumPath)(`the sample apps on WASM, in Chromium${unlessChromium}`, { timeout: 240_000 }, () => {
    const browser = browserOfFile();

    it(`${app} trains while the page answers, shows a program that runs in Node, keeps its model over a reload, downloads it and opens it again`, async () => {
      const program = await visit(browser(), at('production', app), async (visited) => {
        const { page, picture, start, status, longestBlock } = visited;
        expect(await visited.firstLoad()).toBeLessThan(340_000);
        await picture(`${app}-0-loaded`);
        expect(await barriers(page)).toEqual([]);
        if (!long) await page.getByRole('slider', { name: /^Epochs/ }).fill(String(few[app]));
        await longestBlock();
        await start('Pause');
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
        const losses = await visited.losses();
        // What is told last of a stack is the loss of a classifier.
        if (app !== 'stacked') expect(losses.at(-1)).toBeLessThan(losses[0]!);
        await picture(`${app}-2-trained`);
        await specials[app](visited);
        await picture(`${app}-3-special`);
        expect(await barriers(page)).toEqual([]);
        return keepsItsModel(visited);
      });
      await runs(app, program);
    });
  });
}

/** Runs the program that a page shows. */
async function runs(app: App, program: string): Promise<void> {
  const folder = mkdtempSync(join(root, 'tests', '.examples-'));
  const said: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((...words) => void said.push(words.join(' ')));
  try {
    const file = join(folder, `${app}.ts`);
    writeFileSync(file, program);
    await import(/* @vite-ignore */ file);
  } finally {
    log.mockRestore();
    rmSync(folder, { recursive: true });
  }
  expect(said[0]).toMatch(/^computes on /);
  expect(said.slice(1).join('\n')).toMatch(/\d/);
  expect(said.join('\n')).not.toMatch(/NaN|undefined/);
}

/** Keeps the model, reloads, restores; downloads it, opens the file. Gives the program for one epoch, as a fresh page shows it. */
async function keepsItsModel({ page }: Visit): Promise<string> {
  await page.getByRole('button', { name: 'Save in this browser' }).click();
  await page.locator('.status', { hasText: 'Saved in this browser' }).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const file = await (await download).path();
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.locator('.status', { hasText: /The model is here, (pre-)?trained / }).waitFor();
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  await page.getByLabel('A model file').setInputFiles(file);
  await page.locator('.status', { hasText: /The model is here, (pre-)?trained / }).waitFor();
  await page.getByRole('slider', { name: /^Epochs/ }).fill('1');
  return (await page.getByLabel('The program').textContent())!;
}
