import { buildPage, servePage } from '@autoencoders/testing/browser';
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

/** Serves the page around these kernels, in base64, on this machine. What differs only in its headers is built once. */
export function server(kernels: string): {
  readonly serve: (serving: Serving) => Promise<ServedPage>;
  readonly remove: () => Promise<void>;
} {
  const builds = new Map<string, ReturnType<typeof buildPage>>();
  return {
    async serve({ dev, plugin, headers }) {
      // Vite bundles workers with plugins of their own.
      const plugins = (): Plugin[] => (plugin ? [tfjsWasmThreads(plugin)] : []);
      const config = { define: { KERNELS: JSON.stringify(kernels) }, plugins: plugins(), worker: { plugins } };
      const page = { root: import.meta.dirname, config };
      if (dev) return servePage({ ...page, dev, ...(headers && { headers }) });
      const key = JSON.stringify(plugin ?? null);
      builds.set(key, builds.get(key) ?? buildPage(page));
      return (await builds.get(key)!).serve(headers);
    },
    remove: async () => void (await Promise.all([...builds.values()].map(async (built) => (await built).remove()))),
  };
}
