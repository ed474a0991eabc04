// Rehearses a release, without touching this checkout: `npm run release:dry [-- --registry http://127.0.0.1:4873/]`. It clones the last
// commit, makes the version and the changelogs, builds, publishes to a registry on this machine, installs from it into fresh folders
// with each package manager, and trains there.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packAll } from '../pack.mjs';
import { published, root } from '../packages.mjs';
import { run } from '../spawn.mjs';
import { install, managers } from './install.mjs';
import { build, publish } from './publish.mjs';
import { checkLocal, startRegistry } from './registry.mjs';
import { checkTypes } from './types.mjs';

const { values: options } = parseArgs({ options: { registry: { type: 'string' } } });
if (options.registry !== undefined) checkLocal(options.registry);

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-release-'));
const copy = join(folder, 'repository');
let failures = 0;

/** Prints whether a step succeeded, and if not, what it printed. */
function report(name, { ok, text }) {
  console.log(`${ok ? '✓' : '✗'} ${name}`);
  if (!ok) console.log(text);
  failures += ok ? 0 : 1;
  return ok;
}

/** Stops where no later step makes sense. */
function need(name, result) {
  if (!report(name, result)) throw new Error(`the rehearsal ends here: ${name} failed`);
}

const manifestIn = (name) => JSON.parse(readFileSync(join(copy, 'packages', name, 'package.json'), 'utf8'));

/** Makes the version: every package has the same, and a changelog. Returns it. */
function makeVersion() {
  need('a clone of the last commit', run('git', ['clone', '--quiet', root, copy], folder));
  need('its dependencies install', run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], copy, { CI: 'true' }));
  need('changesets make the version', run('changeset', ['version'], copy));
  const versions = new Set(published.map((name) => manifestIn(name).version));
  const without = published.filter((name) => !existsSync(join(copy, 'packages', name, 'CHANGELOG.md')));
  const [version] = versions;
  report(`every package has version ${version}`, { ok: versions.size === 1 && version !== '0.0.0', text: [...versions].join(' ') });
  report('every package has a changelog', { ok: without.length === 0, text: without.join(' ') });
  return version;
}

function publishTo(registry, version) {
  need('the packages build', build(copy));
  // npm wants a token, though this registry reads none. No other configuration of the user is read, so that nothing names another registry.
  const config = join(folder, 'npmrc');
  writeFileSync(config, `registry=${registry}\n@autoencoders:registry=${registry}\n//${new URL(registry).host}/:_authToken=rehearsal\n`);
  need('the packages are published', publish(copy, { npm_config_userconfig: config, NPM_CONFIG_USERCONFIG: config }));
  const asked = published.map((name) => run('npm', ['view', `@autoencoders/${name}@${version}`, 'version', '--registry', registry], copy));
  need(`the registry has all ${published.length}`, { ok: asked.every(({ ok }) => ok), text: asked.map(({ text }) => text).join('') });
}

function checkTarballs() {
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  for (const [name, file] of Object.entries(packAll(tarballs, copy))) {
    // attw looks for types of everything that is exported, also of style sheets.
    const styles = Object.keys(manifestIn(name).exports).filter((path) => path.endsWith('.css'));
    const excluded = styles.length > 0 ? ['--exclude-entrypoints', ...styles] : [];
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
  const version = makeVersion();
  publishTo(registry, version);
  checkTarballs();
  trainEverywhere(registry, version);
  useAll(registry, version);
} catch (error) {
  failures += 1;
  console.error(error.message);
} finally {
  own?.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
