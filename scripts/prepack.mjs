// Runs before a package is packed, for its script `prepack`: builds it into an empty `dist`, and refuses what would be a broken package.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const { name, version, files } = JSON.parse(readFileSync('package.json', 'utf8'));
const stop = (why) => {
  console.error(`${name} is not packed: ${why}`);
  process.exit(1);
};

if (!process.env.npm_config_user_agent?.startsWith('pnpm/'))
  stop('use pnpm, which writes versions for "workspace:^" and leaves out what only this repository needs.');
// A release has built all packages just before.
if (!process.env.AUTOENCODERS_RELEASE) {
  rmSync('dist', { recursive: true, force: true });
  const { status } = spawnSync('turbo', ['run', 'build', `--filter=${name}`, '--output-logs=errors-only'], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) stop('the build failed.');
}
// Changesets write the changelog of a version.
const expected = files.filter((file) => !file.includes('*') && (file !== 'CHANGELOG.md' || version !== '0.0.0'));
const missing = expected.filter((file) => !existsSync(file));
if (missing.length > 0) stop(`there is no ${missing.join(' and no ')}; install the workspace, which makes it, and build.`);
