// The sample apps in a browser: how much each loads, when it is ready, how long it does not answer while it trains, and how long an epoch of
// MNIST takes. `npm run bench:apps` writes bench/results/apps.json and apps.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromiumPath } from '@autoencoders/testing/browser';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { build, preview } from 'vite';
import type { InlineConfig } from 'vite';
import { median } from './steps/statistics.js';

if (!chromiumPath) throw new Error('bench:apps needs Chromium: install it, or set CHROMIUM_PATH');

const apps = ['undercomplete', 'sparse', 'stacked', 'convolutional', 'denoising', 'variational'] as const;
const results = join(import.meta.dirname, '..', 'results');
const outDir = mkdtempSync(join(tmpdir(), 'bench-apps-'));
const config: InlineConfig = {
  configFile: join(import.meta.dirname, '..', '..', 'apps', 'gallery', 'vite.config.ts'),
  logLevel: 'error',
  build: { outDir },
  preview: { port: 0 },
};
const unisolated: InlineConfig = { ...config, preview: { port: 0, headers: { 'Cross-Origin-Opener-Policy': 'unsafe-none' } } };

/** How a page was loaded. */
interface Load {
  /** Bytes of all files that the page requests before it can be used, gzipped, without the digits, which are data. */
  readonly bytes: number;
  readonly ready: number;
}

async function opened(
  browser: Browser,
  address: string,
): Promise<{ readonly page: Page; readonly load: Load; readonly close: () => Promise<void> }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  const bodies: Promise<number>[] = [];
  page.on('response', (response) => {
    if (/sources-|^data:/.test(response.url())) return;
    bodies.push(
      response.body().then(
        (body) => gzipSync(body).length,
        () => 0,
      ),
    );
  });
  await page.addInitScript(() => {
    const blocks: number[] = [];
    Object.assign(globalThis, { blocks });
    new PerformanceObserver((list) => blocks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  });
  const start = performance.now();
  await page.goto(address);
  await page.waitForSelector('html[data-ready]');
  const ready = performance.now() - start;
  const bytes = (await Promise.all(bodies)).reduce((a, b) => a + b, 0);
  return { page, load: { bytes, ready }, close: () => context.close() };
}

/** The longest block since the last call, in milliseconds. Browsers do not report those below 50. */
const longest = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, ...(globalThis as unknown as { blocks: number[] }).blocks.splice(0)));

/** Seconds of the second epoch of MNIST on one thread, timed by the status line of the page. The third one begins when it ends. */
async function epochOf(browser: Browser, address: string, set: (page: Page) => Promise<void>): Promise<number> {
  const { page, close } = await opened(browser, address);
  await page.getByLabel('Data', { exact: true }).selectOption('mnist');
  await page.locator('.status', { hasText: '60,000 examples to train on' }).waitFor();
  await set(page);
  // Of so many pictures, a page trains fewer epochs.
  await page.getByRole('slider', { name: 'Epochs' }).fill('3');
  await page.getByRole('button', { name: /^Start/ }).click();
  await page.waitForFunction(() => /Epoch 2 of/.test(document.querySelector('.status')!.textContent!));
  const before = performance.now();
  await page.waitForFunction(() => /Epoch 3 of/.test(document.querySelector('.status')!.textContent!));
  const seconds = (performance.now() - before) / 1000;
  await close();
  return seconds;
}

await build(config);
const [server, plain] = [await preview(config), await preview(unisolated)];
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const rows = [];
  for (const app of apps) {
    const loads: Load[] = [];
    const blocks: number[] = [];
    for (let round = 0; round < 3; round++) {
      const { page, load, close } = await opened(browser, `${server.resolvedUrls!.local[0]!}${app}/`);
      loads.push(load);
      await page.waitForTimeout(1500);
      await longest(page);
      await page.getByRole('button', { name: /^Start/ }).click();
      await page.waitForSelector('html[data-state=running]');
      await page.waitForSelector('html[data-state=idle]');
      blocks.push(await longest(page));
      await close();
    }
    const row = { app, kilobytes: loads[0]!.bytes / 1000, ready: median(loads.map(({ ready }) => ready)), blocks };
    console.error(JSON.stringify(row));
    rows.push(row);
  }
  const single = plain.resolvedUrls!.local[0]!;
  const dense = await epochOf(browser, `${single}undercomplete/`, async (page) =>
    page.getByRole('slider', { name: 'Code size' }).fill('32'),
  );
  const convolutional = await epochOf(browser, `${single}convolutional/`, async (page) =>
    page.getByRole('slider', { name: 'Code size' }).fill('32'),
  );
  const machine = `${cpus()[0]!.model.trim()}, ${cpus().length} processors, Chromium ${browser.version()}`;
  writeFileSync(join(results, 'apps.json'), `${JSON.stringify({ machine, rows, epochs: { dense, convolutional } }, null, 2)}\n`);
  const block = (ms: number): string => (ms === 0 ? 'below 50' : ms.toFixed(0));
  const lines = rows.map(
    ({ app, kilobytes, ready, blocks }) => `| ${app} | ${kilobytes.toFixed(0)} | ${ready.toFixed(0)} | ${blocks.map(block).join(', ')} |`,
  );
  const text = `# The sample apps in a browser

Measured on ${machine}, without a GPU, by \`npm run bench:apps\`. The same machine serves the built site. The first load is all files that a page requests before you can use it, gzipped, without the data (the digits are 46 kB more). The longest block is the longest time in which the page did not answer while it trained on the digits with its initial settings, in three runs. Browsers report blocks of 50 ms or more.

| app | first load, kB | ready after, ms | longest block, ms |
| --- | ---: | ---: | --- |
${lines.join('\n')}

Seconds of an epoch over MNIST's 60,000 images on one thread, while the page draws pictures and curves: dense 784-128-32-128-784 **${dense.toFixed(1)} s** (at most 4), convolutional 16-32 with a code of 32 **${convolutional.toFixed(1)} s** (at most 30).
`;
  writeFileSync(join(results, 'apps.md'), text);
  console.log(text);
} finally {
  await browser.close();
  await Promise.all([server.close(), plain.close()]);
  rmSync(outDir, { recursive: true, force: true });
}
