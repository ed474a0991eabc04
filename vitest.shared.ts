import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

// 'module', 'node' and 'development|production' are Vite's own server conditions.
const conditions = ['@autoencoders/source', 'module', 'node', 'development|production'];

/** Tests run from source: the workspace's packages resolve to their `src`. */
const config: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions } },
  // What `globalSetup` imports.
  environments: { __vitest__: { resolve: { conditions } } },
  oxc: { target: 'es2022' },
  test: {
    environment: 'node',
    // The files of a package share one world: loading tfjs anew for each takes longer than the tests do.
    isolate: false,
    setupFiles: [fileURLToPath(new URL('packages/testing/src/setup.ts', import.meta.url))],
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // In CI, where others use the machine, too, a test is tried twice; what the first try said is printed at the end.
    retry: process.env['CI'] === undefined ? 0 : 1,
    onConsoleLog: (log) => (log.includes('looks like you are running TensorFlow.js in Node.js') ? false : undefined),
  },
});
export default config;
