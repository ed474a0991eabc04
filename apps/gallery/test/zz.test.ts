import { launchBrowser } from '@autoencoders/testing/browser';
import { chromium } from 'playwright-core';
import { chromiumPath } from '@autoencoders/testing/browser';
import { it } from 'vitest';
import { visit } from './pages.js';
import { at } from './served.js';
const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'];
const emulated = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
const launch = (more: string[]) =>
  chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox', ...quiet, ...emulated, ...more] });
it('x', { timeout: 500_000 }, async () => {
  for (const round of [1, 2])
    for (const flags of [[], ['--disable-gpu-compositing', '--disable-gpu-rasterization']]) {
      let a = performance.now();
      const lap = (name: string) => {
        const now = performance.now();
        console.log(String(flags), name, Math.round(now - a));
        a = now;
      };
      const browser = await launch(flags);
      lap('launch');
      for (const app of ['undercomplete', 'convolutional'])
        await visit(browser, at('production', app), async ({ page, start, status, stop }) => {
          lap(app + ' load');
          await page.getByLabel('Trains on').selectOption('webgl');
          await start();
          lap('start');
          const first = await status();
          await page.waitForFunction((before) => document.querySelector('.status')!.textContent !== before, first);
          lap('second ' + first + ' ' + (await status()));
          await stop();
          lap('stop');
        });
      await browser.close();
    }
});
