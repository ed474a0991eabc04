import { readFile } from 'node:fs/promises';
import { chromiumPath, long, unlessChromium } from '@autoencoders/testing/browser';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { barriers } from './barriers.js';
import { visit } from './pages.js';
import { at, browserOfFile } from './served.js';

describe.skipIf(!chromiumPath)(`the anomaly app in Chromium${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();
  const trained = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('.status', { hasText: /^Done/ }).waitFor();
  };
  const wide = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

  it('finds odd rows while the page answers, moves the threshold by keys and by rate, explains a row, saves and opens the detector', () =>
    visit(browser(), at('production', 'anomaly'), async ({ page, firstLoad, longestBlock, picture }) => {
      expect(await firstLoad()).toBeLessThan(400_000);
      expect(await barriers(page)).toEqual([]);
      await longestBlock();
      await trained(page);
      console.log(`anomaly: longest block ${(await longestBlock()).toFixed(0)} ms, first load ${await firstLoad()} bytes`);
      await picture('anomaly-rows');
      expect(await barriers(page)).toEqual([]);
      const alarms = page.locator('.alarms');
      const before = await alarms.textContent();
      const threshold = page.getByRole('slider', { name: 'Threshold' });
      await threshold.press('PageDown');
      await threshold.press('PageDown');
      await expect.poll(() => alarms.textContent()).not.toBe(before);
      await page.getByLabel('False alarms that you accept').selectOption({ label: '5 % of usual rows' });
      expect(await page.locator('.threshold-view [role=status]').textContent()).toMatch(
        /Of usual examples, 5 % are expected to be alarms \(between/,
      );
      await page.locator('.oddest tbody tr').nth(3).click();
      const row = await page.locator('.oddest tbody tr').nth(3).locator('th').innerText();
      await page.getByRole('heading', { name: new RegExp(`^${row} of parts-of-today`) }).waitFor();
      const scores = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Scores as CSV' }).click();
      const csv = await readFile(await (await scores).path(), 'utf8');
      expect(csv.split('\n').slice(0, 1)).toEqual(['row,score,p_value,alarm']);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      const file = await (await download).path();
      await page.reload();
      await page.waitForSelector('html[data-ready]');
      await page.getByLabel('A detector file').setInputFiles(file);
      await page.getByText('The detector was opened, not trained here.').waitFor();
      const again = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Scores as CSV' }).click();
      expect(await readFile(await (await again).path(), 'utf8')).toBe(csv);
    }));

  it('a training can be cancelled, and hostile names stay text', () =>
    visit(browser(), at('production', 'anomaly'), async ({ page, alert }) => {
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.status', { hasText: /^Cancelled/ }).waitFor();
      const give = (name: string, text: string): Promise<void> =>
        page.getByLabel('A table to learn from').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
      await give('few.csv', 'a,b\n1,2\n3,4');
      await page.getByRole('button', { name: 'Start' }).click();
      expect(await alert()).toMatch(/few\.csv has 2 rows; at least 40 are needed/i);
      const hostile = '<img src=x onerror=document.title=1>';
      const line = (i: number): string => `${i % 7},${(i % 7) * 2 + (i % 3)},${i % 3 ? '<b>x</b>' : 'y'}`;
      await give('<i>own.csv', [`${hostile},b,word`, ...Array.from({ length: 150 }, (_, i) => line(i))].join('\n'));
      await trained(page);
      expect(await page.locator('.row-detail').innerText()).toContain(hostile);
      expect(await page.locator('main img, main b, main i:not(.legend i)').count()).toBe(0);
    }));

  it('marks the events of a series, on a phone in the dark, without isolation', () =>
    visit(
      browser(),
      at('without isolation', 'anomaly'),
      async ({ page, picture }) => {
        await page.getByLabel('Data', { exact: true }).selectOption({ index: 1 });
        await trained(page);
        expect(await page.locator('.events button').count()).toBeGreaterThan(2);
        await page.locator('.events button').first().click();
        expect(await page.locator('.events button').first().getAttribute('aria-pressed')).toBe('true');
        expect(await page.locator('.heat .cell').count()).toBeGreaterThan(20);
        expect(await wide(page)).toBeLessThanOrEqual(0);
        expect(await barriers(page)).toEqual([]);
        await picture('anomaly-series-phone');
        if (long) {
          await page.setViewportSize({ width: 1280, height: 900 });
          await page.emulateMedia({ colorScheme: 'light' });
          await picture('anomaly-series');
        }
      },
      { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
    ));
});
