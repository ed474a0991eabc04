import { chromiumPath, hideDisposalSymbols, hideSharedArrayBuffer, long, unlessChromium } from '@autoencoders/testing/browser';
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { kinds } from '../config.js';
import { visit } from './pages.js';
import { at, browserOfFile } from './served.js';

/** The language that WebKit tells under `LANG=C`. `Intl` does not know it. */
function speakC(): void {
  if ('document' in globalThis) Object.defineProperty(navigator, 'language', { value: 'C', configurable: true });
}

/** Before each script of the pages and their workers: what an older browser has not. */
const before = `if (!globalThis.isOlder) {
  globalThis.isOlder = true;
  ${[hideDisposalSymbols, hideSharedArrayBuffer, speakC].map((hide) => `(${hide})();`).join('\n')}
}\n`;

/** Gives a script with `before` in front of it. */
async function giveOlder(route: Route): Promise<void> {
  const response = await route.fetch();
  await route.fulfill({ response, body: before + (await response.text()) });
}

/** Makes the browser of a page an older one. A page may be closed before its last script has come. */
const older = (page: Page): Promise<unknown> => page.context().route('**/*.js', (route) => giveOlder(route).catch(() => undefined));

describe.skipIf(!chromiumPath)(`in a browser without Symbol.dispose and SharedArrayBuffer${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();
  /** What is there in the page and in its workers. */
  const there = (): string =>
    `${globalThis.crossOriginIsolated} ${(globalThis as { isOlder?: boolean }).isOlder} ${typeof SharedArrayBuffer}`;

  /** These two dispose of models while they train. */
  const disposing: readonly string[] = ['undercomplete', 'stacked'];

  it.each(kinds.filter((app) => long || disposing.includes(app)))('%s trains on digits, and loads MNIST', (app) =>
    visit(
      browser(),
      at('production', app),
      async ({ page, start, ended, losses }) => {
        await page.getByLabel('Data', { exact: true }).selectOption('digits');
        await page.locator('.status', { hasText: '1,500 examples to train on' }).waitFor();
        await page.getByRole('slider', { name: /^Epochs/ }).fill('3');
        await (disposing.includes(app) ? start() : start('Stop'));
        await ended();
        expect((await losses()).length).toBeGreaterThan(0);
        const [training] = page.workers().filter((worker) => worker.url().includes('train'));
        expect([await page.evaluate(there), await training!.evaluate(there)]).toEqual(Array(2).fill('true true undefined'));
        if (app === 'undercomplete') await page.getByText(/less error than PCA|more error than PCA/).waitFor();
        await page.locator('.plot').first().scrollIntoViewIfNeeded();
        await page.locator('.u-wrap').first().waitFor();
        await page.getByLabel('Data', { exact: true }).selectOption('mnist-small');
        await page.locator('.status', { hasText: '9,000 examples to train on' }).waitFor();
        expect(await page.locator('.alert').isVisible()).toBe(false);
      },
      { prepare: older },
    ),
  );

  it('the anomaly page finds odd rows', () =>
    visit(
      browser(),
      at('production', 'anomaly'),
      async ({ page }) => {
        await page.getByRole('button', { name: 'Start' }).click();
        await page.locator('.status', { hasText: /^Done/ }).waitFor();
      },
      { prepare: older },
    ));
});
