import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { build, createServer, mergeConfig, preview } from 'vite';
import type { InlineConfig } from 'vite';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where a Chromium is, if there is one: tests that need it are skipped elsewhere. */
export const chromiumPath: string | undefined = process.env['CHROMIUM_PATH'] ?? places.find((path) => existsSync(path));

/** What the title of a test says where it is skipped. */
export const unlessChromium: string = chromiumPath ? '' : ' (skipped: there is no Chromium; set CHROMIUM_PATH)';

/** Whether all that takes long on emulated GPUs and from dev servers is tried: `npm run test:long`. */
export const long: boolean = process.env['LONG_TESTS'] === '1';

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'];
/** WebGL and WebGPU drawn by software, on machines without a GPU. */
const emulated = [
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--enable-unsafe-webgpu',
  '--set-webgpu-backend-adapter=swiftshader',
];

/** Starts a browser without a window; with `gpu`, WebGL and WebGPU are emulated, otherwise there are none. */
export const launchBrowser = ({ gpu = false }: { readonly gpu?: boolean } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath!,
    args: ['--no-sandbox', ...quiet, ...(gpu ? emulated : ['--disable-gpu', '--disable-software-rasterizer'])],
  });

/** How a page is made. */
export interface PageOptions {
  /** The folder of its index.html. */
  readonly root: string;
  /** Whether by Vite's dev server; otherwise built for production, and minified. */
  readonly dev?: boolean;
  /** Headers that the server sends. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What else Vite is told. */
  readonly config?: InlineConfig;
}

/** A page that is served on this machine. */
export interface ServedPage {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Headers by which a page is cross-origin isolated. */
export const isolation: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Vite's settings for a page, whose files lie in `folder`. */
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

/** Builds a page from the sources of this repository's packages, once, to be served under any headers. */
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

/** Serves a page from the sources of this repository's packages. */
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
