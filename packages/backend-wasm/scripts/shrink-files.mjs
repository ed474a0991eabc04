// Makes small builds of tfjs's .wasm files with SIMD: kernels/small/NAME.wasm. They have the kernels that models, losses and metrics need
// beside our own. The others are taken out, with all code that only they reach. What stays is not changed, so it computes the same bits.
// Also writes kernels/small/removed.js, the names of the functions that were taken out.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import binaryen from 'binaryen';

const dist = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const out = join(dirname(fileURLToPath(import.meta.url)), '..', 'kernels', 'small');

const { Atomics, BulkMemory, MutableGlobals, NontrappingFPToInt, SIMD128, SignExt } = binaryen.Features;
/** Those that the files use. */
const features = Atomics | BulkMemory | MutableGlobals | NontrappingFPToInt | SIMD128 | SignExt;

/** tfjs's functions that stay. Our kernels compute convolutions, products, pooling, activations and sums of floats. */
const kept = new Set(
  (
    'Abs Add AddN ArgMax Atan2 Cos CropAndResize Equal Erf Exp Floor Gather Greater GreaterEqual Less LessEqual Log LogicalAnd LogicalNot ' +
    'LogicalOr Max Maximum Mean Min Minimum Multiply Neg NotEqual PadV2 Pow RealDiv Reciprocal Rsqrt SelectV2 Sign Sin Sqrt Square ' +
    'SquaredDifference Step Sub Sum Tile Transpose'
  ).split(' '),
);

/** Kernels have names such as `Add` and `_FusedMatMul`; what tfjs starts, ends and allocates with begins with a small letter. */
const isKernel = (name) => /^(_Fused|[A-Z])/.test(name);

/** The functions that a module exports, by the names of the exports. */
const exportsOf = (module) =>
  Array.from({ length: module.getNumExports() }, (_, i) => binaryen.getExportInfo(module.getExportByIndex(i))).filter(
    ({ kind }) => kind === binaryen.ExternalFunction,
  );

/** What each function of a module calls and mentions, read from its text. */
function functionsOf(text) {
  const functions = text.split(/\n (?=\()/).filter((part) => part.startsWith('(func '));
  const all = (part, pattern) => new Set(Array.from(part.matchAll(pattern), ([, found]) => found));
  return new Map(
    functions.map((part) => [
      /^\(func \$([^\s)]+)/.exec(part)[1],
      {
        calls: all(part, /\(call \$([^\s)]+)/g),
        numbers: all(part, /\(i32\.const (\d+)\)/g),
        types: all(part, /\(call_indirect \(type \$([^\s)]+)\)/g),
      },
    ]),
  );
}

/** The function types of a module by their names, as texts. */
const typesOf = (text) => new Map(Array.from(text.matchAll(/^ \(type \$(\S+) \((func.*)\)\)$/gm), ([, name, type]) => [name, type]));

/** The type of a function, written as `typesOf` does. */
function typeOf(module, name) {
  const { params, results } = binaryen.getFunctionInfo(module.getFunction(name));
  const names = new Map(['i32', 'i64', 'f32', 'f64', 'v128'].map((type) => [binaryen[type], type]));
  const list = (kind, types) => (types.length > 0 ? ` (${kind} ${types.map((type) => names.get(type)).join(' ')})` : '');
  return `func${list('param', binaryen.expandType(params))}${list('result', binaryen.expandType(results))}`;
}

/** Every number that the data of a module may hold, at any place. Zeros at the ends of a segment are left out in the file. */
function numbersInData(module) {
  const found = new Set();
  for (let i = 0; i < module.getNumDataSegments(); i++) {
    const { data } = module.getDataSegmentInfo(module.getDataSegmentByIndex(i));
    const padded = Buffer.concat([Buffer.alloc(3), Buffer.from(data), Buffer.alloc(3)]);
    for (let at = 0; at + 4 <= padded.length; at++) found.add(String(padded.readUInt32LE(at)));
  }
  return found;
}

/** The table of a module: functions by their addresses, which are whole numbers as texts. */
function tableOf(module) {
  const { offset, data } = binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(0));
  const first = binaryen.getExpressionInfo(offset).value;
  return new Map(data.map((name, i) => [String(first + i), name]));
}

/**
 * The functions that can run when only `roots` are called from outside. A function in the table can run if its address occurs as a number in
 * one that runs, or in the data, and if one that runs calls some address with its type.
 */
function reachable(module, roots) {
  const text = module.emitText();
  const [functions, types, table, numbers] = [functionsOf(text), typesOf(text), tableOf(module), numbersInData(module)];
  const [found, called] = [new Set(), new Set()];
  const visit = (names) => {
    const todo = [...names];
    for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
      const code = functions.get(name);
      // One that is imported has no code here.
      if (!code || found.has(name)) continue;
      found.add(name);
      todo.push(...code.calls);
      for (const number of code.numbers) numbers.add(number);
      for (const type of code.types) called.add(types.get(type));
    }
  };
  // What runs at the start copies the data into shared memory.
  visit([...roots, ...Array.from(text.matchAll(/^ \(start \$(\S+)\)$/gm), ([, name]) => name)]);
  for (let before = -1; before < found.size;) {
    before = found.size;
    visit([...table].filter(([address, name]) => numbers.has(address) && called.has(typeOf(module, name))).map(([, name]) => name));
  }
  return { found, functions };
}

/** A small build of a file. Returns the names of the functions that it lacks. */
function shrink(name) {
  const module = binaryen.readBinary(readFileSync(join(dist, `${name}.wasm`)));
  module.setFeatures(features);
  const all = exportsOf(module);
  const removed = all.filter((each) => isKernel(each.name) && !kept.has(each.name)).map((each) => each.name);
  const roots = all.filter((each) => !removed.includes(each.name)).map(({ value }) => value);
  for (const each of removed) module.removeExport(each);
  const { found, functions } = reachable(module, roots);
  for (const each of functions.keys()) if (!found.has(each)) binaryen.Function.setBody(module.getFunction(each), module.unreachable());
  module.runPasses(['duplicate-function-elimination', 'remove-unused-module-elements']);
  const bytes = module.emitBinary();
  if (!WebAssembly.validate(bytes)) throw new Error(`shrink-files: ${name} is not valid any more`);
  writeFileSync(join(out, `${name}.wasm`), bytes);
  module.dispose();
  return removed;
}

mkdirSync(out, { recursive: true });
const [removed] = ['tfjs-backend-wasm-simd', 'tfjs-backend-wasm-threaded-simd'].map(shrink);
const names = removed.map((name) => JSON.stringify(name)).join(', ');
writeFileSync(join(out, 'removed.js'), `export default [${names}];\n`);
writeFileSync(join(out, 'removed.d.ts'), 'declare const names: readonly string[];\nexport default names;\n');
