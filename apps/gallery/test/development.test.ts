import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath, long, unlessChromium } from '@autoencoders/testing/browser';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { kinds } from '../config.js';
import { serveApps, visit } from './pages.js';
import type { Served } from './pages.js';
import { browserOfFile } from './served.js';

describe.skipIf(!chromiumPath)(`the sample apps from the dev server, in Chromium${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();
  let folder: string;
  let served: Served;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'autoencoders-development-'));
    served = await serveApps(folder, 'development');
  }, 120_000);
  afterAll(async () => {
    await served?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(long ? kinds : kinds.slice(0, 1))('%s trains', (app) =>
    visit(browser(), `${served.address}${app}/#data=digits`, async ({ start, ended }) => {
      await start('Stop');
      await ended();
    }),
  );

  it('anomaly trains', () =>
    visit(browser(), `${served.address}anomaly/`, async ({ page }) => {
      await page.getByRole('button', { name: 'Start' }).click();
      await page.locator('.status', { hasText: /^Done/ }).waitFor();
    }));
});
