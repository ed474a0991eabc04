import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { build, createServer, mergeConfig, preview } from 'vite';
import type { InlineConfig } from 'vite';

export { hideDisposalSymbols, hideSharedArrayBuffer } from './older.js';
export { barriers, barriersInBoth, openPage, serveFolder, vitalsOf } from './pages.js';
export type { Vitals } from './pages.js';

const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of Chromium, if there is one. Tests that need it are skipped on machines without it. */
export const chromiumPath: string | undefined = process.env['CHROMIUM_PATH'] ?? usualPaths.find((path) => existsSync(path));

/** A note for the titles of tests that are skipped on machines without Chromium. */
export const unlessChromium: string = chromiumPath ? '' : ' (skipped: there is no Chromium; set CHROMIUM_PATH)';

/** Whether all combinations are tried, also where their code is the same: `npm run test:long`. */
export const long: boolean = process.env['LONG_TESTS'] === '1';

/** Options that keep Chromium from using the network by itself. */
const offline = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'];
/** Options that compute WebGL and WebGPU on the CPU, on machines without a GPU. */
export const emulated: readonly string[] = [
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--set-webgpu-backend-adapter=swiftshader',
];

/** Starts a browser without a window. With `gpu`, it emulates WebGL and WebGPU; without, it has neither. */
export const launchBrowser = ({ gpu = false }: { readonly gpu?: boolean } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath!,
    args: ['--no-sandbox', ...offline, ...(gpu ? emulated : ['--disable-gpu', '--disable-software-rasterizer'])],
  });

/** Options of `servePage`. */
export interface PageOptions {
  /** The folder of its index.html. */
  readonly root: string;
  /** Whether Vite's dev server serves the page. Default false: the page is built for production and minified. */
  readonly dev?: boolean;
  /** Headers that the server sends. Default none. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More options of Vite. */
  readonly config?: InlineConfig;
}

/** A page that is served on this machine until it is closed. */
export interface ServedPage {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Headers that make a page cross-origin isolated. */
export const isolation: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The configuration of Vite for a page. Built files and caches go to `folder`. */
const configOf = (folder: string, { root, dev = false, headers = {}, config = {} }: PageOptions): InlineConfig => {
  const server = { host: '127.0.0.1', port: 0, headers: { ...headers } };
  const base: InlineConfig = {
    configFile: false,
    root,
    mode: dev ? 'development' : 'production',
    logLevel: 'error',
    cacheDir: join(folder, 'cache'),
    resolve: { conditions: ['@autoencoders/source', 'module', 'browser', 'development|production'] },
    worker: { format: 'es' },
    build: { outDir: join(folder, 'dist'), chunkSizeWarningLimit: 10_000, emptyOutDir: true },
    server: { ...server, hmr: false, watch: null, fs: { strict: false } },
    preview: server,
  };
  return mergeConfig(base, config) as InlineConfig;
};

/** Builds a page from the sources of the packages. The page can then be served more than once, with different headers. */
export async function buildPage(
  options: Omit<PageOptions, 'dev' | 'headers'>,
): Promise<{ readonly serve: (headers?: PageOptions['headers']) => Promise<ServedPage>; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  await build(configOf(folder, options));
  return {
    async serve(headers) {
      const running = await preview(configOf(folder, { ...options, ...(headers && { headers }) }));
      return { address: running.resolvedUrls!.local[0]!, close: () => running.close() };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Serves a page, made from the sources of the packages. */
export async function servePage(options: PageOptions): Promise<ServedPage> {
  if (!options.dev) {
    const { serve, remove } = await buildPage(options);
    const { address, close } = await serve(options.headers);
    return { address, close: () => close().then(remove) };
  }
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  const running = await createServer(configOf(folder, options)).then((server) => server.listen());
  return {
    address: running.resolvedUrls!.local[0]!,
    close: async () => {
      await running.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
