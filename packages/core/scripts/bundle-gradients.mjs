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

/** tfjs-core exports some modules only as a namespace, such as `util`. These are exported again name by name. */
const namespaces = ['util', 'backend_util', 'slice_util'];
const shim = (namespace, path) => ({ id: `\0shim:${namespace}:${path}`, moduleSideEffects: false });

const leaveToCore = {
  name: 'leave-to-tfjs-core',
  resolveId(source, importer) {
    if (source === CORE) return { id: CORE, external: true };
    if (!importer || !source.startsWith('.')) return undefined;
    const file = `${resolve(dirname(importer), source)}.js`;
    const path = relative(dist, file);
    if (path.startsWith('gradients/')) return file;
    if (path === 'engine.js') return '\0shim:engine';
    if (path === 'util.js') return shim('util', path);
    if (path === 'ops/slice_util.js') return shim('slice_util', path);
    const names = exportsOf(file);
    if (names.length > 0 && names.every((name) => name in tf)) return { id: CORE, external: true };
    const namespace = namespaces.find((n) => names.some((name) => name in tf[n]));
    if (namespace && path !== 'types.js' && path !== 'tensor_util.js') return shim(namespace, path);
    return file;
  },
  load(id) {
    if (id === '\0shim:engine') return `import { engine } from '${CORE}'; export const ENGINE = /*#__PURE__*/ engine();`;
    if (!id.startsWith('\0shim:')) return undefined;
    const [, namespace, path] = id.slice(1).split(':');
    const names = path === 'util.js' ? Object.keys(tf.util) : exportsOf(join(dist, path));
    const known = names.filter((name) => name in tf[namespace]);
    return [`import { ${namespace} as N } from '${CORE}';`, ...known.map((name) => `export const ${name} = N.${name};`)].join('\n');
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
