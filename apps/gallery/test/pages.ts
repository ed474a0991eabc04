import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { long } from '@autoencoders/testing/browser';
import type { Browser, BrowserContextOptions, Page, Response } from 'playwright-core';
import { build, createServer, mergeConfig, preview } from 'vite';
import type { InlineConfig } from 'vite';
import { expect } from 'vitest';
import { apps, galleryConfig } from '../config.js';

/** The apps, served on this machine. */
export interface Served {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** How they are served. */
export type Kind = 'production' | 'without isolation' | 'development';

const folder = join(tmpdir(), 'autoencoders-apps-');

/** Builds the static site into a folder of its own. */
export async function builtApps(): Promise<{ readonly outDir: string; readonly remove: () => Promise<void> }> {
  const outDir = await mkdtemp(folder);
  await build(mergeConfig(galleryConfig(outDir, apps), { configFile: false, logLevel: 'error' } satisfies InlineConfig));
  return { outDir, remove: () => rm(outDir, { recursive: true, force: true }) };
}

/** Serves what was built, or the sources. */
export async function serveApps(outDir: string, kind: Kind): Promise<Served> {
  const own: InlineConfig = { configFile: false, logLevel: 'error', server: { port: 0, hmr: false, watch: null }, preview: { port: 0 } };
  const config = mergeConfig(galleryConfig(outDir, apps), own) as InlineConfig;
  if (kind === 'without isolation') config.preview!.headers = {};
  const server = await (kind === 'development'
    ? createServer({ ...config, cacheDir: join(outDir, 'cache') }).then((started) => started.listen())
    : preview(config));
  return { address: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

/** Where pictures of the pages are kept. */
export const screenshots = join(import.meta.dirname, '..', 'screenshots');

/** The loss that a page tells. */
const lossOf = (status: string): number => Number(/loss ([\d.,]+)/.exec(status)?.[1]?.replaceAll(',', ''));

/** An app that is open in a browser. */
export interface Visit {
  readonly page: Page;
  /** Milliseconds from the first byte to a page that can be used. */
  readonly ready: number;
  /** Bytes that were asked for before the page could be used, each file gzipped; without the digits and the model that comes with the page. */
  readonly firstLoad: () => Promise<number>;
  /** Keeps a picture of the whole page, for people to look at: in the long form of the tests. */
  readonly picture: (name: string) => Promise<void>;
  /** The longest time, in milliseconds, that the page did not answer since this was last asked. */
  readonly longestBlock: () => Promise<number>;
  /**
   * Clicks Start and waits for the first progress; then clicks Pause or Stop, if asked to, before the page can do anything
   * else: training may be over by the time that a click from here arrives.
   */
  readonly start: (then?: 'Pause' | 'Stop') => Promise<void>;
  /** Each loss that the page told since the last start. */
  readonly losses: () => Promise<readonly number[]>;
  /** Waits until training ends. */
  readonly ended: () => Promise<void>;
  /** Ends training, if it has not ended. */
  readonly stop: () => Promise<void>;
  /** What the page says. */
  readonly status: () => Promise<string>;
  readonly alert: () => Promise<string>;
}

const patience = 120_000;

/** In the page: clicks Start and, within the first progress, another button; notes whatever tells a loss in `told`. */
function startThen(then: 'Pause' | 'Stop' | undefined): Promise<void> {
  const button = (name: string): HTMLButtonElement =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent!.startsWith(name))!;
  const status = document.querySelector('.status')!;
  const told: string[] = [];
  (globalThis as unknown as Told).stopTelling?.();
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (document.documentElement.dataset['state'] === 'idle' || !/loss [\d.]+/.test(status.textContent!)) return;
      if (told.push(status.textContent!) > 1) return;
      if (then) button(then).click();
      resolve();
    });
    Object.assign(globalThis, { told, stopTelling: () => observer.disconnect() } satisfies Told);
    observer.observe(status, { childList: true, characterData: true, subtree: true });
    button('Start').click();
  });
}

interface Told {
  readonly told: readonly string[];
  readonly stopTelling?: () => void;
}

/** In the page or a worker: notes on the console what the Content-Security-Policy forbids. Chromium itself does so in pages only. */
function tellViolations(): void {
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    console.error(`Content-Security-Policy: ${effectiveDirective} forbids ${blockedURI}`),
  );
}

/** In the page: notes when it can be used. What it loads then can still be on its way when the test goes on. */
function noteReady(): void {
  const observer = new MutationObserver(() => {
    if (!document.documentElement.dataset['ready']) return;
    Object.assign(globalThis, { readyAt: Date.now() });
    observer.disconnect();
  });
  observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-ready'] });
}

/** Opens an app for the time of `f`; whatever its console complains of fails the test, but for what is expected. */
export async function visit<T>(
  browser: Browser,
  address: string,
  f: (visit: Visit) => Promise<T>,
  { expected = /^$/, prepare, ...context }: BrowserContextOptions & { expected?: RegExp; prepare?: (page: Page) => Promise<unknown> } = {},
): Promise<T> {
  const own = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...context });
  const page = await own.newPage();
  page.setDefaultTimeout(patience);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.addInitScript(tellViolations);
  // A worker may be over before this is heard.
  page.on('worker', (worker) => void worker.evaluate(tellViolations).catch(() => undefined));
  await page.addInitScript(() => {
    const blocks: number[] = [];
    Object.assign(globalThis, { blocks });
    new PerformanceObserver((list) => blocks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  });
  await prepare?.(page);
  const ended = async (): Promise<void> => void (await page.waitForSelector('html[data-state=idle]'));
  const responses: Response[] = [];
  const note = (response: Response): unknown => /^data:|\/sources-|\.safetensors/.test(response.url()) || responses.push(response);
  page.on('response', note);
  await page.addInitScript(noteReady);
  try {
    const before = performance.now();
    await page.goto(address);
    await page.waitForSelector('html[data-ready]');
    const ready = performance.now() - before;
    page.off('response', note);
    const result = await f({
      page,
      ready,
      async firstLoad() {
        const readyAt = await page.evaluate(() => (globalThis as unknown as { readyAt: number }).readyAt);
        const before = responses.filter((one) => one.request().timing().startTime <= readyAt);
        return (await Promise.all(before.map((one) => one.body()))).reduce((sum, body) => sum + gzipSync(body).length, 0);
      },
      async picture(name) {
        if (!long) return;
        await mkdir(screenshots, { recursive: true });
        await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
      },
      longestBlock: () => page.evaluate(() => Math.max(0, ...(globalThis as unknown as { blocks: number[] }).blocks.splice(0))),
      async start(then) {
        await page.locator('button:enabled', { hasText: /^Start/ }).waitFor();
        await page.evaluate(startThen, then);
      },
      losses: async () => (await page.evaluate(() => (globalThis as unknown as Told).told)).map(lossOf),
      ended,
      async stop() {
        await page.evaluate(() => {
          const [stop] = [...document.querySelectorAll('button')].filter(({ textContent }) => textContent === 'Stop');
          stop?.click();
        });
        await ended();
      },
      status: async () => (await page.locator('.status').textContent()) ?? '',
      alert: () => page.locator('.alert:not([hidden])').innerText(),
    });
    // What the policy forbids at the very end is reported a little later.
    await page.waitForTimeout(100);
    expect(complaints.filter((text) => !expected.test(text))).toEqual([]);
    return result;
  } finally {
    await own.close();
  }
}
