import { readFile } from 'node:fs/promises';
import { chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { visit } from './pages.js';
import { at, browserOfFile } from './served.js';

const drawn = (canvas: Locator): Promise<string> => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());

/** Waits until a canvas shows something else than before. */
const redrawn = (canvas: Locator, before: string): Promise<void> => expect.poll(() => drawn(canvas), { timeout: 30_000 }).not.toBe(before);

/** Waits until all views show what the page says. */
const allDrawn = (page: Page): Promise<unknown> => page.waitForSelector('html:not([data-drawing])');

/** The names of the layers. The network is loaded when it comes into sight. */
async function stationsOf(page: Page): Promise<string[]> {
  await page.getByRole('heading', { name: 'The network' }).scrollIntoViewIfNeeded();
  await page.locator('.station-name').first().waitFor();
  return page.locator('.station-name').allInnerTexts();
}

describe.skipIf(!chromiumPath)(`the network and the time${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();

  it('an example flows through the network; a layer tells what it does, with the keys, too', () =>
    visit(
      browser(),
      at('production', 'undercomplete'),
      async ({ page }) => {
        expect(await stationsOf(page)).toEqual(['Input', 'Dense', 'Code', 'Dense', 'Reconstruction']);
        const last = page.locator('.station canvas').last();
        const before = await drawn(last);
        await page.locator('.network').getByRole('radio').nth(2).check();
        await redrawn(last, before);
        const dense = page.locator('.station').nth(1);
        await dense.focus();
        await page.keyboard.press('Enter');
        expect(await dense.getAttribute('aria-pressed')).toBe('true');
        const detail = page.getByRole('region', { name: 'The chosen layer' });
        await detail.getByText('y = ReLU(x·W + b), with ReLU(x) = max(0, x)').waitFor();
        await detail.getByText(/→ \[128\]$/).waitFor();
      },
      { reducedMotion: 'reduce' },
    ));

  it.each([
    ['denoising', 'With noise'],
    ['variational', 'Code'],
  ])('%s: what a network has of its own', (app, station) =>
    visit(browser(), at('production', app), async ({ page }) => {
      expect(await stationsOf(page)).toContain(station);
      if (app !== 'variational') return;
      await page.locator('.station.code').click();
      const code = page.locator('.station.code canvas');
      const before = await drawn(code);
      await page.getByRole('button', { name: 'Draw z again' }).click();
      await redrawn(code, before);
    }),
  );

  it('the page goes back to any epoch that was seen, plays them, and saves them as a film', () =>
    visit(
      browser(),
      `${at('production', 'undercomplete')}&epochs=3`,
      async ({ page, start, ended }) => {
        await start();
        await ended();
        const slider = page.getByRole('slider', { name: 'Epoch that the page shows' });
        const words = page.locator('.time-words');
        await expect.poll(() => words.textContent()).toBe('Epoch 3, now');
        const picture = page.locator('.station canvas').last();
        await allDrawn(page);
        const now = await drawn(picture);
        await slider.press('Home');
        await expect.poll(() => words.textContent()).toBe('Epoch 0 of 3');
        await redrawn(picture, now);
        await slider.press('ArrowRight');
        await expect.poll(() => words.textContent()).toBe('Epoch 1 of 3');
        await page.getByRole('button', { name: 'Now', exact: true }).click();
        await expect.poll(() => drawn(picture), { timeout: 30_000 }).toBe(now);
        await page.getByRole('button', { name: 'Play', exact: true }).click();
        await expect.poll(() => words.textContent()).toBe('Epoch 0 of 3');
        await expect.poll(() => words.textContent(), { timeout: 30_000 }).toBe('Epoch 3, now');
        await page.getByRole('button', { name: 'Film …' }).click();
        for (const [format, first] of [
          ['gif', /^GIF89a/],
          ['video', /^(.Eß£|....ftyp)/s],
        ] as const) {
          await page.getByLabel('Format').selectOption(format);
          const [file] = await Promise.all([
            page.waitForEvent('download'),
            page.getByRole('button', { name: 'Save', exact: true }).click(),
          ]);
          expect((await readFile(await file.path())).toString('latin1')).toMatch(first);
          await page.getByText(/^Saved: 4 pictures/).waitFor();
        }
      },
      { reducedMotion: 'reduce' },
    ));
});
