import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromiumPath, launchBrowser, unlessChromium } from '@autoencoders/testing/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullReport } from '../test/fixture.js';
import { renderReport } from './report.js';
import { activationHistogram } from './sections/activation-histogram.js';
import { latentMap } from './sections/latent-map.js';
import type { Report } from './types.js';

describe.skipIf(!chromiumPath)(`in a browser${unlessChromium}`, () => {
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a report as a file. `complaints` gathers what the page should not do: errors, and requests. */
  async function open(report: Report, width: number = 1280): Promise<{ page: Page; complaints: readonly string[] }> {
    const file = join(folder, 'report.html');
    writeFileSync(file, renderReport(report));
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => /^(file|data):/.test(request.url()) || complaints.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  test.each([390, 1280])('everything is drawn at %d pixels, without scrolling sideways', async (width) => {
    const { page, complaints } = await open(fullReport(), width);
    expect(await page.locator('.chart').count()).toBe(8);
    expect(await page.locator('.chart svg[viewBox]').count()).toBe(8);
    expect(await page.locator('.points circle').count()).toBeGreaterThanOrEqual(600);
    // Two lines of two rows, two lines of three rows, and one picture in each of five sections.
    expect(await page.locator('img').count()).toBe(2 * 2 + 2 * 3 + 5);
    expect(await page.evaluate(() => [...document.images].every((image) => image.naturalWidth > 0 && image.alt !== ''))).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('charts follow the width of the page', async () => {
    const { page, complaints } = await open(fullReport());
    const drawn = () => page.locator('.chart svg[viewBox]').first().getAttribute('width').then(Number);
    const before = await drawn();
    await page.setViewportSize({ width: 390, height: 900 });
    await expect.poll(drawn).toBeLessThan(390);
    expect(before).toBeGreaterThan(600);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('pointing at a curve and at a point shows its values, a label shows its class alone, a logarithmic scale is drawn', async () => {
    const { page, complaints } = await open(fullReport());
    await page
      .locator('.lines')
      .first()
      .hover({ position: { x: 300, y: 150 } });
    expect(await page.locator('.lines').first().textContent()).toMatch(/epoch \d+.*training [\d.]+.*validation [\d.]+/);
    await page.getByRole('button', { name: 'square' }).press('Enter');
    expect(await page.locator('.points circle').count()).toBeLessThanOrEqual(201);
    await page.locator('.points').hover({ position: { x: 200, y: 200 } });
    expect(await page.locator('.card').innerText()).toMatch(/^square\nlatent 1 [−\d.]+\nlatent 2 [−\d.]+$/);
    expect(await page.locator('.card span').evaluate((element) => element.style.backgroundPosition)).toMatch(/px/);
    const lines = await page.locator('.lines').first().innerHTML();
    await page.getByLabel('logarithmic scale').first().check();
    expect(await page.locator('.lines').first().innerHTML()).not.toBe(lines);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('text from outside stays text, and values that are not finite break nothing', async () => {
    const evil = '</script><script>document.title = "broken"</script><img src=x onerror="document.title = 1">\u2028';
    const values = { loss: NaN, terms: { [evil]: Infinity, b: 1 } };
    const { page, complaints } = await open({
      title: evil,
      summary: evil,
      settings: {},
      history: [{ epoch: 1, ...values, validation: values, epochSeconds: 0, examplesPerSecond: NaN }],
      sections: [
        latentMap({
          title: evil,
          points: [
            [NaN, 1],
            [2, 2],
          ],
          labels: [0, 1],
          classes: [evil, 'b'],
          axes: [evil, evil],
        }),
        latentMap({ points: [[NaN, NaN]] }),
        activationHistogram({ meanActivations: Float32Array.from([NaN]) }),
        activationHistogram({ meanActivations: new Float32Array(20).fill(0.5) }),
      ],
    });
    await page.getByLabel('logarithmic scale').check();
    expect(await page.title()).toContain('document.title = "broken"');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.chart svg[viewBox]').count()).toBe(7);
    expect(complaints).toEqual([]);
    await page.close();
  });
});
