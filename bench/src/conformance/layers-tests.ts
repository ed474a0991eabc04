import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';

const require = createRequire(import.meta.url);
const folderOf = (name: string): string => join(dirname(require.resolve(`${name}/package.json`)), 'dist');

/** What the suite imports, to define all tests. */
const ALL = 'tfjs-layers/tests';
/** The helpers of the tests; layers-helpers.ts stands for them. */
const HELPERS = /\/test_utils$/;
const OURS = fileURLToPath(import.meta.url).replace(/tests(\.[jt]s)$/, 'helpers$1');
/** The one export that has another name in 4.22.0, in the import of it. */
const RENAMED = ['{loadLayersModelInternal,', '{loadLayersModel as loadLayersModelInternal,'] as const;

const CORE = '@tensorflow/tfjs-core';
/** tfjs-core with namespaces that Jasmine can spy on: what a module exports cannot be changed, as the tests' compiler let them. */
const OPEN = `\0open ${CORE}`;
const open = `
  import * as core from '${CORE}';
  export * from '${CORE}';
  export const util = { ...core.util };
  export const all = { ...core, util };
`;

/** TypeScript by the path that it had beside the modules of another release: the sources in the source maps of tests. */
function sourcesOver(folder: string): ReadonlyMap<string, string> {
  const from = folderOf('tfjs-layers-with-tests');
  const maps = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('_test.js.map'));
  return new Map(
    maps.toSorted().map((path) => {
      const [code] = (JSON.parse(readFileSync(join(from, path), 'utf8')) as { sourcesContent: readonly [string] }).sourcesContent;
      return [join(folder, path.replace(/\.js\.map$/, '.ts')), code.replace(...RENAMED)];
    }),
  );
}

/**
 * The tests of tfjs-layers 3.9.0, laid over the modules of 4.22.0. No release ships its tests compiled; 3.9.0 is the last
 * whose source maps hold them (`dist/*_test.js.map`).
 */
export function layersTests(): Plugin {
  const folder = folderOf('@tensorflow/tfjs-layers');
  const sources = sourcesOver(folder);
  return {
    name: 'tests of tfjs-layers',
    resolveId(id, importer = '') {
      if (id === ALL || sources.has(id)) return id;
      if (id === CORE && importer.startsWith(folder)) return OPEN;
      return sources.has(importer) && HELPERS.test(id) ? OURS : undefined;
    },
    load(id) {
      if (id === ALL) return [...sources.keys()].map((path) => `import ${JSON.stringify(path)};`).join('\n');
      return id === OPEN ? open : sources.get(id);
    },
    transform: (code, id) => (id.startsWith(folder) ? code.replace(/import \* as tfc from/, 'import { all as tfc } from') : undefined),
  };
}
