import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumPath, launchBrowser, long, unlessChromium } from '@autoencoders/testing/browser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { textOf } from './text.js';

const docs = join(import.meta.dirname, '..', '..');
/** The pages with programs that run in them. */
const pages = ['start', ...readdirSync(join(docs, 'tutorials')).map((file) => `tutorials/${file.slice(0, -3)}`)];

const screenshots = join(import.meta.dirname, '..', 'screenshots');

const programOf = (name: string): string => /^```ts live\n(.*?)^```$/ms.exec(readFileSync(join(docs, `${name}.md`), 'utf8'))![1]!;

/** The names and shapes of the tensors that a program exports, and what it prints, in Node. */
async function inNode(folder: string, name: string): Promise<{ readonly printed: string; readonly exported: readonly string[] }> {
  const file = join(folder, `${name.replaceAll('/', '-')}.ts`);
  writeFileSync(file, programOf(name));
  let printed = '';
  const log = vi.spyOn(console, 'log').mockImplementation((...values) => void (printed += `${textOf(values)}\n`));
  const exported = (await import(/* @vite-ignore */ file).finally(() => log.mockRestore())) as Record<
    string,
    { shape?: readonly number[] }
  >;
  return { printed, exported: Object.keys(exported).filter((key) => exported[key]!.shape) };
}

const numbersIn = (text: string): number[] => [...text.matchAll(/-?\d+(\.\d+)?(e-?\d+)?/g)].map(([number]) => Number(number));

describe.skipIf(!chromiumPath)(`programs in the page${unlessChromium}`, { timeout: 240_000 }, () => {
  // Beside this test, so that the packages resolve as they do here.
  const folder = mkdtempSync(join(import.meta.dirname, '.programs-'));
  let browser: Browser;
  beforeAll(async () => void (browser = await launchBrowser()));
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await browser?.close();
  });

  /** Opens a page for the time of `f`. Whatever its console complains of fails the test. */
  async function visit(name: string, f: (page: Page) => Promise<void>): Promise<void> {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(120_000);
      const complaints: string[] = [];
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
      page.on('response', (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
      await page.goto(`${inject('site').address}${name}.html`, { waitUntil: 'networkidle' });
      await f(page);
      expect(complaints).toEqual([]);
    } finally {
      await context.close();
    }
  }
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const status = async (page: Page): Promise<string> => (await page.locator('.live-status').textContent())!;
  const text = async (page: Page): Promise<string> => (await page.locator('.live-text').textContent())!;
  const ended = (page: Page): Promise<void> => page.waitForSelector('.live[data-running=false]').then(() => undefined);
  /** Pictures of a page, for people to look at. No page is wider than a phone. */
  async function pictures(page: Page, name: string): Promise<void> {
    const picture = (kind: string) =>
      page.screenshot({ path: join(screenshots, `${name.replaceAll('/', '-')}-${kind}.png`), fullPage: true });
    if (long) await picture('light');
    await page.emulateMedia({ colorScheme: 'dark' });
    if (long) await picture('dark');
    await page.setViewportSize({ width: 390, height: 800 });
    if (long) await picture('phone');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
  const run = async (page: Page): Promise<void> => {
    await press(page, 'Run');
    await ended(page);
  };
  const edit = async (page: Page, change: (code: string) => string): Promise<void> => {
    if ((await page.locator('.live textarea').count()) === 0) await press(page, 'Edit');
    const editor = page.getByLabel('The program', { exact: true });
    await editor.fill(change(await editor.inputValue()));
  };

  it.each(pages)('%s: Run prints what Node prints, and draws what the program exports', async (name) => {
    const { printed, exported } = await inNode(folder, name);
    await visit(name, async (page) => {
      await run(page);
      expect(await status(page)).toMatch(/^Done in/);
      const shown = await text(page);
      const [found, expected] = [numbersIn(shown), numbersIn(printed)];
      expect(found.length).toBe(expected.length);
      for (const [i, number] of expected.entries())
        expect(Math.abs(found[i]! - number), `${found[i]} and ${number}`).toBeLessThanOrEqual(1e-3 * Math.abs(number));
      expect(await page.locator('.live-figures canvas').count()).toBe(exported.length);
      expect(await page.locator('.live-charts .chart-legend').count()).toBeGreaterThan(0);
      await pictures(page, name);
    });
  });

  it('an edited program gives another result, and Reset brings the first program back', () =>
    visit('tutorials/sparse', async (page) => {
      await run(page);
      const before = await text(page);
      await edit(page, (code) => code.replaceAll('96', '20').replace('const codes =', 'const codes: Tensor2D ='));
      await run(page);
      expect(await status(page)).toMatch(/^Done in/);
      expect(await text(page)).not.toBe(before);
      await press(page, 'Reset');
      expect(await page.locator('.live-output').isVisible()).toBe(false);
      await run(page);
      expect(await text(page)).toBe(before);
    }));

  it('Stop ends a program without end, and another run starts', () =>
    visit('start', async (page) => {
      await edit(page, () => 'let i = 0;\nwhile (true) console.log(i++);');
      await press(page, 'Run');
      await expect.poll(() => text(page), { timeout: 60_000 }).toContain('1');
      await press(page, 'Stop');
      expect(await status(page)).toBe('Stopped.');
      const stopped = await text(page);
      await edit(page, () => "console.log(1 + 1, [1, 'b'], { a: 2.5 });");
      await run(page);
      expect(stopped).not.toBe(await text(page));
      expect(await text(page)).toBe("2 [ 1, 'b' ] { a: 2.5 }\n");
    }));

  it.each([
    [
      'a layer that does not fit',
      (code: string) => code.replace('dense(64))', 'dense(63))'),
      /^Line \d+: autoencoder: the decoder gives \[63\], the input is \[64\]/,
    ],
    ['a program that is not well-formed', () => 'const a = 1;\nconst b = (2;\n', /^Line 2: /],
    [
      'a name that a package does not have',
      () => "import { dens } from '@autoencoders/layers';\n\ndens(3);\n",
      /^Line 3: "@autoencoders\/layers" has no export "dens"$/,
    ],
    [
      'a package that is not in the page',
      () => "import fs from 'node:fs';\nfs.readFileSync('a');\n",
      /^Line 1: there is no module "node:fs" in this page; there are @autoencoders/,
    ],
    [
      'an exported tensor that is gone',
      () =>
        "import { setWasmBackend } from '@autoencoders/backend-wasm';\nimport { zeros } from '@tensorflow/tfjs-core';\nawait setWasmBackend();\nexport const a = zeros([2, 2]);\na.dispose();",
      /^a is exported, so it must not be disposed/,
    ],
    ['a promise that nobody awaits', () => 'Promise.reject(new Error("lost"));\nawait new Promise(() => {});', /lost$/],
  ])('an error is told in a sentence: %s', (_, change, expected) =>
    visit('start', async (page) => {
      await edit(page, change);
      await run(page);
      expect(await page.getByRole('alert').textContent()).toMatch(expected);
    }),
  );

  it('works with the keys alone', () =>
    visit('start', async (page) => {
      await page.getByRole('button', { name: 'Edit', exact: true }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+A');
      await page.keyboard.type("console.log('by hand');");
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => text(page), { timeout: 60_000 }).toBe('by hand\n');
    }));
});
