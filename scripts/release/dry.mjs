// Rehearses a release, without touching this checkout: `npm run release:dry [-- --registry http://127.0.0.1:4873/]`. It clones the last
// commit, makes the version and the changelogs, builds, publishes to a registry on this machine, installs from it into fresh folders
// with each package manager, and trains there.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packAll } from '../pack.mjs';
import { published } from '../packages.mjs';
import { run } from '../spawn.mjs';
import { install, managers } from './install.mjs';
import { build } from './publish.mjs';
import { checkLocal, startRegistry } from './registry.mjs';
import { cloneVersion, makeSteps, manifestIn, publishTo } from './steps.mjs';
import { checkTypes } from './types.mjs';

const { values: options } = parseArgs({ options: { registry: { type: 'string' } } });
if (options.registry !== undefined) checkLocal(options.registry);

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-release-'));
const copy = join(folder, 'repository');
const steps = makeSteps();
const { report, need } = steps;

function checkTarballs() {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  for (const [name, file] of Object.entries(packAll(tarballs, copy))) {
    // attw looks for types of everything that is exported, also of style sheets and WebAssembly.
    const untyped = Object.keys(manifestIn(copy, name).exports).filter((path) => /\.(css|wasm)$/.test(path));
    const excluded = untyped.length > 0 ? ['--exclude-entrypoints', ...untyped] : [];
    report(`attw finds nothing in ${name}`, run('attw', [file, '--profile', 'esm-only', '--no-emoji', ...excluded], copy));
  }
}

const lossOf = ({ text }) => text.match(/^\d+\.\d{3}$/m)?.[0];

/** Trains in a project of each package manager, as an ES module and in CommonJS. All losses must be the same. */
function trainEverywhere(registry, version) {
  const ours = ['backend-node', 'core', 'datasets', 'layers', 'losses', 'models', 'training'];
  const dependencies = {
    ...Object.fromEntries(ours.map((name) => [`@autoencoders/${name}`, version])),
    '@tensorflow/tfjs-core': '^4.22.0',
  };
  const losses = new Set();
  for (const manager of Object.keys(managers)) {
    const project = join(folder, manager.replace(' ', '-'));
    if (!report(`${manager} installs the packages`, install(manager, project, registry, dependencies))) continue;
    for (const program of ['train.mjs', 'train.cjs']) {
      const trained = run(process.execPath, [program], project);
      report(`${program} trains where ${manager} installed`, { ok: trained.ok && lossOf(trained) !== undefined, text: trained.text });
      losses.add(lossOf(trained));
    }
  }
  report(`all trainings end with the same loss (${[...losses].join(', ')})`, { ok: losses.size === 1, text: '' });
}

/** All packages in one project: the examples type-check, and the command runs. */
function useAll(registry, version) {
  const project = join(folder, 'all');
  const dependencies = {
    ...Object.fromEntries(published.map((name) => [`@autoencoders/${name}`, version])),
    '@tensorflow/tfjs-core': '4.22.0',
    '@tensorflow/tfjs-backend-cpu': '4.22.0',
  };
  need('npm installs all packages', install('npm', project, registry, dependencies));
  const trained = run('npx', ['autoencoders', 'train', 'variational', '--data', 'digits', '--epochs', '1', '--out', 'run'], project);
  report('npx autoencoders train works', {
    ok: trained.ok && readdirSync(join(project, 'run')).includes('report.html'),
    text: trained.text,
  });
  const readmes = {
    root: join(copy, 'README.md'),
    ...Object.fromEntries(published.map((name) => [name, join(copy, 'packages', name, 'README.md')])),
  };
  for (const { name, ...result } of checkTypes(project, readmes)) report(name, result);
}

const own = options.registry === undefined ? await startRegistry() : undefined;
const registry = own?.url ?? options.registry;
try {
  const version = cloneVersion(copy, steps);
  need('the packages build', build(copy));
  await publishTo(registry, version, { from: copy, folder, need });
  checkTarballs();
  trainEverywhere(registry, version);
  useAll(registry, version);
} catch (error) {
  report('the rehearsal', { ok: false, text: error.message });
} finally {
  own?.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = steps.failures() > 0 ? 1 : 0;
