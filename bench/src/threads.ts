// How much faster a second thread makes training in a page that is cross-origin isolated: `npm run bench:threads`. Two pages of one browser,
// one with one thread and one with two, take turns. Results go to bench/results/threads.json and threads.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { tfjsWasmThreads } from '@autoencoders/backend-wasm/vite';
import { chromiumPath } from '@autoencoders/testing/browser';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { build, preview } from 'vite';
import type { InlineConfig } from 'vite';
import { median } from './steps/statistics.js';

const models = [
  [784, 128, 32],
  [784, 512, 256, 64],
  [784, 1000, 500, 250, 30],
] as const;
const rounds = Number(process.argv[2] ?? 12);
const root = join(import.meta.dirname, '..', 'page');
const results = join(import.meta.dirname, '..', 'results');

/** The functions of the pages, as page.ts declares them. */
interface InPage {
  start: (threads: number) => Promise<{ simd: string; threads: number }>;
  steps: (sizes: readonly number[], count: number) => Promise<readonly number[]>;
}

const steps = (page: Page, sizes: readonly number[], count: number): Promise<readonly number[]> =>
  page.evaluate(([s, n]) => (globalThis as unknown as InPage).steps(s, n), [sizes, count] as const);

const titleOf = (sizes: readonly number[]): string => `dense ${[...sizes, ...sizes.toReversed().slice(1)].join('-')}`;

if (!chromiumPath) throw new Error('bench:threads needs Chromium: install it, or set CHROMIUM_PATH');

const outDir = mkdtempSync(join(tmpdir(), 'bench-page-'));
const config: InlineConfig = {
  configFile: false,
  root,
  logLevel: 'error',
  plugins: [tfjsWasmThreads()],
  build: { outDir },
  preview: { host: '127.0.0.1', port: 0 },
};
await build(config);
const server = await preview(config);
const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
try {
  const opened = async (threads: number): Promise<Page> => {
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.waitForFunction(() => 'start' in globalThis);
    const info = await page.evaluate((n) => (globalThis as unknown as InPage).start(n), threads);
    if (info.threads !== threads) throw new Error(`bench:threads: asked for ${threads} threads, got ${info.threads}`);
    console.error(`a page with ${info.threads} of ${cpus().length} processors, SIMD ${info.simd}`);
    return page;
  };
  const [one, two] = [await opened(1), await opened(2)];
  const rows = [];
  for (const sizes of models) {
    const count = 26;
    const seen: [number, number][] = [];
    for (let round = 0; round < rounds; round++) {
      const pair: [number, number] = [median(await steps(one, sizes, count)), median(await steps(two, sizes, count))];
      // The first round warms both pages up.
      if (round > 0) seen.push(pair);
      console.error(`${titleOf(sizes)}: ${pair.map((ms) => ms.toFixed(2)).join(' and ')} ms`);
    }
    const [first, second] = [median(seen.map(([a]) => a)), median(seen.map(([, b]) => b))];
    rows.push({ model: titleOf(sizes), one: first, two: second, ratio: median(seen.map(([a, b]) => a / b)) });
  }
  const machine = { cpu: cpus()[0]!.model.trim(), processors: cpus().length, browser: `Chromium ${browser.version()}` };
  writeFileSync(join(results, 'threads.json'), `${JSON.stringify({ machine, rows }, null, 2)}\n`);
  const lines = rows.map(({ model, one: a, two: b, ratio }) => `| ${model} | ${a.toFixed(1)} | ${b.toFixed(1)} | ${ratio.toFixed(2)} |`);
  const text = `# A second thread in a page

Milliseconds of one training step with batch 128 and Adam, in a minified page that is cross-origin isolated. Two pages, one with one thread and one with two, take turns; the figures are medians of ${rounds - 1} rounds of 25 steps, and the median of their ratios. Measured on ${machine.cpu}, ${machine.processors} processors, ${machine.browser}, by \`npm run bench:threads\`.

| model | one thread | two threads | ratio |
| --- | ---: | ---: | ---: |
${lines.join('\n')}
`;
  writeFileSync(join(results, 'threads.md'), text);
  console.log(text);
} finally {
  await browser.close();
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
}
