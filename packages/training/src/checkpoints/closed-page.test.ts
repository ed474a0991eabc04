import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromiumPath, launchBrowser, servePage, unlessChromium } from '@autoencoders/testing/browser';
import { expect, test } from 'vitest';
import type { Page } from '../../test/browser/page.js';

/** How often a page crashes or is closed, in turn. */
const TIMES = Number(process.env['FAULTS_TIMES'] ?? 2);
/** More epochs than the closed pages come to. */
const EPOCHS = 3 * TIMES + 3;

test.skipIf(!chromiumPath)(
  `pages that are closed, or crash, while they save lose nothing that was saved${unlessChromium}`,
  { timeout: 120_000 + TIMES * 30_000 },
  async () => {
    const served = await servePage({ root: fileURLToPath(new URL('../../test/browser', import.meta.url)) });
    const browser = await launchBrowser();
    const context = await browser.newContext();
    let begun: () => void = () => undefined;
    let [saving, written] = [0, 0];
    await context.exposeFunction('begun', (step: number) => {
      saving = step;
      begun();
    });
    await context.exposeFunction('written', (step: number) => (written = step));
    const opened = async () => {
      const page = await context.newPage();
      await page.goto(served.address);
      await page.waitForFunction(() => 'trainOn' in globalThis, undefined, { timeout: 60_000 });
      const call = <K extends keyof Page>(name: K, ...args: Parameters<Page[K]>): Promise<Awaited<ReturnType<Page[K]>>> =>
        page.evaluate(([f, given]) => (globalThis as any)[f](...given), [name, args] as const) as never;
      return { page, call };
    };
    let whileSaving = 0;
    try {
      for (let i = 0; i < TIMES; i++) {
        const { page, call } = await opened();
        expect(await call('newestStep', 'closings')).toBeGreaterThanOrEqual(written);
        // Steps after the last checkpoint are taken again.
        const training = call('trainOn', 'closings', EPOCHS).catch((error: unknown) => String(error));
        for (let checkpoints = 1 + (i % 3); checkpoints > 0; checkpoints--)
          await Promise.race([
            new Promise<void>((resolve) => (begun = resolve)),
            training.then((end) => Promise.reject(new Error(`${end}`))),
          ]);
        await later(Math.random() * 20);
        if (saving > written) whileSaving += 1;
        if (i % 2) await page.close();
        else {
          const crashed = page.waitForEvent('crash');
          void (await context.newCDPSession(page)).send('Page.crash').catch(() => undefined);
          await crashed;
          await page.close();
        }
        await training;
      }
      const { call } = await opened();
      expect(await call('newestStep', 'closings')).toBeGreaterThanOrEqual(written);
      expect(written).toBeGreaterThan(0);
      expect(await call('trainOn', 'closings', EPOCHS)).toEqual(await call('trainAtOnce', EPOCHS));
      // What the table of faults counts.
      process.stderr.write(`${TIMES} pages, ${whileSaving} of them while a checkpoint was being written\n`);
    } finally {
      await browser.close();
      await served.close();
    }
  },
);
