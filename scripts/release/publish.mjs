// Builds all packages, publishes each whose version the registry does not have, and tags the commit. The workflow release.yml runs it. The
// rehearsal uses `publish` with its own registry.
import { fileURLToPath } from 'node:url';
import { published, root } from '../packages.mjs';
import { run } from '../spawn.mjs';

/** Builds the packages of the checkout `from`. */
export const build = (from) => run('turbo', ['run', 'build', '--filter=./packages/*', '--output-logs=errors-only'], from);

/** Publishes the packages of the checkout `from`, which are built. */
export function publish(from, env = {}) {
  const filters = published.flatMap((name) => ['--filter', `@autoencoders/${name}`]);
  return run('pnpm', ['-r', ...filters, 'publish', '--access', 'public', '--no-git-checks'], from, { AUTOENCODERS_RELEASE: '1', ...env });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.env.GITHUB_ACTIONS) {
    console.error('Packages are released by the workflow .github/workflows/release.yml; "npm run release:dry" rehearses it.');
    process.exit(1);
  }
  for (const step of [build, publish, (from) => run('changeset', ['tag'], from)]) {
    const { ok, text } = step(root);
    console.log(text);
    if (!ok) process.exit(1);
  }
}
