import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { preview } from 'vite';
import type { ServedPage } from './browser.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds that is serious or worse, in a sentence each. */
export async function barriers(page: Page): Promise<readonly string[]> {
  // Half a megabyte of code, which a page takes once.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as any).axe.run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }: any) => impact === 'serious' || impact === 'critical')
      .map(({ id, help, nodes }: any) => `${id}: ${help} (${nodes.map(({ target }: any) => target.join(' ')).join(', ')})`);
  });
}

/** What axe finds in a page that was opened in one colour scheme and then shows the other. Contrasts differ, and what moves does not. */
export async function barriersInBoth(page: Page, opened: 'light' | 'dark'): Promise<readonly string[]> {
  const found = [...(await barriers(page))];
  const other = opened === 'light' ? 'dark' : 'light';
  for (const colorScheme of [other, opened] as const) {
    await page.emulateMedia({ colorScheme });
    // Colours on their way from one scheme to the other are in neither. The page may drop an element on its way, which aborts it.
    await page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      await Promise.allSettled(document.getAnimations().map((running) => running instanceof CSSTransition && running.finished));
    });
    if (colorScheme === other) found.push(...(await barriers(page)).map((barrier) => `${other}: ${barrier}`));
  }
  return found;
}

/** How a page looks while it loads. */
export interface Vitals {
  /** Milliseconds until something of the page is painted: First Contentful Paint. */
  readonly firstContent: number;
  /** How much of the page moved without a click, from 0 on: Cumulative Layout Shift. 0.1 and less is good. */
  readonly layoutShift: number;
}

/** The vitals of the page so far. */
export const vitalsOf = (page: Page): Promise<Vitals> =>
  page.evaluate(async () => {
    let layoutShift = 0;
    const observer = new PerformanceObserver((list) => {
      const shifts = list.getEntries() as (PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean })[];
      for (const { value, hadRecentInput } of shifts) if (!hadRecentInput) layoutShift += value;
    });
    observer.observe({ type: 'layout-shift', buffered: true });
    // The browser tells of earlier shifts a moment later, and of none if there were none.
    await new Promise((resolve) => setTimeout(resolve, 100));
    observer.disconnect();
    // On a busy machine the page may be complete before it is painted.
    const firstContent = await new Promise<number>((resolve) => {
      new PerformanceObserver((list) => {
        for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime);
      }).observe({ type: 'paint', buffered: true });
    });
    return { firstContent, layoutShift };
  });

/** Opens a page in a context of its own, waits until it is at rest, and closes it after `f`. */
export async function openPage<T>(
  browser: Browser,
  address: string,
  context: BrowserContextOptions,
  f: (page: Page) => Promise<T>,
): Promise<T> {
  const own = await browser.newContext(context);
  try {
    const page = await own.newPage();
    await page.goto(address, { waitUntil: 'networkidle' });
    return await f(page);
  } finally {
    await own.close();
  }
}

/** Serves a folder of built files under `base`, such as `/docs/`. */
export async function serveFolder(outDir: string, base = '/'): Promise<ServedPage> {
  const config = { configFile: false, logLevel: 'error', base, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } } as const;
  const server = await preview(config);
  return { address: server.resolvedUrls!.local[0]!, close: () => server.close() };
}
