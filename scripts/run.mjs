// Sets this checkout up when needed, then runs a task of the workspace through turbo.
// Needs nothing but Node and npm: npx brings the pnpm that package.json pins for the install, and after that
// pnpm and turbo both lie in node_modules/.bin.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [major, minor] = process.versions.node.split('.').map(Number);
if (!(major >= 24 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19))) {
  console.error(`Node ${process.versions.node} does not run this repository; it needs ${manifest.engines.node}.`);
  process.exit(1);
}

const windows = process.platform === 'win32';
const bin = join(root, 'node_modules', '.bin');
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', PATH: bin + delimiter + process.env.PATH };

function run(command, args, options = {}) {
  const { error, status, stdout } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: windows, env, ...options });
  if (error) console.error(error.message);
  if (status === 0) return;
  if (stdout) process.stdout.write(stdout);
  process.exit(status ?? 1);
}

/** The kernels that `setNodeBackend` lets OpenBLAS take. Empty without an OpenBLAS. */
function bestKernels() {
  const program = `
    const { setNodeBackend } = await import('@autoencoders/backend-node');
    const { blas } = await setNodeBackend({ threads: 1, onNotice: () => undefined });
    console.log(blas?.kernels ?? '');`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: root, env, encoding: 'utf8' });
  return stdout.trim();
}

/** Installs what the lock file names, unless this Node already did for this lock file. */
function install() {
  const stamp = join(root, 'node_modules', '.setup-stamp');
  const want = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .update(process.version)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  console.log('Installing dependencies…');
  const pnpm = manifest.packageManager.replace(/\+.*/, '');
  // From outside the checkout: npx would otherwise run the pnpm in node_modules that this install may replace.
  run('npx', ['--yes', pnpm, '--dir', root, 'install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'], {
    cwd: tmpdir(),
    env: { ...process.env, CI: 'true' },
  });
  writeFileSync(stamp, want);
}

/** What runs, and about how long each part takes on two processors when nothing of it was run before, with the build. */
const announcement = (
  long,
) => `Tests${long ? ', in their long form' : ''}. What did not change since it last passed is not run again. From nothing, about:
  build, types and lint      2 minutes
  packages and the command   ${long ? '20' : '10'} minutes
  pages in Chromium          ${long ? '20 minutes' : '6 minutes (in all combinations, and with pictures: npm run test:long)'}
`;

const quiet = '--output-logs=errors-only';
const [task = 'build', ...rest] = process.argv.slice(2);
install();
if (task === 'start') {
  // Silent unless it fails.
  run('turbo', ['run', 'build', quiet], { stdio: ['inherit', 'pipe', 'inherit'] });
  const args = rest[0] && !rest[0].startsWith('-') ? rest : ['variational', ...rest];
  // Ctrl-C is for the command, which ends in good order; this script only waits for it.
  process.on('SIGINT', () => undefined);
  run(process.execPath, [join(root, 'packages/cli/bin/autoencoders.js'), 'train', ...args], { cwd: process.env.INIT_CWD ?? root });
} else if (task === 'test' || task === 'test:long') {
  const long = task === 'test:long' || env.LONG_TESTS === '1';
  console.log(announcement(long));
  const turbo = (tasks) => ['run', ...tasks, ...(process.env.CI ? [] : [quiet]), ...rest];
  // Alone and first: the tests write builds and temporary files that the linters would find half written.
  const lint = spawnSync('turbo', turbo(['lint:root']), { cwd: root, stdio: 'inherit', shell: windows, env }).status ?? 1;
  if (lint !== 0 && !rest.includes('--continue')) process.exit(lint);
  // What the root's tests need. Builds between the tests would let these begin last, with one processor idle.
  run('turbo', turbo(['build']));
  const tasks = ['typecheck:packages', 'typecheck:apps', 'typecheck:tests', 'test', 'test:root'];
  run('turbo', turbo(tasks), { env: { ...env, LONG_TESTS: long ? '1' : '' } });
  process.exit(lint);
} else if (task === 'apps' || task === 'apps:build') {
  const gallery = join(root, 'apps', 'gallery');
  run('turbo', ['run', 'kernels', quiet], { stdio: ['inherit', 'pipe', 'inherit'] });
  process.on('SIGINT', () => undefined);
  run('vite', [...(task === 'apps' ? [] : ['build']), ...rest], { cwd: gallery });
  if (task === 'apps:build')
    console.log(`The static site is in ${relative(process.cwd(), join(gallery, 'dist'))}; any web server can serve it.`);
} else if (task === 'docs' || task === 'docs:build') {
  const site = join(root, 'docs', 'site');
  run('turbo', ['run', 'kernels', quiet], { stdio: ['inherit', 'pipe', 'inherit'] });
  process.on('SIGINT', () => undefined);
  run(join(site, 'node_modules', '.bin', 'vitepress'), [task === 'docs' ? 'dev' : 'build', ...rest], { cwd: site });
  if (task === 'docs:build')
    console.log(
      `The static site is in ${relative(process.cwd(), join(site, 'dist'))}; any web server can serve it. BASE=/folder/ is for a folder of a host.`,
    );
} else if (task.startsWith('bench') || task === 'conformance' || task === 'fuzz' || task === 'make:models') {
  run('turbo', ['run', 'build', quiet]);
  // OpenBLAS takes its best kernels for this processor, whatever the shell pins it to: for ours and for PyTorch.
  delete env.OPENBLAS_CORETYPE;
  const kernels = bestKernels();
  if (kernels) env.OPENBLAS_CORETYPE = kernels;
  run(process.execPath, [join(root, 'bench', 'dist', `${task.replace('bench:', '').replace(':', '-')}.js`), ...rest]);
} else if (task === 'faults') {
  run('turbo', ['run', 'build', quiet]);
  run(process.execPath, [join(root, 'scripts', 'faults', 'index.mjs'), ...rest]);
} else if (task === 'platforms') {
  run('turbo', ['run', 'build', quiet]);
  run(process.execPath, [join(root, 'scripts', 'platforms', 'index.mjs'), ...rest]);
} else if (task === 'browsers') {
  run('turbo', ['run', 'kernels', quiet]);
  run(process.execPath, [join(root, 'scripts', 'platforms', 'sample-apps.mjs'), ...rest]);
} else if (task === 'release:dry') run(process.execPath, [join(root, 'scripts', 'release', 'dry.mjs'), ...rest]);
else run('turbo', ['run', task, ...rest]);
