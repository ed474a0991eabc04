import { chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import { describe, expect, it } from 'vitest';
import { visit } from './pages.js';
import { at, browserOfFile } from './served.js';

const phone = { viewport: { width: 390, height: 844 } } as const;

describe.skipIf(!chromiumPath)(`what a reader of a page sees${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();

  it('on a phone, a network opens at its input and fades where it goes on; no mark after an explained word begins a line', () =>
    visit(
      browser(),
      at('production', 'stacked'),
      async ({ page }) => {
        // At every width, the marks after a word are on its line.
        const alone = (): Promise<number> =>
          page.locator('.unbroken').evaluateAll((all) => all.filter((one) => one.getClientRects().length > 1).length);
        for (let width = 340; width <= 400; width += 6) {
          await page.setViewportSize({ width, height: 844 });
          expect(await alone()).toBe(0);
        }
        expect(await page.locator('.lead .unbroken').first().innerText()).toMatch(/^labels?:$/);
        await page.getByRole('heading', { name: 'The network' }).scrollIntoViewIfNeeded();
        const scroll = page.locator('.network-scroll');
        await page.locator('.station').first().waitFor();
        expect(await scroll.evaluate((box) => box.scrollLeft)).toBe(0);
        await expect.poll(() => scroll.getAttribute('class')).toBe('network-scroll fading more-after');
        await scroll.evaluate((box) => box.scrollTo(box.scrollWidth, 0));
        await expect.poll(() => scroll.getAttribute('class')).toBe('network-scroll fading more-before');
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      },
      phone,
    ));

  it('before a training, charts are one line; then they are drawn, and the end of the page leads on', () =>
    visit(browser(), `${at('production', 'undercomplete')}&epochs=2`, async ({ page, start, ended }) => {
      const waiting = page.getByText('Drawn during the first training.');
      await waiting.waitFor();
      expect(await page.locator('.chart-drawing:visible').count()).toBe(0);
      await start();
      await ended();
      await waiting.waitFor({ state: 'hidden' });
      expect(await page.locator('.chart-drawing:visible').count()).toBe(2);
      await page.locator('.error-scale', { hasText: /Least: .*Median: .*Largest: / }).waitFor();
      expect(await page.locator('.flow-strip').innerText()).toMatch(/Picture.*encoder.*Code: .*decoder.*Reconstruction/s);
      await page.locator('footer').getByRole('link', { name: 'Sparse autoencoder' }).waitFor();
    }));

  it('the code of the network shows what its numbers do, and layers between two others show no weights', () =>
    visit(browser(), `${at('production')}stacked/`, async ({ page, status }) => {
      expect(await status()).toContain('pre-trained for 8 epochs a level and fine-tuned for 20 rounds');
      await page.getByText('What each of the 12 largest numbers of the code does to the reconstruction').waitFor();
      const pictures = page.locator('.layer-weights canvas');
      expect(await pictures.count()).toBe(1);
      await page.locator('.station').nth(2).click();
      await expect.poll(() => pictures.count()).toBe(0);
      await page.locator('.station').nth(1).click();
      await page.getByText('units look for: their weights').waitFor();
      // The page comes with a fine-tuning.
      await page.getByText(/^With 100 labels, .* % of the test examples are wrong after pre-training/).waitFor();
      expect(await page.locator('.confusion td.right').count()).toBeGreaterThan(7);
    }));
});
