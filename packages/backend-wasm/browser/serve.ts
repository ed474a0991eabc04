import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, createServer, preview } from 'vite';
import type { InlineConfig, Plugin } from 'vite';
import { tfjsWasmThreads } from '../src/vite.js';
import type { TfjsWasmThreadsOptions } from '../src/vite.js';

/** How the page is built and served. */
export interface Serving {
  /** Whether by Vite's dev server, or built for production and minified. */
  readonly dev?: boolean;
  /** What the plugin is told, where it is used. */
  readonly plugin?: TfjsWasmThreadsOptions;
  readonly headers?: Record<string, string>;
}

/** A served page. */
export interface Served {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Builds the page around these kernels, in base64, and serves it on this machine. */
export async function serve(kernels: string, { dev = false, plugin, headers = {} }: Serving): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'backend-wasm-'));
  // Vite bundles workers with plugins of their own.
  const plugins = (): Plugin[] => (plugin ? [tfjsWasmThreads(plugin)] : []);
  const server = { host: '127.0.0.1', port: 0, headers };
  const config: InlineConfig = {
    configFile: false,
    root: import.meta.dirname,
    mode: dev ? 'development' : 'production',
    logLevel: 'error',
    cacheDir: join(folder, 'cache'),
    define: { KERNELS: JSON.stringify(kernels) },
    plugins: plugins(),
    worker: { format: 'es', plugins },
    build: { outDir: join(folder, 'dist'), chunkSizeWarningLimit: 10_000 },
    server: { ...server, hmr: false, watch: null },
    preview: server,
  };
  if (!dev) await build(config);
  const running = await (dev ? createServer(config).then((s) => s.listen()) : preview(config));
  return {
    address: running.resolvedUrls!.local[0]!,
    close: async () => {
      await running.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
