import { barriersInBoth, chromiumPath, launchBrowser, openPage, unlessChromium, vitalsOf } from '@autoencoders/testing/browser';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';

const pages = [
  'index',
  'start',
  'tutorials/variational',
  'how-to/anomalies',
  'explanation/kernels',
  'reference/index',
  'reference/layers',
  'results/steps',
];
const wide = { viewport: { width: 1440, height: 900 } };
const phone = { viewport: { width: 390, height: 844 } };
const contexts = [
  ['wide, light and dark', 'light', wide],
  ['on a phone, dark and light', 'dark', phone],
] as const;

describe.skipIf(!chromiumPath)(`the site in Chromium${unlessChromium}`, { timeout: 240_000 }, () => {
  let browser: Browser;
  const site = inject('site');
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  // Again, since on a busy machine a page may be painted before all of it has come, and then moves.
  it.each(contexts)('has no barriers, does not move while it loads, and fits: %s', { retry: 2 }, async (_, colorScheme, viewport) => {
    for (const name of pages)
      await openPage(browser, `${site.address}${name}.html`, { ...viewport, colorScheme }, async (page) => {
        expect((await vitalsOf(page)).layoutShift, name).toBeLessThanOrEqual(0.1);
        expect(await barriersInBoth(page, colorScheme), name).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
      });
  });

  it('finds an export by its name', () =>
    openPage(browser, `${site.address}start.html`, wide, async (page) => {
      await page.getByRole('button', { name: 'Search' }).first().click();
      await page.locator('#localsearch-input').fill('depthwiseConv2d');
      await page.locator('#localsearch-list a', { hasText: 'depthwiseConv2d()' }).first().click();
      await page.waitForURL(/reference\/layers\.html#depthwiseconv2d$/);
    }));

  it('draws charts as pictures with words, and without scripts', () =>
    openPage(browser, `${site.address}results/steps.html`, { ...wide, javaScriptEnabled: false }, async (page) => {
      const chart = page.getByRole('img', { name: /^How long a training step takes/ });
      expect(await chart.getByText('ours, BLAS').count()).toBe(6);
      expect((await chart.boundingBox())!.width).toBeGreaterThan(500);
    }));
});
