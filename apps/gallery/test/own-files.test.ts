import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { toIdx } from '@autoencoders/datasets';
import { barriers, chromiumPath, unlessChromium } from '@autoencoders/testing/browser';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visit } from './pages.js';
import type { Visit } from './pages.js';
import { importedBy, installedBy, runProgram } from './run-program.js';
import { at, browserOfFile } from './served.js';

const SIDE = 8;
/** Where the package dataset-fashion-mnist of Debian has its files. */
const fashion = '/usr/share/datasets/fashion-mnist';

/** A picture of one colour, as a PNG file. */
function png(red: number, green: number, blue: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.set([8, 2], 8); // 8 bits, colour
  const row = Buffer.concat([Buffer.alloc(1), Buffer.alloc(SIDE * 3, Buffer.from([red, green, blue]))]);
  const chunk = (name: string, data: Buffer): Buffer => {
    const [size, body, sum] = [Buffer.alloc(4), Buffer.concat([Buffer.from(name), data]), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const pixels = deflateSync(Buffer.concat(Array.from({ length: SIDE }, () => row)));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** An IDX file of bytes. */
const idx = (shape: readonly number[], value: (i: number) => number): Uint8Array =>
  toIdx({ shape, data: Uint8Array.from({ length: shape.reduce((size, side) => size * side, 1) }, (_, i) => value(i)) });

/** Drops a file or a folder on a page. */
async function drop(page: Page, ...files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: 600, y: 400, data });
}

/** The program that a page shows. */
const programOf = async (page: Page): Promise<string> => (await page.getByLabel('The program').textContent())!;

/** Sets the number of epochs, so that a program is over soon. */
const epochs = (page: Page, number: number): Promise<void> => page.getByRole('slider', { name: 'Epochs' }).fill(String(number));

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
      for (let i = 0; i < 15; i++) writeFileSync(join(folder, kind, i % 2 ? 'more' : '.', `${i}.png`), png(250 - 5 * i, 10, blue));
    }
    writeFileSync(join(folder, 'notes.txt'), 'not a picture');
  });
  afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('a dropped folder trains, and its folders are the labels', () =>
    app('undercomplete', async ({ page, start, ended }) => {
      await drop(page, folder);
      await page.locator('.status', { hasText: '26 examples to train on, 4 to test' }).waitFor();
      expect(await page.locator('.legend').first().innerText()).toMatch(/cherry\s+plum/);
      await epochs(page, 2);
      const text = await programOf(page);
      expect(text).toContain(`openPictures('fruit', { size: [28, 28], grey: true })`);
      expect(installedBy(text)).toEqual([...importedBy(text), 'sharp'].sort());
      expect((await runProgram(text, { fruit: folder })).said).toMatch(/epoch 2: [\d.]+ on the training, [\d.]+ on the test examples/);
      await start('Stop');
      await ended();
    }));

  it('pictures of a chosen folder stay in colour if the reader wants it, in a convolutional model, too, and drawing says why it cannot', () =>
    app('convolutional', async ({ page, start, ended, picture }) => {
      await page.getByLabel('Pictures in colour').check();
      await page.getByLabel('A folder of pictures').setInputFiles(folder);
      await page.locator('.status', { hasText: '26 examples to train on' }).waitFor();
      await epochs(page, 2);
      const { said } = await runProgram(await programOf(page), { fruit: folder });
      expect(said).toMatch(/convolutional, epoch 2: [\d.]+ .*\n.*dense, epoch 1: [\d.]+ /s);
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
      const idxFolder = join(folder, '..', 'idx');
      mkdirSync(idxFolder);
      for (const [name, bytes] of [
        ['t10k-labels-idx1-ubyte', idx([30], (i) => i % 3)],
        ['t10k-images-idx3-ubyte', idx([30, 4, 4], (i) => (i * 7) % 256)],
        ['train-images-idx3-ubyte', idx([60, 4, 4], (i) => (i * 7) % 256)],
        ['train-labels-idx1-ubyte', idx([60], (i) => i % 3)],
      ] as const)
        writeFileSync(join(idxFolder, name), bytes);
      const files = readdirSync(idxFolder).map((name) => join(idxFolder, name));
      await page.getByLabel('Your own pictures or a table').setInputFiles(files);
      await page.locator('.status', { hasText: '60 examples to train on, 30 to test' }).waitFor();
      expect(await page.locator('.legend').first().innerText()).toMatch(/0\s+1\s+2/);
      await epochs(page, 2);
      const { said } = await runProgram(await programOf(page), Object.fromEntries(files.map((file) => [basename(file), file])));
      expect(said).toMatch(/epoch 2: [\d.]+ on the training, [\d.]+ on the test examples/);
      await start('Stop');
      await ended();
    }));

  it('a model opens from a folder as Hugging Face has it, or from its two files', () =>
    app('undercomplete', async ({ page, start, ended, alert, status }) => {
      await page.getByRole('slider', { name: 'Code size' }).fill('5');
      await epochs(page, 1);
      await start();
      await ended();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download' }).click()]);
      const hub = join(folder, '..', 'digits');
      mkdirSync(hub);
      await download.saveAs(join(hub, 'model.safetensors'));
      writeFileSync(join(hub, 'config.json'), JSON.stringify({ library_name: 'autoencoders', model_type: 'autoencoder' }));
      writeFileSync(join(hub, 'README.md'), '# Digits');
      const code = (size: number) => page.locator('.panel', { hasText: `code size ${size}` }).waitFor();
      const opened = () => page.locator('.status', { hasText: 'The model is here, trained for 1 epoch.' }).waitFor();

      await page.goto(at('production', 'undercomplete'));
      await page.reload();
      await code(2);
      await drop(page, hub);
      await Promise.all([opened(), code(5)]);
      await page.reload();
      await code(2);
      await page.getByLabel('A model file').setInputFiles(['config.json', 'model.safetensors'].map((name) => join(hub, name)));
      await Promise.all([opened(), code(5)]);
      // Without the weights, the page says what is missing, and keeps its model.
      await drop(page, join(hub, 'config.json'));
      await expect.poll(alert).toBe('The weights of the model are missing; give the file model.safetensors as well.');
      expect(await status()).toContain('The model is here');
    }));

  it.skipIf(!existsSync(fashion))(
    `Fashion-MNIST opens from its own files${existsSync(fashion) ? '' : ` (skipped: ${fashion} is not there)`}`,
    () =>
      app('undercomplete', async ({ page, start, ended }) => {
        // Those to test on have 10,000 images: fewer, so that the test is short.
        await drop(page, ...['images-idx3', 'labels-idx1'].map((name) => join(fashion, `t10k-${name}-ubyte.gz`)));
        await page.locator('.status', { hasText: '8,500 examples to train on, 1,500 to test' }).waitFor();
        expect(await page.locator('.legend').first().innerText()).toMatch(/^0(\s+\d){9}$/);
        expect(await programOf(page)).toContain(`await readFile('t10k-images-idx3-ubyte.gz')`);
        await start('Stop');
        await ended();
      }),
  );
});
