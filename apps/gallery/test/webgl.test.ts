import { chromiumPath, long, unlessChromium } from '@autoencoders/testing/browser';
import { describe, expect, it } from 'vitest';
import { kinds } from '../config.js';
import { visit } from './pages.js';
import type { Visit } from './pages.js';
import { at, browserOfFile } from './served.js';

describe.skipIf(!chromiumPath)(`the sample apps on WebGL, an emulated one${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile({ gpu: true });

  async function trains({ page, start, losses }: Visit): Promise<void> {
    await page.getByLabel('Trains on').selectOption('webgl');
    await start();
    await expect.poll(async () => (await losses()).length, { timeout: 120_000 }).toBeGreaterThan(1);
    const [first, second] = await losses();
    expect(second).toBeLessThanOrEqual(first!);
    expect(await page.locator('.training').textContent()).toContain('Trains on WebGL');
  }

  // The pages share what chooses a backend; the first is in the next test.
  it.runIf(long).each(kinds.slice(1))('%s trains', (app) =>
    visit(browser(), at('production', app), async (visited) => {
      await trains(visited);
      await visited.stop();
    }),
  );

  it('undercomplete trains; when the GPU goes away, training goes on from the last epoch, and the page says so', () =>
    visit(
      browser(),
      at('production', 'undercomplete'),
      async (visited) => {
        const { page, start, stop, alert } = visited;
        await page.getByRole('slider', { name: 'Epochs' }).fill('100');
        await trains(visited);
        const devtools = await browser().newBrowserCDPSession();
        await devtools.send('Browser.crashGpuProcess').catch(() => undefined);
        expect(await alert()).toMatch(/lost/);
        await stop();
        await page.getByLabel('Trains on').selectOption('wasm');
        await start();
        await stop();
      },
      { expected: /webgl|context|gpu/i },
    ));
});
