import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packages } from '../scripts/packages.mjs';

/** Which packages of ours each package may build on. What stands lower knows nothing of what stands higher. */
const mayUse: Record<string, readonly string[]> = {
  core: [],
  layers: ['core'],
  losses: ['core'],
  noise: ['core'],
  models: ['core', 'layers'],
  training: ['core'],
  datasets: ['core'],
  tables: ['core'],
  files: ['core'],
  metrics: ['core'],
  report: ['core'],
  'backend-node': ['core', 'backend-wasm'],
  'backend-wasm': ['core'],
  'backend-webgl': ['core'],
  'backend-webgpu': ['core'],
  mpi: ['core'],
  testing: ['core'],
  variants: ['core', 'layers', 'losses', 'noise', 'models'],
  exchange: ['core', 'layers', 'models', 'tables', 'files'],
  anomaly: ['core', 'layers', 'losses', 'noise', 'models', 'training', 'datasets', 'tables', 'metrics'],
  cli: [
    'anomaly',
    'exchange',
    'core',
    'layers',
    'losses',
    'noise',
    'models',
    'variants',
    'training',
    'datasets',
    'tables',
    'files',
    'metrics',
    'report',
    'backend-node',
    'mpi',
  ],
};

const folder = new URL('../packages/', import.meta.url);
interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly imports?: Record<string, object>;
}
const manifest = (name: string): Manifest => JSON.parse(readFileSync(new URL(`${name}/package.json`, folder), 'utf8')) as Manifest;
const ours = (dependencies: Record<string, string> = {}): string[] =>
  Object.keys(dependencies)
    .filter((name) => name.startsWith('@autoencoders/'))
    .map((name) => name.slice('@autoencoders/'.length));

test('every package stands in the table of directions', () => {
  expect(packages.toSorted()).toEqual(Object.keys(mayUse).sort());
});

test.each(Object.keys(mayUse))('%s builds only on what it may', (name) => {
  const { dependencies, peerDependencies } = manifest(name);
  const used = [...ours(dependencies), ...ours(peerDependencies)];
  expect(used.filter((other) => !mayUse[name]!.includes(other))).toEqual([]);
});

test.each(Object.keys(mayUse))('the sources of %s import nothing that its package.json does not name', (name) => {
  const { dependencies = {}, peerDependencies = {}, imports = {} } = manifest(name);
  const named = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies), ...Object.keys(imports)]);
  const source = new URL(`${name}/src/`, folder);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.test(-d)?\.ts$/.test(file),
  );
  const imported = files.flatMap((file) =>
    [...readFileSync(new URL(file, source), 'utf8').matchAll(/^(?:import|export)\b[^;]*?from '([^'.][^']*)'|^import '([^'.][^']*)'/gm)].map(
      ([, from, bare]) => from ?? bare!,
    ),
  );
  const names = imported
    .filter((path) => !path.startsWith('node:'))
    .map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  expect([...new Set(names)].filter((path) => !named.has(path))).toEqual([]);
});

test.each(Object.keys(mayUse).filter((name) => name !== 'cli'))(
  '%s leaves tfjs-core to who installs it: two copies would be two engines',
  (name) => {
    const { dependencies = {}, peerDependencies = {} } = manifest(name);
    expect(dependencies).not.toHaveProperty('@tensorflow/tfjs-core');
    expect(peerDependencies).toHaveProperty('@tensorflow/tfjs-core');
  },
);
