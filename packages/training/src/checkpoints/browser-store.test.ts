import { fileURLToPath } from 'node:url';
import { chromiumPath, launchBrowser, servePage, unlessChromium } from '@autoencoders/testing/browser';
import { expect, test } from 'vitest';
import type { Page } from '../../test/browser/page.js';
import { browserStore } from './browser-store.js';

test('outside of a browser it says what to use', () =>
  expect(() => browserStore('digits')).toThrow(
    'browserStore: there is no IndexedDB here; in Node, use folderStore of @autoencoders/training/node',
  ));

test.skipIf(!chromiumPath)(
  `a page that is closed goes on in the next one, to the last bit${unlessChromium}`,
  { timeout: 240_000 },
  async () => {
    const served = await servePage({ root: fileURLToPath(new URL('../../test/browser', import.meta.url)) });
    const browser = await launchBrowser();
    // Pages of one context share their databases.
    const context = await browser.newContext();
    const inPage = async <K extends keyof Page>(name: K, ...args: Parameters<Page[K]>): Promise<Awaited<ReturnType<Page[K]>>> => {
      const page = await context.newPage();
      await page.goto(served.address);
      await page.waitForFunction(() => 'resumed' in globalThis, undefined, { timeout: 60_000 });
      return page.evaluate(([f, given]) => (globalThis as any)[f](...given), [name, args] as const).finally(() => page.close()) as never;
    };
    try {
      await inPage('interrupted', 2);
      await inPage('damage');
      const { weights, epochs, notices } = await inPage('resumed');
      expect(epochs).toBe(6);
      expect(notices).toEqual([
        expect.stringMatching(
          /^browserStore\("digits"\): the checkpoint number \d+ cannot be used \(readCheckpoint: safetensors: .*\); the one before it is tried$/,
        ),
      ]);
      expect(weights).toEqual(await inPage('whole'));
      expect(await inPage('rows')).toBeLessThanOrEqual(3);
    } finally {
      await browser.close();
      await served.close();
    }
  },
);
