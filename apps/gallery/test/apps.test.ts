import { barriers, chromiumPath, openPage, unlessChromium, vitalsOf } from '@autoencoders/testing/browser';
import { describe, expect, it } from 'vitest';
import { apps, kinds } from '../config.js';
import { visit } from './pages.js';
import { at, browserOfFile } from './served.js';

describe.skipIf(!chromiumPath)(`the sample apps in Chromium${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();

  it('have a start page that leads to each of them', () =>
    visit(browser(), at('production'), async ({ page, picture }) => {
      expect(await barriers(page)).toEqual([]);
      await picture('gallery');
      const links = await page.locator('a.entry').evaluateAll((found) => found.map((link) => link.getAttribute('href')));
      expect(links).toEqual(apps.map((app) => `./${app}/`));
      await page.getByRole('link', { name: /^Undercomplete/ }).click();
      await page.waitForSelector('html[data-ready]');
      await page.getByRole('link', { name: 'All sample apps' }).click();
      await page.getByRole('heading', { name: 'Autoencoders to play with' }).waitFor();
    }));

  // Again, since on a busy machine a page may be painted before all of it has come, and then moves.
  it.each(['', ...apps])(
    '%s does not move while it loads, and has no barriers: wide and on a phone, light and dark',
    { retry: 2 },
    async (app) => {
      for (const viewport of [
        { width: 1280, height: 900 },
        { width: 390, height: 844 },
      ])
        for (const colorScheme of ['light', 'dark'] as const)
          await openPage(browser(), at('production', app), { viewport, colorScheme }, async (page) => {
            expect((await vitalsOf(page)).layoutShift).toBeLessThanOrEqual(0.1);
            expect(await barriers(page)).toEqual([]);
          });
    },
  );

  it.each(kinds)('%s looks right on a phone in the dark, and without isolation has one thread', (app) =>
    visit(
      browser(),
      at('without isolation', app),
      async ({ page, picture, start, ended }) => {
        await start('Stop');
        await ended();
        expect(await page.locator('.training').textContent()).toContain('WebAssembly, one thread');
        expect(await barriers(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        await picture(`${app}-4-phone`);
      },
      { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
    ),
  );
});
