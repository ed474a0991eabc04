import { barriers, chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import { describe, expect, it } from 'vitest';
import { kinds } from '../config.js';
import { visit } from './pages.js';
import { at, browserOfFile } from './served.js';

describe.skipIf(!chromiumPath)(`the first minute on a page, in Chromium${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();
  const LAPTOP = { viewport: { width: 1280, height: 720 } };

  it.each(kinds)('%s shows a trained model at once, with Start in sight', (app) =>
    visit(
      browser(),
      `${at('production')}${app}/`,
      async ({ page, status }) => {
        expect(await status()).toMatch(
          /^This model was (pre-)?trained for \d+ epochs? .*on MNIST\. Press Start to watch a new one learn\.$/,
        );
        const start = (await page.getByRole('button', { name: 'Start', exact: true }).boundingBox())!;
        expect(start.y + start.height).toBeLessThan(400);
        // What the page shows is no untrained grey.
        const levels = (): Promise<number> =>
          page.locator('.stage canvas').evaluateAll((found) => {
            const levelsOf = (canvas: HTMLCanvasElement): number =>
              new Set(canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data).size;
            return Math.max(0, ...found.map((canvas) => levelsOf(canvas as HTMLCanvasElement)));
          });
        await expect.poll(levels, { timeout: 10_000 }).toBeGreaterThan(40);
      },
      LAPTOP,
    ),
  );

  it('Start can be pressed before the page has loaded: training begins when it has', async () => {
    const page = await browser().newPage();
    try {
      let release!: () => void;
      const released = new Promise<void>((resolve) => (release = resolve));
      await page.route('**/*.wasm', async (route) => {
        await released;
        await route.continue();
      });
      await page.goto(at('production', 'undercomplete'), { waitUntil: 'commit' });
      const start = page.getByRole('button', { name: 'Start', exact: true });
      await start.click({ timeout: 60_000 });
      await start.click();
      expect(await page.locator('.status').innerText()).toBe('Training starts when the page has loaded …');
      expect(await page.locator('html[data-ready]').count()).toBe(0);
      release();
      await page.locator('.status', { hasText: /^Done, / }).waitFor({ timeout: 60_000 });
    } finally {
      await page.close();
    }
  });

  it('a changed setting says what the next start does, and the run before stays to go back to', () =>
    visit(browser(), at('production', 'undercomplete'), async ({ page, start, ended, status }) => {
      const [size, epochs] = ['Code size', 'Epochs'].map((name) => page.getByRole('slider', { name }));
      await epochs!.fill('2');
      await start();
      await ended();
      // Epochs need no new model: they are those of the next training, and of training further.
      expect(await page.locator('.pending').isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Train further' }).click();
      await page.locator('.status', { hasText: /^Done, 4 epochs/ }).waitFor();
      await size!.fill('8');
      expect(await page.locator('.pending').innerText()).toContain('The next start makes a new model: Code size 8 (this one: 2).');
      expect(await status()).toMatch(/^Done, 4 epochs/);
      await page.getByRole('button', { name: 'Undo the change of the settings' }).click();
      expect(await size!.inputValue()).toBe('2');
      await size!.fill('8');
      await start();
      await ended();
      const runs = page.locator('.runs');
      expect(await runs.getByRole('row', { name: /^(Training|Test) loss/ }).count()).toBe(2);
      expect(await runs.innerText()).not.toContain('–');
      expect(await runs.getByRole('row', { name: /^Code size/ }).innerText()).toMatch(/^Code size\s+8\s+2$/);
      await runs.getByRole('button', { name: 'Show the run before' }).click();
      expect(await size!.inputValue()).toBe('2');
      expect(await status()).toMatch(/^Done, 4 epochs/);
    }));

  it('a file that cannot be used leaves the model, and the choice of the data', () =>
    visit(browser(), `${at('production')}undercomplete/`, async ({ page, alert, status }) => {
      const file = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') };
      await page.getByLabel('Your own pictures or a table').setInputFiles(file);
      expect(await alert()).toMatch(/^Notes\.png is not a picture/);
      expect(await page.getByLabel('Data', { exact: true }).inputValue()).toBe('mnist-small');
      expect(await status()).toMatch(/^This model/);
    }));

  it('a link has the settings and the data', () =>
    visit(browser(), `${at('production')}undercomplete/#data=digits&codeSize=16&epochs=3&seed=7`, async ({ page, status }) => {
      expect(await page.getByRole('slider', { name: 'Code size' }).inputValue()).toBe('16');
      expect(await page.getByRole('slider', { name: 'Epochs' }).inputValue()).toBe('3');
      expect(await status()).toMatch(/^1,500 examples to train on/);
      await page.getByRole('slider', { name: 'Code size' }).fill('4');
      await page.getByRole('button', { name: 'Copy a link to these settings' }).click();
      await expect.poll(() => new URL(page.url()).hash).toBe('#data=digits&codeSize=4&epochs=3&seed=7');
    }));

  it('the same seed gives the same run, another seed another run', () =>
    visit(browser(), `${at('production')}undercomplete/#data=digits&epochs=1&seed=7`, async ({ page, start, ended, status }) => {
      const run = async (): Promise<string> => {
        await start();
        await ended();
        return /loss .*/.exec(await status())![0];
      };
      const first = await run();
      expect(await run()).toBe(first);
      const seed = page.getByRole('spinbutton', { name: 'Seed' });
      expect(await seed.inputValue()).toBe('7');
      await seed.fill('8.2');
      await seed.blur();
      expect(await seed.inputValue()).toBe('8');
      expect(await page.locator('.pending').innerText()).toContain('Seed 8 (this one: 7)');
      expect(await run()).not.toBe(first);
    }));

  it('a step of the guide sets the controls and trains', () =>
    visit(browser(), at('production', 'undercomplete'), async ({ page, stop }) => {
      await page.getByRole('button', { name: 'The next step' }).click();
      await page.getByRole('button', { name: 'Do it' }).click();
      await page.locator('.status', { hasText: /^Epoch / }).waitFor();
      expect(await page.getByRole('slider', { name: 'Code size' }).inputValue()).toBe('16');
      await stop();
    }));

  it('on a phone, the settings open over the page and close again, and the time bar has one line', () =>
    visit(
      browser(),
      at('production', 'undercomplete'),
      async ({ page, start, ended }) => {
        const [settings, size] = [page.locator('.to-settings'), page.getByRole('slider', { name: 'Code size' })];
        expect(await size.isVisible()).toBe(false);
        await settings.click();
        await page.getByRole('slider', { name: 'Epochs' }).fill('2');
        const [button, sheet] = [(await settings.boundingBox())!, (await page.locator('#settings').boundingBox())!];
        expect(button.y + button.height).toBeLessThanOrEqual(sheet.y);
        expect(sheet.y + sheet.height).toBe(844);
        expect(await barriers(page)).toEqual([]);
        await size.press('Escape');
        expect(await size.isVisible()).toBe(false);
        expect(await settings.evaluate((element) => element === document.activeElement)).toBe(true);
        await start();
        await ended();
        const time = page.getByRole('region', { name: 'Time' });
        expect((await time.boundingBox())!.height).toBeLessThan(60);
        await time.getByRole('slider').fill('0');
        await time.getByRole('button', { name: 'Now' }).click();
        expect(await time.innerText()).toContain('Epoch 2, now');
      },
      { viewport: { width: 390, height: 844 } },
    ));
});
