import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { barriers, chromiumPath, launchBrowser, unlessChromium } from '@autoencoders/testing/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullReport } from '../test/fixture.js';
import { hostileNames, namedReport } from '../test/named.js';
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
    expect(await page.locator('.chart').count()).toBe(6);
    expect(await page.locator('.chart svg[viewBox]').count()).toBe(6);
    expect(await page.locator('.points circle').count()).toBeGreaterThanOrEqual(600);
    // Two lines of three rows in two sections, and one picture in each of five sections.
    expect(await page.locator('img').count()).toBe(2 * 3 + 2 * 3 + 5);
    expect(await page.evaluate(() => [...document.images].every((image) => image.naturalWidth > 0 && image.alt !== ''))).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing serious, %s', async (scheme) => {
    const { page } = await open(fullReport());
    await page.emulateMedia({ colorScheme: scheme });
    expect(await barriers(page)).toEqual([]);
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
    const latest = await page.locator('.plot .legend').first().textContent();
    expect(latest).toMatch(/^epoch 20training [\d.]+validation [\d.]+$/);
    await page
      .locator('.lines')
      .first()
      .hover({ position: { x: 300, y: 150 } });
    expect(await page.locator('.lines').first().textContent()).toMatch(/epoch \d+.*training [\d.]+.*validation [\d.]+/);
    expect(await page.locator('.plot .legend').first().textContent()).not.toBe(latest);
    await page.getByRole('button', { name: 'square' }).press('Enter');
    expect(await page.locator('.points circle').count()).toBeLessThanOrEqual(201);
    await page.locator('.points').hover({ position: { x: 200, y: 200 } });
    expect(await page.locator('.card').innerText()).toMatch(/^square\nlatent 1 [−\d.]+\nlatent 2 [−\d.]+$/);
    expect(await page.locator('.card span').evaluate((element) => element.style.backgroundPosition)).toMatch(/px/);
    const lines = await page.locator('.lines').first().innerHTML();
    await page.getByLabel('vertical axis').first().selectOption('logarithmic');
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
    await page.getByLabel('vertical axis').selectOption('logarithmic');
    expect(await page.title()).toContain('document.title = "broken"');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('.chart svg[viewBox]').count()).toBe(7);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('names of any kind make no element and no script beyond those of plain names, in all sections', async () => {
    /** How many elements there are of each kind, with their event handlers, when all charts are drawn and a point is chosen. */
    async function elements(
      report: Report,
    ): Promise<{ readonly found: unknown; readonly page: Page; readonly complaints: readonly string[] }> {
      const { page, complaints } = await open(report);
      await expect.poll(() => page.locator('.chart svg[viewBox]').count()).toBe(9);
      await page.locator('.points circle').first().hover({ force: true });
      await page.locator('.card:not([hidden])').waitFor();
      const found = await page.evaluate(() => {
        const all = [...document.querySelectorAll('*')];
        const counts: Record<string, number> = {};
        // Plot may break a label into more lines, or leave out a tick.
        for (const { localName } of all)
          if (!/^(tspan|text|path|g|line)$/.test(localName)) counts[localName] = (counts[localName] ?? 0) + 1;
        const odd = all
          .flatMap(({ attributes }) => [...attributes].map(({ name }) => name))
          .filter((name) => /^on|autofocus|srcdoc/.test(name));
        return { counts, odd, ran: 'ran' in globalThis, wide: document.documentElement.scrollWidth };
      });
      return { found, page, complaints };
    }
    const plain = await elements(namedReport((text) => text));
    await plain.page.close();
    for (const [kind, name] of Object.entries(hostileNames)) {
      const { found, page, complaints } = await elements(namedReport((text) => `${name}${text}`));
      expect(found, kind).toEqual(plain.found);
      expect(complaints, kind).toEqual([]);
      const shown = await page.locator('h1').innerText();
      expect(shown, kind).not.toMatch(/[\p{Bidi_Control}\p{Cc}]/u);
      if (kind === 'image') expect(shown).toBe(`${name}title`);
      await page.close();
    }
  }, 300_000);

  test('a script or a request that got into the page is refused', async () => {
    const { page, complaints } = await open({
      title: 'A model',
      settings: {},
      sections: [
        {
          title: 'Foreign markup',
          caption: 'As if something had not been escaped.',
          body: {
            markup:
              '<script>ran = 1</script><img src="data:," onerror="ran = 1"><a href="javascript:ran=1">link</a><img src="https://127.0.0.2/x.png"><iframe srcdoc="<script>parent.ran = 1</script>"></iframe>',
          },
        },
      ],
    });
    await page.getByText('link').click();
    expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false);
    expect(complaints.filter((text) => /Content Security Policy/.test(text)).length).toBeGreaterThanOrEqual(4);
    await page.close();
  });
});
