import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runOnnx } from '../packages/exchange/test/onnxruntime.js';
import { packAll } from '../scripts/pack.mjs';
import { root } from '../scripts/packages.mjs';
import { run } from '../scripts/spawn.mjs';

/*
 * The packages in examples/, as somebody outside of this repository writes them: built and packed on their own, and installed beside our packed
 * packages into an empty folder. Only public exports are there.
 */
const kinds = ['layer', 'loss', 'noise', 'bottleneck', 'backend'] as const;
const folder = mkdtempSync(join(tmpdir(), 'strangers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in the folder, and gives what it printed. Fails if it fails. */
function done(command: string, args: readonly string[], at = folder): string {
  const { ok, text } = run(command, args, at);
  expect(ok, text).toBe(true);
  return text;
}

const npm = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];

/** Our packages that the strangers and the program use, and what those use. */
const used = ['anomaly', 'core', 'datasets', 'exchange', 'files', 'layers', 'losses', 'metrics', 'models', 'noise', 'tables', 'training'];

/** Installs our packed packages, and builds, packs and installs those of the strangers. */
function install(): void {
  const packed = mkdtempSync(join(folder, 'packed-'));
  const files = packAll(packed);
  const tarballs = used.map((name) => [`@autoencoders/${name}`, `file:${files[name]}`] as const);
  const own = Object.fromEntries(tarballs);
  const tensorflow = { '@tensorflow/tfjs-core': '4.22.0', '@tensorflow/tfjs-backend-cpu': '4.22.0' };
  const overrides = Object.fromEntries(tarballs.map(([name]) => [name, `$${name}`]));
  const manifest = { type: 'module', dependencies: { ...own, ...tensorflow }, devDependencies: { '@types/node': '^20.19.0' }, overrides };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  done('npm', ['install', ...npm, '--omit=optional']);
  for (const kind of kinds) {
    const at = join(folder, 'sources', kind);
    cpSync(join(root, 'examples', kind), at, { recursive: true });
    done('tsc', [], at);
    done('npm', ['pack', '--pack-destination', folder, '--loglevel=error'], at);
  }
  const strangers = readdirSync(folder).filter((file) => file.endsWith('.tgz'));
  rmSync(join(folder, 'sources'), { recursive: true });
  done('npm', ['install', ...npm, '--omit=optional', ...strangers.map((file) => `./${file}`)]);
}

/** Errors between the types of TensorFlow.js, of WebGPU, which it brings, and of TypeScript. This repository cannot mend them. */
const notOurs = /node_modules\/@(tensorflow|webgpu|typescript)\//;

/** Compiles the program, and gives the errors in it and in the types of the packages that it uses. */
function compile(): readonly string[] {
  cpSync(join(root, 'examples', 'program'), join(folder, 'program'), { recursive: true });
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    strict: true,
    skipLibCheck: false,
    types: ['node'],
    rootDir: 'program',
    outDir: 'dist',
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['program'] }));
  const { text } = run('tsc', ['--pretty', 'false'], folder);
  return text.split('\n').filter((line) => line.includes('error TS') && !notOurs.test(line));
}

/** What a program printed as JSON, among notices of tfjs. */
const printed = <T>(name: string): T =>
  JSON.parse(
    done(process.execPath, [join('dist', name)])
      .split('\n')
      .find((line) => line.startsWith('{'))!,
  ) as T;

test.each(['layer', 'loss', 'noise', 'bottleneck'])('the page about writing a %s has the code of its package', (kind) => {
  const code = readFileSync(join(root, 'examples', kind, 'src', 'index.ts'), 'utf8');
  expect(readFileSync(join(root, 'docs', 'how-to', `write-a-${kind}.md`), 'utf8')).toContain(`\`\`\`ts\n${code}\`\`\`\n`);
});

describe('packages of strangers', { timeout: 300_000 }, () => {
  interface Trained {
    readonly losses: readonly number[];
    readonly inWorker: readonly number[];
    readonly withoutHook: string;
    readonly toPytorch: string;
  }
  let trained: Trained;
  let errors: readonly string[];
  beforeAll(() => {
    install();
    errors = compile();
    trained = printed('train.js');
  }, 300_000);

  test('type-check, with the types of our packages', () => expect(errors).toEqual([]));

  test('compose in a model and train', () => {
    expect(trained.losses).toHaveLength(12);
    expect(trained.losses.at(-1)).toBeLessThan(0.7 * trained.losses[0]!);
  });

  test('train in a worker, to the same losses', () => expect(trained.inWorker).toEqual(trained.losses));

  test('are loaded in another process, and are the same in ONNX', async () => {
    const { codes, reconstruction } = printed<Readonly<Record<'codes' | 'reconstruction', number[]>>>('load.js');
    expect(codes.every(Number.isInteger)).toBe(true);
    const x = Float32Array.from({ length: 64 }, (_, i) => (i % 9) / 9);
    const outputs = await runOnnx(readFileSync(join(folder, 'model.onnx')), { x: { values: x, shape: [1, 64] } });
    expect([...outputs.codes!.values]).toEqual(codes);
    for (const [i, value] of outputs.reconstruction!.values.entries()) expect(value).toBeCloseTo(reconstruction[i]!, 5);
  });

  test('are refused by name where nobody says how to write them', () => {
    expect(trained.withoutHook).toBe(
      'toOnnx: encoder.0 is gated, which has no counterpart outside of these packages; give toOnnx a function that writes it, as layers: { gated }',
    );
    expect(trained.toPytorch).toBe('toPytorch: encoder.0 is gated, which has no counterpart outside of these packages');
  });

  test('a backend computes with a kernel of its own', () => {
    const { plain, cpu, kernels } = printed<Readonly<Record<'plain' | 'cpu', number[]> & Record<'kernels', string[]>>>('kl.js');
    expect(kernels).toContain('GaussianKl');
    for (const [i, loss] of plain.entries()) expect(loss).toBeCloseTo(cpu[i]!, 3);
  });
});
