import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toIdx } from '@autoencoders/datasets';
import { barriers, chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visit } from './pages.js';
import type { Visit } from './pages.js';
import { at, browserOfFile } from './served.js';

const SIDE = 8;

/** A picture of one colour, as a bitmap file with 24 bits a pixel, which every browser reads. */
function bitmap(red: number, green: number, blue: number): Buffer {
  const pixels = Buffer.alloc(SIDE * SIDE * 3, Buffer.from([blue, green, red]));
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(head.length + pixels.length, 2);
  head.writeUInt32LE(head.length, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(SIDE, 18);
  head.writeInt32LE(SIDE, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  return Buffer.concat([head, pixels]);
}

const idx = (name: string, shape: readonly number[], value: (i: number) => number): { name: string; mimeType: string; buffer: Buffer } => {
  const data = Uint8Array.from({ length: shape.reduce((size, side) => size * side, 1) }, (_, i) => value(i));
  return { name, mimeType: '', buffer: Buffer.from(toIdx({ shape, data })) };
};

describe.skipIf(!chromiumPath)(`a sample app with files of the reader${unlessChromium}`, { timeout: 240_000 }, () => {
  const browser = browserOfFile();
  const app = (name: string, f: (visited: Visit) => Promise<void>): Promise<void> => visit(browser(), at('production', name), f);
  let folder = '';

  beforeAll(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'autoencoders-pictures-')), 'fruit');
    for (const [kind, blue] of [
      ['cherry', 40],
      ['plum', 160],
    ] as const) {
      mkdirSync(join(folder, kind, 'more'), { recursive: true });
      for (let i = 0; i < 15; i++) writeFileSync(join(folder, kind, i % 2 ? 'more' : '.', `${i}.bmp`), bitmap(250 - 5 * i, 10, blue));
    }
    writeFileSync(join(folder, 'notes.txt'), 'not a picture');
  });
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('a dropped folder trains, and its folders are the labels', () =>
    app('undercomplete', async ({ page, start, ended }) => {
      const session = await page.context().newCDPSession(page);
      const data = { items: [], files: [folder], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
      await page.locator('.status', { hasText: '26 examples to train on, 4 to test' }).waitFor();
      expect(await page.locator('.legend').first().innerText()).toMatch(/cherry\s+plum/);
      expect(await page.getByLabel('The program').textContent()).toContain('grey: true');
      await start('Stop');
      await ended();
    }));

  it('pictures of a chosen folder stay in colour if the reader wants it, in a convolutional model, too, and drawing says why it cannot', () =>
    app('convolutional', async ({ page, start, ended, picture }) => {
      await page.getByLabel('Pictures in colour').check();
      await page.getByLabel('A folder of pictures').setInputFiles(folder);
      await page.locator('.status', { hasText: '26 examples to train on' }).waitFor();
      expect(await page.getByLabel('The program').textContent()).toContain('grey: false');
      await page.getByText('To draw, choose data of square grey pictures').waitFor();
      const colours = await page
        .getByRole('img', { name: /original/i })
        .or(page.locator('canvas.pictures:visible'))
        .first()
        .evaluate((canvas: HTMLCanvasElement) => [...canvas.getContext('2d')!.getImageData(4, 4, 1, 1).data]);
      expect(colours[0]! - colours[1]!).toBeGreaterThan(100);
      await start('Stop');
      await ended();
      await picture('convolutional-colour');
      expect(await barriers(page)).toEqual([]);
    }));

  it('IDX files train, with their labels', () =>
    app('undercomplete', async ({ page, start, ended }) => {
      await page
        .getByLabel('Your own pictures or a table')
        .setInputFiles([
          idx('t10k-labels-idx1-ubyte', [30], (i) => i % 3),
          idx('t10k-images-idx3-ubyte', [30, 4, 4], (i) => (i * 7) % 256),
          idx('train-images-idx3-ubyte', [60, 4, 4], (i) => (i * 7) % 256),
          idx('train-labels-idx1-ubyte', [60], (i) => i % 3),
        ]);
      await page.locator('.status', { hasText: '60 examples to train on, 30 to test' }).waitFor();
      expect(await page.locator('.legend').first().innerText()).toMatch(/0\s+1\s+2/);
      expect(await page.getByLabel('The program').textContent()).toContain("await readFile('train-labels-idx1-ubyte')");
      await start('Stop');
      await ended();
    }));
});
