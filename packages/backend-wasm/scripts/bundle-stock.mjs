// tfjs's WASM backend for pages, smaller. Its own entry loads the loaders of both its builds, and by the namespaces `util` and
// `backend_util` of tfjs-core much that it does not use. This bundles it into kernels/stock.js, where each loader is a file of its own.
// Tensors, engine and registries stay those of tfjs-core. It registers only kernels that nobody has registered: a program may use
// the original, too.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { coreFromFiles, fileOfCore } from './core-from-files.mjs';

const CORE = '@tensorflow/tfjs-core';
const WASM = '@tensorflow/tfjs-backend-wasm';
const require = createRequire(import.meta.url);
const wasm = dirname(require.resolve(`${WASM}/package.json`));
const { version } = require(`${WASM}/package.json`);
const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'kernels');

// The CPU backend's kernels take the place of these. src/kernels/trusted.ts trusts no call of the first; the others are for text, sparse
// tensors and boxes, which no autoencoder needs fast.
const left = new Set(
  (
    'Bincount Conv3DBackpropFilterV2 Conv3DBackpropInputV2 DenseBincount Dilation2D Dilation2DBackpropFilter Dilation2DBackpropInput ' +
    'FloorDiv GatherNd MaxPool3D MaxPool3DGrad MaxPoolWithArgmax OneHot ResizeNearestNeighborGrad RotateWithOffset ScatterNd ' +
    'SparseToDense TensorScatterUpdate Transform ' +
    'CropAndResize NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5 SparseFillEmptyRows SparseReshape SparseSegmentMean ' +
    'SparseSegmentSum StringNGrams StringSplit StringToHashBucketFast'
  ).split(' '),
);
const imports = readFileSync(join(wasm, 'dist', 'register_all_kernels.js'), 'utf8').matchAll(
  /import \{ (\w+) \} from '\.\/kernels\/(\w+)'/g,
);
const configs = [...imports].filter(([, , kernel]) => !left.has(kernel));
const inWasm = (file) => JSON.stringify(join(wasm, 'dist', file));
const entry = `import { engine, getKernel, registerBackend, registerKernel } from '${CORE}';
import { BackendWasm, init } from ${inWasm('backend_wasm.js')};
${configs.map(([, config, kernel]) => `import { ${config} } from ${inWasm(`kernels/${kernel}.js`)};`).join('\n')}
export { getThreadsCount, loadBuild, setBuilds, setThreadsCount, setWasmPaths } from ${inWasm('backend_wasm.js')};
export { arraysEqual, assert, bytesPerElement, computeStrides, parseAxisParam, sizeFromShape } from ${fileOfCore('util')};
export { computeConv2DInfo, computePool2DInfo, prepareSplitSize } from ${fileOfCore('backends/backend_util')};
export { assertParamsValid, parseSliceParams } from ${fileOfCore('ops/slice_util')};
export const left = ${JSON.stringify([...left])};
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
let load;
export const setBuilds = (given) => void (load = given);
export async function loadBuild(threaded) {
  return (builds[threaded] ??= await load(threaded));
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
  // webpack says that `__filename` is there, and then leaves the name as it is.
  const fileName = /if \(typeof __filename !== 'undefined'\) [^;]+;/.exec(text)[0];
  const code = [[isNode, 'ENVIRONMENT_IS_NODE=false'], [fileName, ''], ...edits].reduce(replaced, text);
  return `${replaced(code.replace(/var ENVIRONMENT_IS_NODE=false;/, ''), ['ENVIRONMENT_IS_NODE', 'false'])}\nexport { ${name} as factory };`;
}

const modules = {
  entry: () => entry,
  plain: () => loader('tfjs-backend-wasm.js', 'WasmBackendModule', []),
  // Its workers get the source text of this function, where no name of the module may occur.
  threaded: () =>
    `${replaced(outOf('tfjs-backend-wasm-threaded-simd.worker.js'), ['module.exports.wasmWorkerContents', 'export const workerContents'])}
${loader('tfjs-backend-wasm-threaded-simd.js', 'WasmBackendModuleThreadedSimd', [
  ['if(typeof _scriptDir !== "undefined" && _scriptDir){scriptDirectory=_scriptDir}', ''],
  ['Module["mainScriptUrlOrBlob"]||_scriptDir', 'Module["mainScriptUrlOrBlob"]'],
])}`,
};

const texts = {
  name: 'texts',
  resolveId: (id) => (id in modules ? `\0${id}` : undefined),
  load: (id) => (id === join(wasm, 'dist', 'backend_wasm.js') ? backend() : modules[id.slice(1)]?.()),
};

const bundle = await rolldown({
  input: { stock: 'entry', 'stock-plain': 'plain', 'stock-threaded': 'threaded' },
  plugins: [texts, coreFromFiles],
  treeshake: { moduleSideEffects: (id) => id.includes('flags_wasm') || id.startsWith('\0') },
});
mkdirSync(out, { recursive: true });
await bundle.write({
  dir: out,
  format: 'esm',
  minify: true,
  comments: false,
  postBanner: `/*! The WASM backend of TensorFlow.js ${version}. Copyright Google LLC. Apache License 2.0, http://www.apache.org/licenses/LICENSE-2.0 */`,
});
for (const build of ['plain', 'threaded']) writeFileSync(join(out, `stock-${build}.d.ts`), 'export {};\n');
