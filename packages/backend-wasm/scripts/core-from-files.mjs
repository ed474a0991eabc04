import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const CORE = '@tensorflow/tfjs-core';
const require = createRequire(import.meta.url);
const dist = join(dirname(require.resolve(`${CORE}/package.json`)), 'dist');
const tf = require(CORE);

/** Namespaces of pure functions that tfjs-core exports, and their files. */
const namespaces = {
  backend_util: 'backends/backend_util',
  broadcast_util: 'ops/broadcast_util',
  gather_util: 'ops/gather_nd_util',
  kernel_impls: 'backends/kernel_impls',
  scatter_util: 'ops/scatter_nd_util',
  slice_util: 'ops/slice_util',
  util: 'util',
};

/** A file of tfjs-core, as an import names it. */
export const fileOfCore = (name) => JSON.stringify(join(dist, `${name}.js`));

/** What other modules import from tfjs-core. */
const bridge = [
  `export { ${Object.keys(tf)
    .filter((name) => !(name in namespaces))
    .join()} } from '${CORE}';`,
  ...Object.entries(namespaces).map(([name, file]) => `export * as ${name} from ${fileOfCore(file)};`),
].join('\n');

/** The names that a source file of tfjs-core exports, read from its text. */
const exportsOf = (file) =>
  [...readFileSync(file, 'utf8').matchAll(/export (?:const|let|function|class) (\w+)|export \{ ([^}]+) \}/g)].flatMap(([, one, many]) =>
    one ? [one] : many.split(',').map((name) => name.trim().split(' as ').pop()),
  );

/** In a file of tfjs-core, what the package exports comes from the package. Of the environment, only its exports are needed. */
function inCore(source, importer) {
  const file = `${resolve(dirname(importer), source)}.js`;
  const names = exportsOf(file);
  const ofPackage = file.endsWith('/environment.js') || (names.length > 0 && names.every((name) => name in tf));
  return ofPackage ? { id: CORE, external: true } : { id: file, moduleSideEffects: false };
}

/**
 * A plugin that leaves the engine, the registries, tensors and operations to tfjs-core, but takes the pure functions of its namespaces from
 * their files. A bundler of pages keeps a namespace that is imported from tfjs-core as a whole.
 */
export const coreFromFiles = {
  name: 'core-from-files',
  resolveId(source, importer) {
    if (source === CORE) return importer?.startsWith('\0') ? { id: CORE, external: true } : '\0bridge';
    return importer?.startsWith(dist) && source.startsWith('.') ? inCore(source, importer) : undefined;
  },
  load: (id) => (id === '\0bridge' ? bridge : undefined),
};
