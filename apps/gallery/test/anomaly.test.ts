import { readFile } from 'node:fs/promises';
import { barriers, chromiumPath, long, unlessChromium } from '@autoencoders/testing/browser';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { partsOfToday } from '../../anomaly/src/samples/presses.js';
import { visit } from './pages.js';
import { at, browserOfFile } from './served.js';

describe.skipIf(!chromiumPath)(`the anomaly app in Chromium${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();
  const trained = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('.status', { hasText: /^Done/ }).waitFor();
  };
  const give = (page: Page, name: string, text: string, label = 'A table to learn from'): Promise<void> =>
    page.getByLabel(label).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  /** What a button downloads. */
  const downloaded = async (page: Page, name: string): Promise<Buffer> => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    return readFile(await (await download).path());
  };
  /** A table whose second column follows from the first. */
  const table = (rows: number): string =>
    ['a,b,word', ...Array.from({ length: rows }, (_, i) => `${i % 7},${(i % 7) * 2 + (i % 3)},${i % 3 ? 'x' : 'y'}`)].join('\n');
  const wide = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

  it('finds odd rows while the page answers, moves the threshold by keys and by rate, explains a row, saves and opens the detector', () =>
    visit(browser(), at('production', 'anomaly'), async ({ page, firstLoad, longestBlock, picture }) => {
      expect(await firstLoad()).toBeLessThan(60_000);
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
      const rate = page.getByLabel('False alarms that you accept');
      const chosen = (): Promise<string> => rate.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]!.text);
      expect(await chosen()).toBe('Where the line is');
      await rate.selectOption({ label: '5 % of usual examples' });
      expect(await chosen()).toBe('5 % of usual examples');
      expect(await page.locator('.threshold-view [role=status]').textContent()).toMatch(
        /^Of 100 usual examples, about 5 become false alarms, at most about \d+\.$/,
      );
      expect(await page.locator('.threshold-view').textContent()).toContain('Of usual examples, 5 % are expected to be alarms (between');
      await page.locator('.oddest tbody tr').nth(3).click();
      const row = await page.locator('.oddest tbody tr').nth(3).locator('th').innerText();
      await page.getByRole('heading', { name: new RegExp(`^${row} of parts-of-today`) }).waitFor();
      const csv = await downloaded(page, 'Scores as CSV');
      expect(csv.toString().split('\n')[0]).toBe('row,score,p_value,alarm');
      const buffer = await downloaded(page, 'Download');
      await page.getByRole('button', { name: 'Save in this browser' }).click();
      await page.locator('.status', { hasText: 'is kept in this browser' }).waitFor();
      const opened = async (): Promise<void> => {
        await page.getByText('The detector was opened, not trained here.').waitFor();
        expect(await downloaded(page, 'Scores as CSV')).toEqual(csv);
      };
      await page.reload();
      await page.getByText('Saved here on').waitFor();
      await page.getByRole('button', { name: 'Restore' }).click();
      await opened();
      await page.reload();
      await page.waitForSelector('html[data-ready]');
      await page.getByLabel('A detector file').setInputFiles({ name: 'x.safetensors', mimeType: '', buffer });
      await opened();
      await page.reload();
      await page.waitForSelector('html[data-ready]');
      await page.evaluate((base64) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], 'detector.safetensors'));
        document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer }));
      }, buffer.toString('base64'));
      await opened();
    }));

  it('a detector comes with each sample: what it finds is shown before any training, and can be saved', () =>
    visit(browser(), at('production', 'anomaly'), async ({ page, status }) => {
      await page.locator('.status', { hasText: /^A detector comes with the page\. parts-of-today\.csv: 1\d alarms/ }).waitFor();
      await page.getByText('10 of 10 faults found.').waitFor();
      expect(await page.locator('.oddest tbody tr').first().innerText()).toContain('yes, a fault');
      expect((await downloaded(page, 'Download')).length).toBeGreaterThan(100_000);
      await page.getByLabel('Data', { exact: true }).selectOption('pump');
      await page.locator('.status', { hasText: /^A detector comes with the page\. pump\.csv/ }).waitFor();
      await page.getByText('3 of 3 faults found').first().waitFor();
      expect(await page.locator('.events .mark.fault').count()).toBeGreaterThanOrEqual(3);
      expect(await page.locator('.events .mark.false').count()).toBeGreaterThanOrEqual(1);
      await expect.poll(() => page.getByLabel('The program').textContent()).toContain("seriesOf(openCsv('pump.csv'))");
      await trained(page);
      expect(await status()).toMatch(/^Done\. pump\.csv/);
    }));

  it('a training can be cancelled, and hostile names stay text', () =>
    visit(browser(), at('production', 'anomaly'), async ({ page, alert }) => {
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.locator('.status', { hasText: /^Cancelled/ }).waitFor();
      await give(page, 'few.csv', 'a,b\n1,2\n3,4');
      await page.getByRole('button', { name: 'Start' }).click();
      expect(await alert()).toMatch(/few\.csv has 2 rows; at least 40 are needed/i);
      const hostile = '<img src=x onerror=document.title=1>';
      const line = (i: number): string => `${i % 7},${(i % 7) * 2 + (i % 3)},${i % 3 ? '<b>x</b>' : 'y'}`;
      await give(
        page,
        '<i>own.csv',
        [`${hostile},${'x'.repeat(100_000)},word`, ...Array.from({ length: 150 }, (_, i) => line(i))].join('\n'),
      );
      await trained(page);
      expect(await page.locator('.row-detail').innerText()).toContain(hostile);
      expect(await wide(page)).toBeLessThanOrEqual(0);
      expect(await page.locator('main img, main b, main i:not(.legend i)').count()).toBe(0);
    }));

  it('chooses rows by keys, and keeps the focus', () =>
    visit(browser(), at('production', 'anomaly'), async ({ page }) => {
      await give(page, 'own.csv', table(80));
      await trained(page);
      const row = page.locator('.oddest button').nth(2);
      const name = await row.innerText();
      await row.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: new RegExp(`^${name} of own.csv`) }).waitFor();
      expect(await page.evaluate(() => document.activeElement!.textContent)).toBe(name);
      expect(await page.evaluate(() => document.activeElement!.getAttribute('aria-pressed'))).toBe('true');
    }));

  const withWorkers = (change: () => void) => ({ prepare: (page: Page) => page.addInitScript(change) });

  it('where no worker starts, the page trains by itself, and can be cancelled', () =>
    visit(
      browser(),
      at('production', 'anomaly'),
      async ({ page }) => {
        await give(page, 'own.csv', table(60));
        await page.getByRole('button', { name: 'Start' }).click();
        await page.locator('.status', { hasText: /^Trained/ }).waitFor();
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.locator('.status', { hasText: /^Cancelled/ }).waitFor();
        await trained(page);
        expect(await page.locator('#settings').innerText()).toContain('The browser started no worker');
      },
      withWorkers(() => {
        globalThis.Worker = function blocked() {
          throw new DOMException('blocked', 'SecurityError');
        } as never;
      }),
    ));

  it('a worker that dies is told, and the next training has another one; a page that is left in training complains of nothing', () =>
    visit(
      browser(),
      at('production', 'anomaly'),
      async ({ page, alert }) => {
        await page.getByRole('button', { name: 'Start' }).click();
        await page.locator('.status', { hasText: /^Trained/ }).waitFor();
        await page.evaluate(() => (globalThis as unknown as { made: Worker[] }).made.forEach((worker) => worker.terminate()));
        expect(await alert()).toMatch(/the worker was ended/i);
        await give(page, 'own.csv', table(60));
        await trained(page);
        await page.getByRole('button', { name: 'Start' }).click();
        await page.locator('.status', { hasText: /^Trained/ }).waitFor();
        await page.getByRole('link', { name: 'All sample apps' }).click();
        await page.getByRole('heading', { name: 'Autoencoders to play with' }).waitFor();
      },
      withWorkers(() => {
        const made: Worker[] = [];
        Object.assign(globalThis, { made });
        globalThis.Worker = class extends Worker {
          constructor(...given: ConstructorParameters<typeof Worker>) {
            super(...given);
            made.push(this);
          }
        };
      }),
    ));

  it('the steps of the guide take their data and train, and ten faults are the oddest parts', () =>
    visit(browser(), at('production', 'anomaly'), async ({ page }) => {
      const start = (await page.getByRole('button', { name: 'Start' }).boundingBox())!;
      expect(start.y + start.height).toBeLessThan(400);
      await page.locator('.lead button.term', { hasText: 'false alarms' }).click();
      await page.getByText('false alarm: an alarm on a usual example').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Do it' }).click();
      await page.locator('.status', { hasText: /^Done\. parts-of-today\.csv/ }).waitFor();
      const oddest = await page
        .locator('.oddest tbody tr')
        .evaluateAll((rows) =>
          rows.slice(0, 10).map((row) => Number((row as HTMLTableRowElement).cells[0]!.textContent!.replaceAll(/\D/g, ''))),
        );
      const faultyRows = [...partsOfToday().odd.keys()].map((place) => place + 1);
      expect(oddest.filter((row) => faultyRows.includes(row)).length).toBeGreaterThanOrEqual(8);
      for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'The next step' }).click();
      await page.getByRole('button', { name: 'Do it' }).click();
      await page.locator('.status', { hasText: /^Done\. pump\.csv/ }).waitFor();
      expect(await page.getByLabel('Data', { exact: true }).inputValue()).toBe('pump');
    }));

  it('marks the events of a series, on a phone in the dark, without isolation', () =>
    visit(
      browser(),
      at('without isolation', 'anomaly'),
      async ({ page, picture }) => {
        const settings = page.locator('.to-settings');
        await settings.click();
        await page.getByLabel('Data', { exact: true }).selectOption({ index: 1 });
        await settings.click();
        await trained(page);
        expect(await page.locator('.events button').count()).toBeGreaterThan(2);
        await page.locator('.events button').first().click();
        expect(await page.locator('.events button').first().getAttribute('aria-pressed')).toBe('true');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        expect(await page.locator('.events button').nth(1).getAttribute('aria-pressed')).toBe('true');
        expect(await page.locator('.events button:focus').getAttribute('aria-pressed')).toBe('true');
        await expect.poll(() => page.getByLabel('The program').textContent()).toContain("seriesOf(openCsv('pump.csv'))");
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
