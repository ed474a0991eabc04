// Compiles the AssemblyScript in assembly/ to WebAssembly, once plain and once with relaxed SIMD (fused multiply-add),
// and writes each as a module that holds its bytes, compressed by gzip, in base64: kernels/simd.js and kernels/relaxed.js. Also writes
// kernels/parameters.js, which for every exported function puts numbers that have the names of its parameters in order.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'kernels');
// The memory is tfjs's own: the module may hold no data and run nothing at its start.
const common = '-O3 --noAssert --runtime stub --importMemory --use abort= --disableWarning 112 --enable simd,bulk-memory';
const variants = { simd: common, relaxed: `${common},relaxed-simd` };

mkdirSync(out, { recursive: true });
for (const [name, flags] of Object.entries(variants)) {
  const file = join('kernels', `${name}.wasm`);
  const { error, stderr } = await asc.main(['assembly/index.ts', '--baseDir', root, '-o', file, ...flags.split(' ')]);
  if (error) throw new Error(`compile-kernels: ${error.message}\n${stderr}`);
  const bytes = readFileSync(join(root, file));
  rmSync(join(root, file));
  const sections = sectionsOf(bytes);
  if (sections.has(8) || sections.has(11)) throw new Error(`compile-kernels: ${name} has data, or runs something at its start`);
  writeFileSync(join(out, `${name}.js`), `export default '${gzipSync(bytes, { level: 9 }).toString('base64')}';\n`);
  writeFileSync(join(out, `${name}.d.ts`), 'declare const base64: string;\nexport default base64;\n');
}

// A function for each, not a list of names to look up: these run in every step of a training.
const parameters = Object.entries(parametersOf(readFileSync(join(root, 'assembly', 'index.ts'), 'utf8')));
const js = parameters.map(([name, names]) => `  ${name}: (given) => [${names.map((each) => `given.${each}`).join(', ')}],\n`);
const types = parameters.map(([name, names]) => `  readonly ${name}: InOrder<${names.map((each) => `'${each}'`).join(' | ')}>;\n`);
writeFileSync(join(out, 'parameters.js'), `export default {\n${js.join('')}};\n`);
writeFileSync(
  join(out, 'parameters.d.ts'),
  `type InOrder<P extends string> = (given: Readonly<Record<P, number>>) => number[];
declare const parameters: {\n${types.join('')}};
export default parameters;\n`,
);

/** The parameters of what a module of assembly/ exports from others, by function. */
function parametersOf(index) {
  const found = {};
  for (const [, names, module] of index.matchAll(/^export \{ (.*) \} from '\.\/(.*)';$/gm)) {
    const source = readFileSync(join(root, 'assembly', `${module}.ts`), 'utf8');
    for (const name of names.split(', ')) {
      const [, list] = source.match(new RegExp(`^export function ${name}\\(([^)]*)\\)`, 'm')) ?? [];
      if (!list) throw new Error(`compile-kernels: assembly/${module}.ts has no function ${name} with parameters`);
      found[name] = [...list.matchAll(/(\w+):/g)].map(([, parameter]) => parameter);
    }
  }
  return found;
}

/** The numbers of the sections that a module has. */
function sectionsOf(bytes) {
  const found = new Set();
  for (let at = 8; at < bytes.length;) {
    found.add(bytes[at++]);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
  }
  return found;
}
