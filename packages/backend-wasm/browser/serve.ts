import { servePage } from '@autoencoders/testing/browser';
import type { ServedPage } from '@autoencoders/testing/browser';
import type { Plugin } from 'vite';
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

/** Builds the page around these kernels, in base64, and serves it on this machine. */
export function serve(kernels: string, { plugin, ...serving }: Serving): Promise<ServedPage> {
  // Vite bundles workers with plugins of their own.
  const plugins = (): Plugin[] => (plugin ? [tfjsWasmThreads(plugin)] : []);
  const config = { define: { KERNELS: JSON.stringify(kernels) }, plugins: plugins(), worker: { plugins } };
  return servePage({ root: import.meta.dirname, ...serving, config });
}
