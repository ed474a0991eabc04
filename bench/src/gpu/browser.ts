import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPage, emulated, serveFolder } from '@autoencoders/testing/browser';
import { chromium } from 'playwright-core';
import type { Page } from './protocol.js';

/** Where Chrome and Chromium usually are. */
const usual: Readonly<Record<string, readonly string[]>> = {
  linux: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map((name) => `/usr/bin/${name}`),
  darwin: ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: [process.env['PROGRAMFILES'], process.env['PROGRAMFILES(X86)'], process.env['LOCALAPPDATA']]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/** The path of the browser: BROWSER, CHROMIUM_PATH, or a usual one. Throws if there is none. */
export function browserPath(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  for (const name of ['BROWSER', 'CHROMIUM_PATH']) {
    const path = env[name];
    if (path && !existsSync(path)) throw new Error(`there is no browser at ${path}, which ${name} names`);
    if (path) return path;
  }
  const found = (usual[platform] ?? []).find((path) => existsSync(path));
  if (!found) throw new Error('there is no Chrome or Chromium here; install it, or set BROWSER to its path');
  return found;
}

/** Options that let a browser without a window use the GPU. On Linux it takes Vulkan, and elsewhere what it takes by itself: D3D or Metal. */
const onGpu = [
  '--enable-unsafe-webgpu',
  '--ignore-gpu-blocklist',
  ...(process.platform === 'linux' ? ['--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface'] : []),
];

/** A page in a browser of its own. */
export interface OpenedPage extends Page {
  /** The name and the version of the browser. */
  readonly browser: string;
  readonly close: () => Promise<void>;
}

/** Builds the page into `folder`, beside the data that it loads. */
export async function buildInto(folder: string): Promise<void> {
  const root = join(import.meta.dirname, '..', '..', 'page', 'gpu');
  const { remove } = await buildPage({ root, config: { base: './', build: { outDir: join(folder, 'page') } } });
  await remove();
}

/** Opens the page that was built into `folder`, on the GPU or on an emulated one. */
export async function openPage(folder: string, software: boolean): Promise<OpenedPage> {
  const executablePath = browserPath();
  const args = ['--no-sandbox', ...(software ? emulated : onGpu)];
  const browser = await chromium.launch({ executablePath, args }).catch((error: unknown) => {
    throw new Error(`${executablePath} does not start as Chromium: ${firstLine(error)}; set BROWSER to the path of Chrome or Chromium`);
  });
  const served = await serveFolder(folder);
  const page = await browser.newPage();
  await page.goto(`${served.address}page/index.html`);
  await page.waitForFunction(() => 'counts' in globalThis);
  const call =
    <K extends keyof Page>(name: K) =>
    (...given: Parameters<Page[K]>): any =>
      page
        .evaluate(([f, args]) => (globalThis as any)[f](...args), [name, given] as const)
        .catch((error: unknown) => {
          throw new Error(firstLine(error));
        });
  return {
    start: call('start'),
    prepare: call('prepare'),
    first: call('first'),
    epoch: call('epoch'),
    counts: call('counts'),
    browser: `Chromium ${browser.version()}`,
    close: async () => void (await Promise.all([browser.close(), served.close()])),
  };
}

/** What an error of a page says, without where it was thrown. */
const firstLine = (error: unknown): string =>
  String((error as Error).message)
    .split('\n')[0]!
    .replace(/^(page\.evaluate|browserType\.launch): /, '')
    .replace(/^(\w*Error): /, '');
