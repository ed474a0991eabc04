import { chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import type { Worker } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { securityPolicy } from '../../kit/security-policy.js';
import { apps } from '../config.js';
import { visit } from './pages.js';
import type { Visit } from './pages.js';
import { at, browserOfFile } from './served.js';

const expected = /Content.Security.Policy/i;

/** In a page or a worker: what comes of code from a string, and of a request to another server. */
async function tryForbidden(): Promise<readonly string[]> {
  const outcome = (f: () => unknown): Promise<string> =>
    Promise.resolve()
      .then(f)
      .then(
        () => 'allowed',
        (error: Error) => error.name,
      );
  // A timer, since what the test itself evaluates may use `eval`.
  await new Promise((resolve) => setTimeout(resolve));
  return [
    // oxlint-disable-next-line no-eval -- the policy must refuse it
    await outcome(() => (0, eval)('1')),
    await outcome(() => new Function('return 1')()),
    await outcome(() => fetch('https://127.0.0.2/')),
  ];
}

describe.skipIf(!chromiumPath)(`the Content-Security-Policy of the sample apps${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();

  it.each(['', ...apps])('is in the page "%s"', async (app) => {
    const page = await (await fetch(at('without isolation', app))).text();
    expect(page.replaceAll('&#39;', "'")).toContain(`<meta http-equiv="Content-Security-Policy" content="${securityPolicy()}">`);
    expect(page).not.toMatch(/<script(?![^>]* src=)|<style| style=| on\w+=/);
  });

  it.each([
    ['production', 'convolutional'],
    ['without isolation', ''],
  ] as const)('refuses markup that runs, code from text, and requests: %s %s', (kind, app) =>
    visit(
      browser(),
      at(kind, app),
      async ({ page }) => {
        expect(await page.evaluate(tryForbidden)).toEqual(['EvalError', 'EvalError', 'TypeError']);
        const ran = await page.evaluate(async () => {
          const box = document.body.appendChild(document.createElement('div'));
          box.innerHTML = '<img src="data:," onerror="window.ran = true"><iframe srcdoc="<script>parent.ran = true</script>"></iframe>';
          box.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = true' }));
          await new Promise((resolve) => setTimeout(resolve, 300));
          return 'ran' in window;
        });
        expect(ran).toBe(false);
      },
      { expected },
    ),
  );

  /** Visits an app in training, and does something in its worker. */
  const inWorker = <T>(f: (worker: Worker) => Promise<T>, options: Parameters<typeof visit>[3] = {}): Promise<T> =>
    visit(
      browser(),
      at('production', 'undercomplete'),
      async ({ page, start, stop }: Visit) => {
        await start();
        const result = await f(page.workers().find((worker) => worker.url().includes('train.worker'))!);
        await stop();
        return result;
      },
      options,
    );

  it('holds in the worker that trains', async () => {
    expect(await inWorker((worker) => worker.evaluate(tryForbidden), { expected })).toEqual(['EvalError', 'EvalError', 'TypeError']);
  });

  it('fails a test of a page that breaks it, also in a worker', async () => {
    const reported = async (visited: Promise<unknown>): Promise<string> => {
      const failure = await visited.then(
        () => undefined,
        (error: { readonly actual: unknown }) => error,
      );
      return JSON.stringify(failure?.actual);
    };
    const onPage = visit(browser(), at('production'), ({ page }) => page.evaluate(tryForbidden));
    expect(await reported(onPage)).toMatch(/violates the following Content Security Policy directive/);
    expect(await reported(inWorker((worker) => worker.evaluate(tryForbidden)))).toContain(
      'Content-Security-Policy: script-src forbids eval',
    );
  });

  it('a table whose name, columns and words are markup trains, and makes no element that a plain one does not make', async () => {
    /** How many elements there are of each kind after training on a table in which each text is `named(text)`. */
    const elements = (named: (text: string) => string): Promise<unknown> =>
      visit(browser(), at('production', 'undercomplete'), async ({ page, picture, start, ended }) => {
        const cell = (text: string): string => `"${named(text).replaceAll('"', '""')}"`;
        // Longer words are no categories.
        const word = (text: string): string => `"${named(text).slice(-100).replaceAll('"', '""')}"`;
        const rows = Array.from({ length: 120 }, (_, i) => [
          (i * 37) % 90,
          (i * 13) % 50,
          word(['Lagos', 'Osaka'][i % 2]!),
          word(['a', 'b', 'c'][i % 3]!),
        ]);
        const text = [['area', 'rooms', 'city', 'size'].map(cell), ...rows].map((row) => row.join(',')).join('\n');
        await page
          .getByLabel('Your own pictures or a table')
          .setInputFiles({ name: `${named('flats')}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) });
        await page.getByRole('button', { name: 'Use this table' }).click();
        await page.locator('.status', { hasText: '102 examples to train on' }).waitFor();
        await page.locator('.table-notes').getByText('Columns', { exact: true }).click();
        await page.getByRole('slider', { name: 'Epochs' }).fill('2');
        await start();
        await ended();
        // PCA is computed beside the training, and may take longer.
        await page.locator('.chart-legend', { hasText: 'PCA' }).waitFor();
        await picture(`undercomplete-names-${named('').length}`);
        // Drawings come one after the other: the page is complete when a second adds nothing.
        return page.evaluate(async () => {
          const seen = (): unknown => {
            const counts: Record<string, number> = {};
            for (const { localName } of document.querySelectorAll('*')) counts[localName] = (counts[localName] ?? 0) + 1;
            return { counts, ran: 'ran' in globalThis, wide: document.documentElement.scrollWidth > innerWidth };
          };
          for (let before = '', now = JSON.stringify(seen()); before !== now; now = JSON.stringify(seen())) {
            before = now;
            await new Promise((resolve) => setTimeout(resolve, 1000));
          }
          return seen();
        });
      });
    const plain = await elements((text) => text);
    expect(plain).toMatchObject({ ran: false, wide: false });
    // The comment is last, since nothing after it would be markup.
    const markup = `\u202e\u2066\x1b[31m<img src=x onerror="ran = 1"></script><svg onload=ran=1>"'&lt;--><!--`;
    for (const name of [markup, 'x'.repeat(100_000)]) expect(await elements((text) => `${name}${text}`), name.slice(0, 50)).toEqual(plain);
  });
});
