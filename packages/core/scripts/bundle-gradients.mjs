// tfjs-core does not register gradients by itself. Node cannot import the module that does, since its imports have no
// file extensions. This bundles that module into gradients/register.js. Everything that tfjs-core exports is imported
// from tfjs-core, so that there is one engine and one registry.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const CORE = '@tensorflow/tfjs-core';
const require = createRequire(import.meta.url);
const root = dirname(require.resolve(`${CORE}/package.json`));
const dist = join(root, 'dist');
const tf = require(CORE);
const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'gradients');

/** The names that a source file of tfjs-core exports, read from its text. */
function exportsOf(file) {
  const found = readFileSync(file, 'utf8').matchAll(/export (?:const|function|class) (\w+)|export \{ ([^}]+) \}/g);
  return [...found].flatMap(([, one, many]) => (one ? [one] : many.split(',').map((name) => name.trim().split(' as ').pop())));
}

const leaveToCore = {
  name: 'leave-to-tfjs-core',
  resolveId(source, importer) {
    if (source === CORE) return { id: CORE, external: true };
    if (!importer || !source.startsWith('.')) return undefined;
    const file = `${resolve(dirname(importer), source)}.js`;
    const path = relative(dist, file);
    const names = exportsOf(file);
    if (path.startsWith('gradients/')) return file;
    if (path === 'engine.js' || path === 'base.js') return `\0shim:${path}`;
    // It has names that tfjs-core does not export, but of it we need `env` alone.
    const ofPackage = path === 'environment.js' || (names.length > 0 && names.every((name) => name in tf));
    return ofPackage ? { id: CORE, external: true } : { id: file, moduleSideEffects: path.startsWith('gradients/') };
  },
  load(id) {
    if (id === '\0shim:engine.js') return `import { engine } from '${CORE}'; export const ENGINE = /*#__PURE__*/ engine();`;
    // The namespace itself would keep all of its functions in every bundle.
    if (id === '\0shim:base.js') return `export * as backend_util from ${JSON.stringify(join(dist, 'backends', 'backend_util.js'))};`;
    return undefined;
  },
};

const { version } = require(`${CORE}/package.json`);
const bundle = await rolldown({ input: join(dist, 'register_all_gradients.js'), plugins: [leaveToCore] });
mkdirSync(out, { recursive: true });
await bundle.write({
  file: join(out, 'register.js'),
  format: 'esm',
  minify: true,
  comments: false,
  postBanner: `/*! The gradients of TensorFlow.js ${version}. Copyright Google LLC. Apache License 2.0, http://www.apache.org/licenses/LICENSE-2.0 */`,
});
writeFileSync(join(out, 'register.d.ts'), 'export {};\n');
