import { chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { apps } from '../config.js';
import { at, browserOfFile } from './served.js';

describe.skipIf(!chromiumPath)(`what a page shows without its scripts${unlessChromium}`, { timeout: 120_000 }, () => {
  const browser = browserOfFile();

  async function open(options: BrowserContextOptions, f: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser().newContext(options);
    try {
      await f(await context.newPage());
    } finally {
      await context.close();
    }
  }
  const isSaid = (page: Page, text: string): Promise<boolean> => page.getByText(text).isVisible();
  const [off, failed] = ['JavaScript is off in this browser', 'This page has not started'];

  it('its title, what it is for, and, without JavaScript, what to do', () =>
    open({ javaScriptEnabled: false }, async (page) => {
      for (const app of ['', ...apps]) {
        await page.goto(at('production', app));
        expect(await page.locator('h1').innerText()).toBe(await page.title());
        expect(await page.locator('.lead').innerText()).toMatch(/\w+\.$/);
        // Chromium parses it as one text, since the scripts are only held back here.
        expect(await page.locator('noscript').textContent()).toContain(off);
        expect(await isSaid(page, failed)).toBe(false);
      }
    }));

  it('what to do when scripts fail, after a while, and not before', () =>
    open({}, async (page) => {
      await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: "throw new Error('it fails');" }));
      await page.goto(at('production', 'sparse'));
      expect(await page.locator('h1').innerText()).toBe('Sparse autoencoder');
      expect([await isSaid(page, off), await isSaid(page, failed)]).toEqual([false, false]);
      await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
      expect(await isSaid(page, failed)).toBe(true);
    }));
});
