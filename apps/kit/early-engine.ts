import { relative } from 'node:path';
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

type Bundle = Rolldown.OutputBundle;

/** The files of a bundle with these modules. */
const chunksWith = (bundle: Bundle, path: string): readonly string[] =>
  Object.values(bundle).flatMap((file) => (file.type === 'chunk' && file.moduleIds.some((id) => id.endsWith(path)) ? [file.fileName] : []));

/** A file, and all files that it imports at once. */
function withImports(bundle: Bundle, name: string, found = new Set<string>()): ReadonlySet<string> {
  const file = bundle[name];
  if (file?.type !== 'chunk' || found.has(name)) return found;
  found.add(name);
  for (const each of file.imports) withImports(bundle, each, found);
  return found;
}

/**
 * Has the pages that train load what computes together with their scripts. Without it, one file is asked for only after another has come and run:
 * the scripts of the page, those of the WASM backend, tfjs's loader, and its `.wasm` file.
 */
export function withEarlyEngine(): Plugin {
  return {
    name: 'early-engine',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle, chunk, path }) {
        // The dev server has no bundle.
        if (!bundle || !chunk) return [];
        const already = withImports(bundle, chunk.fileName);
        if (!chunksWith(bundle, 'kit/src/mount-app.ts').some((name) => already.has(name))) return [];
        const engine = ['backend-wasm/src/set-wasm-backend.ts', 'kernels/stock-plain.js'].flatMap((module) => chunksWith(bundle, module));
        const scripts = new Set(engine.flatMap((name) => [...withImports(bundle, name)]).filter((name) => !already.has(name)));
        const files = Object.keys(bundle).filter((name) => /tfjs-backend-wasm-simd-[\w-]+\.wasm$/.test(name));
        const link = (name: string, attrs: HtmlTagDescriptor['attrs']): HtmlTagDescriptor => ({
          tag: 'link',
          // What shows the page comes first.
          attrs: { ...attrs, fetchpriority: 'low', crossorigin: true, href: relative(`${path}/..`, `/${name}`) },
          injectTo: 'head',
        });
        return [
          ...[...scripts].map((name) => link(name, { rel: 'modulepreload' })),
          ...files.map((name) => link(name, { rel: 'preload', as: 'fetch', type: 'application/wasm' })),
        ];
      },
    },
  };
}
