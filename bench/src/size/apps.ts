import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromiumPath } from '@autoencoders/testing/browser';
import { chromium } from 'playwright-core';
import type { Browser, Response } from 'playwright-core';
import { build, loadConfigFromFile, mergeConfig, preview } from 'vite';
import type { InlineConfig, Plugin, UserConfig } from 'vite';
import { byPackage } from './bundle.js';

export const apps = ['undercomplete', 'sparse', 'stacked', 'convolutional', 'denoising', 'variational', 'anomaly'] as const;

const gallery = join(import.meta.dirname, '..', '..', '..', 'apps', 'gallery', 'vite.config.ts');

/** What a page loads before it can be used, in bytes, gzipped, without the data and the model that comes with it. */
export interface FirstLoad {
  readonly app: string;
  readonly bytes: number;
  /** How many of them had come when the page showed its controls. */
  readonly shown: number;
  /** By what it is made of. The compressed bytes of a file are shared out by the sizes before compression. */
  readonly parts: Readonly<Record<string, number>>;
}

/** Notes what each file of a build is made of. */
const noting = (made: Map<string, Record<string, number>>): Plugin => ({
  name: 'noting',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk')
        made.set(
          chunk.fileName.split('/').pop()!,
          byPackage(Object.entries(chunk.modules).map(([path, { renderedLength }]) => [path, renderedLength])),
        );
  },
});

/** In the page: notes when its controls are there, and when it can be used. */
function noteControls(): void {
  new MutationObserver((_, observer) => {
    if (!document.querySelector('main')) return;
    performance.mark('controls');
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
  new MutationObserver((_, observer) => {
    if (document.documentElement?.dataset['ready'] === undefined) return;
    performance.mark('ready');
    observer.disconnect();
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-ready'] });
}

/** In the page: what had come by then, with itself. */
function beforeControls(): string[] {
  const [{ startTime }] = performance.getEntriesByName('controls') as [PerformanceEntry];
  const resources = performance
    .getEntriesByType('resource')
    .filter((entry) => (entry as PerformanceResourceTiming).responseEnd < startTime);
  return [location.href, ...resources.map(({ name }) => name)];
}

async function firstLoad(
  browser: Browser,
  address: string,
  made: ReadonlyMap<string, Record<string, number>>,
): Promise<Omit<FirstLoad, 'app'>> {
  const page = await browser.newPage();
  // A worker and its page may load the same file, which the browser keeps.
  const responses = new Map<string, Response>();
  const note = (response: Response): void => {
    if (response.ok() && !/^data:|\/sources-|\.safetensors/.test(response.url())) responses.set(response.url(), response);
  };
  page.on('response', note);
  await page.addInitScript(noteControls);
  await page.goto(address);
  await page.waitForSelector('html[data-ready]');
  page.off('response', note);
  // What the page or its worker loads once you can use it may have come in the meantime.
  const ready = await page.evaluate(() => performance.timeOrigin + (performance.getEntriesByName('ready')[0]?.startTime ?? Infinity));
  const before = new Set(await page.evaluate(beforeControls));
  const parts: Record<string, number> = {};
  let [bytes, shown] = [0, 0];
  for (const [url, response] of responses) {
    if (response.request().timing().startTime >= ready) continue;
    const zipped = gzipSync(await response.body()).length;
    bytes += zipped;
    if (before.has(url)) shown += zipped;
    const name = url.split('/').pop()!;
    const sources = made.get(name) ?? { [name.endsWith('.wasm') ? 'WebAssembly of tfjs' : 'pages and styles']: 1 };
    const whole = Object.values(sources).reduce((a, b) => a + b, 0);
    for (const [source, size] of Object.entries(sources)) parts[source] = (parts[source] ?? 0) + (size / whole) * zipped;
  }
  await page.close();
  return { bytes, shown, parts };
}

/** Builds the sample apps and measures the first load of each in Chromium, which must be there. */
export async function firstLoads(): Promise<{ readonly loads: readonly FirstLoad[]; readonly version: string }> {
  const outDir = mkdtempSync(join(tmpdir(), 'bench-size-'));
  const made = new Map<string, Record<string, number>>();
  const { config } = (await loadConfigFromFile({ command: 'build', mode: 'production' }, gallery))!;
  const workers = config.worker?.plugins?.() ?? [];
  const noted: UserConfig = { ...config, worker: { ...config.worker, plugins: () => [workers, noting(made)] } };
  const whole = mergeConfig(noted, {
    configFile: false,
    logLevel: 'error',
    plugins: [noting(made)],
    build: { outDir },
    preview: { port: 0 },
  } satisfies InlineConfig) as InlineConfig;
  await build(whole);
  const server = await preview(whole);
  const browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const loads: FirstLoad[] = [];
    for (const app of apps) loads.push({ app, ...(await firstLoad(browser, `${server.resolvedUrls!.local[0]!}${app}/`, made)) });
    return { loads, version: browser.version() };
  } finally {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  }
}
