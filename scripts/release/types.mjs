// Type-checks the examples of the READMEs in a project that installed the packages, with several versions of TypeScript.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../spawn.mjs';

const versions = { 'typescript-5.6': '5.6', 'typescript-5.9': '5.9', 'typescript-latest': 'latest' };
const modules = {
  bundler: { module: 'ESNext', moduleResolution: 'bundler' },
  nodenext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
};

/** Errors within the types of others: tfjs-core has a type `Long` that it does not import, and @webgpu/types repeats what TypeScript 7 has. */
const OTHERS = /^node_modules\/@(tensorflow|webgpu|typescript)\//;

/** As in a project that Vite makes, but with the types of packages checked as well. */
const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  moduleDetection: 'force',
  types: ['node'],
};

/** Writes every complete example of the READMEs as a file of `examples/`. */
function writeExamples(folder, readmes) {
  mkdirSync(join(folder, 'examples'), { recursive: true });
  for (const [name, file] of Object.entries(readmes))
    for (const [i, [, code]] of [...readFileSync(file, 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].entries())
      writeFileSync(join(folder, 'examples', `${name}-${i + 1}.ts`), code);
}

/** Checks the examples in `folder`. Yields the result for each version of TypeScript and each way to resolve modules. */
export function* checkTypes(folder, readmes) {
  const aliases = Object.entries(versions).map(([alias, version]) => `${alias}@npm:typescript@${version}`);
  const installed = run('npm', ['install', '--no-save', '--no-audit', '--no-fund', ...aliases, '@types/node@20'], folder);
  if (!installed.ok) return yield { name: 'TypeScript installs', ...installed };
  writeExamples(folder, readmes);
  for (const alias of Object.keys(versions)) {
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules', alias, 'package.json'), 'utf8'));
    for (const [name, options] of Object.entries(modules)) {
      const project = `tsconfig.${alias}.${name}.json`;
      const include = readdirSync(join(folder, 'examples')).map((file) => `examples/${file}`);
      writeFileSync(join(folder, project), JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, files: include }));
      const tsc = join('node_modules', alias, 'bin', 'tsc');
      const { text } = run(process.execPath, [tsc, '-p', project, '--pretty', 'false'], folder);
      const errors = text.split('\n').filter((line) => line.includes('error TS') && !OTHERS.test(line));
      yield { name: `the examples type-check with TypeScript ${version}, ${name}`, ok: errors.length === 0, text: errors.join('\n') };
    }
  }
}
