import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hideDisposalSymbols } from '@autoencoders/testing/browser';
import { build } from 'vite';
import { afterAll, describe, expect, test } from 'vitest';
import { bundled } from '../bench/src/size/bundle.js';
import { root } from '../scripts/packages.mjs';
import { run } from '../scripts/spawn.mjs';

/** Trains a model, and lets `using` dispose of it and of PCA. */
const program = `import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend, tensor2d } from '@tensorflow/tfjs-core';
import { dense } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { autoencoder, pca } from '@autoencoders/models';
import { fit } from '@autoencoders/training';
await setBackend('cpu');
const before = memory().numTensors;
const x = tensor2d([[1, 2], [3, 4], [5, 7]]);
let epochs = 0;
let keys = [];
{
  using model = autoencoder({ input: [2], encoder: dense(1), decoder: dense(2), seed: 1 });
  using plane = await pca(x, 1);
  for await (const { epoch } of fit(model, x, { loss: { squaredError }, epochs: 2 })) epochs = epoch;
  keys = [Symbol.dispose in model, Symbol.dispose in plane, 'undefined' in model];
}
{
  await using last = { [Symbol.asyncDispose]: async () => x.dispose() };
}
console.log(JSON.stringify({ epochs, keys, left: memory().numTensors - before }));
`;

const folder = mkdtempSync(join(tmpdir(), 'older-'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The program as TypeScript compiles it, with its own helpers for `using`. */
function compiled(): string {
  writeFileSync(join(folder, 'program.ts'), program);
  const options = ['--noCheck', '--ignoreConfig', '--target', 'es2022', '--module', 'esnext'];
  const { ok, text } = run('tsc', [...options, join(folder, 'program.ts')], folder);
  expect(ok, text).toBe(true);
  const code = readFileSync(join(folder, 'program.js'), 'utf8');
  expect(code).toContain('__addDisposableResource');
  return code;
}

/** A bundle by esbuild, from the built packages, all but TensorFlow.js. What it loads later goes beside it. */
async function byEsbuild(code: string): Promise<string> {
  const parts = await bundled(code, ['@tensorflow/*'], 'node');
  for (const { name, text } of parts) writeFileSync(join(folder, name), text);
  return parts.find(({ name }) => name === 'stdin.js')!.text;
}

/** A bundle by Vite, from the built packages. */
async function byVite(code: string): Promise<string> {
  const virtual = {
    name: 'program',
    resolveId: (id: string) => (id === entry ? id : undefined),
    load: (id: string) => (id === entry ? code : undefined),
  };
  const entry = join(root, 'bench', 'src', 'program.ts');
  const made = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [virtual],
    ssr: { noExternal: true },
    build: { ssr: entry, write: false, minify: true, target: 'es2022', rolldownOptions: { output: { codeSplitting: false } } },
  });
  return (made as { readonly output: readonly { readonly code: string }[] }).output[0]!.code;
}

/** What the program prints in a process that never had the symbols. */
function printed(code: string): unknown {
  const [before, file] = [join(folder, 'before.mjs'), join(folder, 'bundle.mjs')];
  writeFileSync(before, `(${hideDisposalSymbols})();\nif ('dispose' in Symbol) throw new Error('it is still there');\n`);
  writeFileSync(file, code);
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', before, file], { encoding: 'utf8' });
  expect(stdout, stderr.slice(-2000)).toMatch(/^\{.*\}$/m);
  return JSON.parse(/^\{.*\}$/m.exec(stdout)![0]);
}

describe('an engine without Symbol.dispose', () => {
  test.each([
    ['TypeScript, in no bundle', () => compiled()],
    ['esbuild', () => byEsbuild(program)],
    ['TypeScript and esbuild', () => byEsbuild(compiled())],
    ['TypeScript and Vite', () => byVite(compiled())],
    ['Vite alone', () => byVite(program)],
  ])('trains and disposes what `using` declares, compiled by %s', async (_, bundle) => {
    expect(printed(await bundle())).toEqual({ epochs: 2, keys: [true, true, false], left: 0 });
  });
});
