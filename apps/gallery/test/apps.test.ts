import { barriers, barriersInBoth, chromiumPath, openPage, unlessChromium, vitalsOf } from '@autoencoders/testing/browser';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { apps, kinds } from '../config.js';
import { visit } from './pages.js';
import { at, browserOfFile } from './served.js';

/** Checks a page, which was opened in a colour scheme and is at rest, in this scheme and the other. */
const loadsWell =
  (opened: 'light' | 'dark') =>
  async (page: Page): Promise<void> => {
    expect((await vitalsOf(page)).layoutShift).toBeLessThanOrEqual(0.1);
    expect(await barriersInBoth(page, opened)).toEqual([]);
  };

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
  it.each(['', ...apps])('%s does not move while it loads, and has no barriers: wide, light and dark', { retry: 2 }, (app) =>
    openPage(browser(), at('production', app), { viewport: { width: 1280, height: 900 }, colorScheme: 'light' }, loadsWell('light')),
  );

  const phone = { colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const;

  it.each(['', 'anomaly'])('%s does not move while it loads, and has no barriers: on a phone, dark and light', { retry: 2 }, (app) =>
    openPage(browser(), at('production', app), phone, loadsWell('dark')),
  );

  it.each(kinds)('%s looks right on a phone, dark and light, and without isolation has one thread', { retry: 2 }, (app) =>
    visit(
      browser(),
      at('without isolation', app),
      async ({ page, picture, start, ended }) => {
        await page.waitForLoadState('networkidle');
        await loadsWell('dark')(page);
        await start('Stop');
        await ended();
        expect(await page.locator('.training').textContent()).toContain('WebAssembly, one thread');
        expect(await barriers(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        await picture(`${app}-4-phone`);
      },
      phone,
    ),
  );
});
