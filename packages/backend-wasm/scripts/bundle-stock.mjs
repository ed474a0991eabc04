// tfjs's WASM backend for pages, smaller. Its own entry loads the loaders of both its builds, and by the namespaces `util` and
// `backend_util` of tfjs-core much that it does not use. This bundles it into kernels/stock.js, where each loader is a file of its own.
// Tensors, engine and registries stay those of tfjs-core. It registers only kernels that nobody has registered: a program may use
// the original, too.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const CORE = '@tensorflow/tfjs-core';
const WASM = '@tensorflow/tfjs-backend-wasm';
const require = createRequire(import.meta.url);
const rootOf = (name) => dirname(require.resolve(`${name}/package.json`));
const [core, wasm] = [rootOf(CORE), rootOf(WASM)];
const { version } = require(`${WASM}/package.json`);
const tf = require(CORE);
const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'kernels');

/** Namespaces of pure functions. Used from their files, the rest of each falls away. */
const namespaces = {
  backend_util: 'backends/backend_util',
  broadcast_util: 'ops/broadcast_util',
  gather_util: 'ops/gather_nd_util',
  scatter_util: 'ops/scatter_nd_util',
  slice_util: 'ops/slice_util',
  util: 'util',
};

// Text reaches the CPU backend's kernels alone, and hashing needs a large library.
const left = new Set(['StringNGrams', 'StringSplit', 'StringToHashBucketFast']);
const imports = readFileSync(join(wasm, 'dist', 'register_all_kernels.js'), 'utf8').matchAll(
  /import \{ (\w+) \} from '\.\/kernels\/(\w+)'/g,
);
const configs = [...imports].filter(([, , kernel]) => !left.has(kernel));
const inWasm = (file) => JSON.stringify(join(wasm, 'dist', file));
const inCoreDist = (file) => JSON.stringify(join(core, 'dist', `${file}.js`));
const entry = `import { engine, getKernel, registerBackend, registerKernel } from '${CORE}';
import { BackendWasm, init } from ${inWasm('backend_wasm.js')};
${configs.map(([, config, kernel]) => `import { ${config} } from ${inWasm(`kernels/${kernel}.js`)};`).join('\n')}
export { getThreadsCount, loadBuild, setThreadsCount, setWasmPaths } from ${inWasm('backend_wasm.js')};
export { arraysEqual, assert, bytesPerElement, computeStrides, parseAxisParam, sizeFromShape } from ${inCoreDist('util')};
export { computeConv2DInfo, computePool2DInfo, prepareSplitSize } from ${inCoreDist('backends/backend_util')};
export { assertParamsValid, parseSliceParams } from ${inCoreDist('ops/slice_util')};
const factory = async () => new BackendWasm((await init()).wasm);
const { registryFactory } = engine();
if (registryFactory.wasm) registryFactory.wasm.factory = factory;
else registerBackend('wasm', factory, 2);
for (const config of [${configs.map(([, config]) => config).join()}])
  if (!getKernel(config.kernelName, 'wasm')) registerKernel(config);`;

/** A text with one part replaced. Throws if it lacks that part: then this script is for another tfjs. */
function replaced(text, [from, to]) {
  if (!text.includes(from)) throw new Error(`bundle-stock: tfjs ${version} lacks the text: ${from.slice(0, 80)}`);
  return text.replaceAll(from, () => to);
}

/** tfjs's backend, which imports the loader of the build that it starts. */
function backend() {
  const text = readFileSync(join(wasm, 'dist', 'backend_wasm.js'), 'utf8');
  const [start, end] = [text.indexOf('import * as wasmFactoryThreadedSimd_import'), text.indexOf('export class BackendWasm')];
  const loaders = `const builds = {};
export async function loadBuild(threaded) {
  return (builds[threaded] ??= threaded ? await import('threaded') : await import('plain'));
}
`;
  const choice = `const threaded = threadsSupported && simdSupported && wasmPath == null;
    // No wait if it is there: the caller may have replaced \`Worker\` for these microtasks.
    const { factory, workerContents } = builds[threaded] ?? (await loadBuild(threaded));
    return new Promise((resolve, reject) => {`;
  return [
    [text.slice(start, end), loaders],
    ['return new Promise((resolve, reject) => {\n        const factoryConfig', `${choice}\n        const factoryConfig`],
    ['wasmWorkerContents.replace', 'workerContents.replace'],
    ['if (threadsSupported && simdSupported && wasmPath == null)', 'if (threaded)'],
    ['wasmFactoryThreadedSimd.toString()', 'factory.toString()'],
    ['wasmFactoryThreadedSimd(factoryConfig)', 'factory(factoryConfig)'],
    ['wasmFactory(factoryConfig)', 'factory(factoryConfig)'],
  ].reduce(replaced, text);
}

const outOf = (file) => readFileSync(join(wasm, 'wasm-out', file), 'utf8');

/** Emscripten's loader of a build, without its part for Node. */
function loader(file, name, edits) {
  const whole = outOf(file);
  const text = whole.slice(0, whole.indexOf("if (typeof exports === 'object'"));
  const isNode = /ENVIRONMENT_IS_NODE=typeof process=="object"&&[^;,]+/.exec(text)[0];
  const code = [[isNode, 'ENVIRONMENT_IS_NODE=false'], ...edits].reduce(replaced, text);
  return `${replaced(code.replace(/var ENVIRONMENT_IS_NODE=false;/, ''), ['ENVIRONMENT_IS_NODE', 'false'])}\nexport { ${name} as factory };`;
}

const modules = {
  entry: () => entry,
  core: () =>
    [
      `export { ${Object.keys(tf)
        .filter((name) => !(name in namespaces))
        .join()} } from '${CORE}';`,
      ...Object.entries(namespaces).map(([name, file]) => `export * as ${name} from ${inCoreDist(file)};`),
    ].join('\n'),
  plain: () => loader('tfjs-backend-wasm.js', 'WasmBackendModule', []),
  // Its workers get the source text of this function, where no name of the module may occur.
  threaded: () =>
    `${replaced(outOf('tfjs-backend-wasm-threaded-simd.worker.js'), ['module.exports.wasmWorkerContents', 'export const workerContents'])}
${loader('tfjs-backend-wasm-threaded-simd.js', 'WasmBackendModuleThreadedSimd', [
  ['if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}', ''],
  ['Module["mainScriptUrlOrBlob"]||_scriptDir', 'Module["mainScriptUrlOrBlob"]'],
])}`,
};

/** The names that a source file of tfjs-core exports, read from its text. */
const exportsOf = (file) =>
  [...readFileSync(file, 'utf8').matchAll(/export (?:const|let|function|class) (\w+)|export \{ ([^}]+) \}/g)].flatMap(([, one, many]) =>
    one ? [one] : many.split(',').map((name) => name.trim().split(' as ').pop()),
  );

/** In files of tfjs-core, what the package exports comes from the package, so that there is one engine. */
function inCore(source, importer) {
  const file = `${resolve(dirname(importer), source)}.js`;
  const names = exportsOf(file);
  const ofPackage = /\/environment\.js$/.test(file) || (names.length > 0 && names.every((name) => name in tf));
  return ofPackage ? { id: CORE, external: true } : { id: file, moduleSideEffects: false };
}

const bundler = {
  name: 'stock',
  resolveId(source, importer) {
    if (source === CORE) return importer === '\0core' || importer === '\0entry' ? { id: CORE, external: true } : '\0core';
    if (source in modules) return `\0${source}`;
    return importer?.startsWith(join(core, 'dist')) && source.startsWith('.') ? inCore(source, importer) : undefined;
  },
  load: (id) => (id === join(wasm, 'dist', 'backend_wasm.js') ? backend() : modules[id.slice(1)]?.()),
};

const bundle = await rolldown({
  input: 'entry',
  plugins: [bundler],
  treeshake: { moduleSideEffects: (id) => id.includes('flags_wasm') || id.startsWith('\0') },
});
mkdirSync(out, { recursive: true });
await bundle.write({
  dir: out,
  entryFileNames: 'stock.js',
  chunkFileNames: ({ name }) => `stock-${name.replace('_', '')}.js`,
  format: 'esm',
  minify: true,
  comments: false,
  postBanner: `/*! The WASM backend of TensorFlow.js ${version}. Copyright Google LLC. Apache License 2.0, http://www.apache.org/licenses/LICENSE-2.0 */`,
});
