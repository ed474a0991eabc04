import { long } from '@autoencoders/testing/browser';
import { expect } from 'vitest';
import type { Locator } from 'playwright-core';
import type { kinds } from '../config.js';
import type { Visit } from './pages.js';

/** What a canvas shows, as text that differs when it shows something else. */
const drawn = (canvas: Locator): Promise<string> => canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL());

/** Waits until a canvas shows something else than before. */
async function redrawn(canvas: Locator, before: string): Promise<void> {
  await expect.poll(() => drawn(canvas), { timeout: 30_000 }).not.toBe(before);
}

/** The number that stands behind words of the page. */
const numberIn = (text: string | null, words: RegExp): number => Number(words.exec(text ?? '')?.[1]);

/** What a reader plays with on the page of each app, after training. */
export const specials: Readonly<Record<(typeof kinds)[number], (visit: Visit) => Promise<void>>> = {
  async undercomplete({ page, start, ended, status }) {
    // The map: what lies under the pointer, and what the decoder makes of a place.
    const map = page.locator('canvas.map').first();
    await map.click({ position: { x: 120, y: 120 } });
    await page.getByText(/^Decoded at/).waitFor();
    await map.press('ArrowRight');
    // Another code size is another model.
    await page.getByRole('slider', { name: 'Code size' }).fill('8');
    await start();
    await ended();
    expect(await status()).toContain('Done');
    await page.getByText(/Code of 8: .* less error than PCA/).waitFor();
  },

  async sparse({ page }) {
    const units = page.getByRole('slider', { name: 'Unit', exact: true });
    // It begins with the smallest common stroke, whichever unit that is.
    await page
      .getByText(/^Unit \d+$/)
      .first()
      .waitFor();
    await units.press('Home');
    await page.getByText('Unit 1', { exact: true }).first().waitFor();
    await units.press('ArrowRight');
    await page
      .getByRole('heading', { name: 'Unit 2', exact: true })
      .or(page.getByText('Unit 2', { exact: true }))
      .first()
      .waitFor();
    const examples = page.getByRole('slider', { name: 'Test example' });
    await examples.click({ position: { x: 60, y: 10 } });
    await page.getByText(/^Example \d+.*: \d+ units? of 100 fires?\.$/).waitFor();
  },

  async stacked({ page, ended, stop }) {
    // All levels, then both classifiers, have been trained by now: most test examples are right, where one in ten would be by chance.
    const scores = page.locator('.scores strong');
    const wrong = async (): Promise<number[]> => (await scores.allInnerTexts()).map((text) => numberIn(text, /([\d.]+)\s%/));
    for (const percent of await wrong()) expect(percent).toBeLessThan(60);
    const before = await wrong();
    await page.getByRole('button', { name: 'Fine-tune again, other labels' }).click();
    await expect.poll(wrong, { timeout: 60_000 }).not.toEqual(before);
    await (long ? ended() : stop());
  },

  async convolutional({ page }) {
    const last = page.locator('.station canvas').last();
    const before = await drawn(last);
    await page.locator('.network').getByRole('radio').nth(3).check();
    await redrawn(last, before);
    await page.getByRole('heading', { name: /^Convolutional: [\d,]+ parameters$/ }).waitFor();
    await page.getByRole('heading', { name: /^Dense: [\d,]+ parameters$/ }).waitFor();
  },

  async denoising({ page }) {
    const words = page.getByText(/as the model sees it, [\d.]+ restored/);
    const text = await words.textContent();
    // What is restored is nearer to the drawing than what the model sees.
    expect(numberIn(text, /([\d.]+) restored/)).toBeLessThan(numberIn(text, /: ([\d.]+) as the model/));
    const restored = page.locator('canvas[aria-label^="The restored drawing"]');
    const before = await drawn(restored);
    await page.getByRole('button', { name: 'Clear' }).click();
    const canvas = page.locator('canvas[aria-label^="Canvas."]');
    const { width, height } = (await canvas.boundingBox())!;
    await canvas.hover({ position: { x: 0.4 * width, y: 0.2 * height } });
    await page.mouse.down();
    for (let i = 0; i <= 10; i++) await canvas.hover({ position: { x: (0.4 + 0.01 * i) * width, y: (0.2 + 0.06 * i) * height } });
    await page.mouse.up();
    await redrawn(restored, before);
    await page.getByRole('button', { name: 'Spoil it' }).click();
    await words.waitFor();
  },

  async variational({ page }) {
    const plane = page
      .getByRole('application', { name: /^Plane of two latents/ })
      .or(page.locator('canvas[aria-label^="Plane of two latents"]'))
      .first();
    const decoded = page.locator('canvas[aria-label^="Decoded at"]').first();
    const { width, height } = (await plane.boundingBox())!;
    const before = await drawn(decoded);
    await plane.hover({ position: { x: 0.2 * width, y: 0.2 * height } });
    await page.mouse.down();
    await plane.hover({ position: { x: 0.8 * width, y: 0.8 * height } });
    await page.mouse.up();
    await redrawn(decoded, before);
    const after = await drawn(decoded);
    await plane.press('Shift+ArrowLeft');
    await redrawn(decoded, after);
    await page.getByText(/^\d of 2 latents are active;/).waitFor();
    await page.getByRole('button', { name: 'Sample again' }).click();
    await page.getByRole('slider', { name: 'Place between' }).fill('80');
  },
};
