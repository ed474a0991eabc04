import { expect } from 'vitest';
import type { apps } from '../config.js';
import type { Visit } from './pages.js';

/** What a reader plays with on the page of each app, after training. */
export const specials: Readonly<Record<(typeof apps)[number], (visit: Visit) => Promise<void>>> = {
  async undercomplete({ page, ended, status }) {
    // The map: what lies under the pointer, and what the decoder makes of a place.
    const map = page.locator('canvas.map');
    await map.click({ position: { x: 120, y: 120 } });
    await page.getByText(/^Decoded at/).waitFor();
    await map.press('ArrowRight');
    // Another code size is another model.
    await page.getByRole('slider', { name: 'Code size' }).fill('8');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForSelector('html[data-state=running]');
    await ended();
    expect(await status()).toContain('Done');
    await page.getByText(/Code of 8: .* less error than PCA/).waitFor();
  },
  sparse: async () => undefined,
  stacked: async () => undefined,
  convolutional: async () => undefined,
  denoising: async () => undefined,
  variational: async () => undefined,
};
