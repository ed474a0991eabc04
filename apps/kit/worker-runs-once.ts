import type { Plugin } from 'vite';

/**
 * Keeps the chunks of a worker from importing the worker's own file, which WebKit would run a second time. Vite sets the option itself, after
 * the configuration is read.
 */
export const workerRunsOnce = (): Plugin => ({
  name: 'worker-runs-once',
  options: (options) => ({ ...options, preserveEntrySignatures: 'strict' }),
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle))
      if (chunk.type === 'chunk' && chunk.isEntry && chunk.exports.length > 0)
        this.error(`chunks import ${chunk.fileName}, a worker's own file`);
  },
});
