// The steps of a release up to a registry of this machine. `npm run release:dry` and `npm run platforms` take them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { published, root } from '../packages.mjs';
import { run } from '../spawn.mjs';
import { publish } from './publish.mjs';

/** Prints steps and counts them. */
export function makeSteps() {
  let passes = 0;
  let failures = 0;

  /** Prints whether a step succeeded, and if not, what it printed. */
  function report(name, { ok, text }) {
    console.log(`${ok ? '✓' : '✗'} ${name}`);
    if (!ok) console.log(text);
    if (ok) passes += 1;
    else failures += 1;
    return ok;
  }

  /** Stops where no later step makes sense. */
  function need(name, result) {
    if (!report(name, result)) throw new Error(`it ends here: ${name} failed`);
  }

  return { report, need, passes: () => passes, failures: () => failures };
}

/** The package.json of a package in the checkout `from`. */
export const manifestIn = (from, name) => JSON.parse(readFileSync(join(from, 'packages', name, 'package.json'), 'utf8'));

/** Clones the last commit to `copy` and makes the version: every package has the same, and a changelog. Returns it. */
export function cloneVersion(copy, { report, need }) {
  need('a clone of the last commit', run('git', ['clone', '--quiet', root, copy], root));
  need('its dependencies install', run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], copy, { CI: 'true' }));
  need('changesets make the version', run('changeset', ['version'], copy));
  const versions = new Set(published.map((name) => manifestIn(copy, name).version));
  const without = published.filter((name) => !existsSync(join(copy, 'packages', name, 'CHANGELOG.md')));
  const [version] = versions;
  report(`every package has version ${version}`, { ok: versions.size === 1 && version !== '0.0.0', text: [...versions].join(' ') });
  report('every package has a changelog', { ok: without.length === 0, text: without.join(' ') });
  return version;
}

/**
 * Publishes the packages of the checkout `from`, which are built, to a registry of this machine. `folder` is for settings. Without
 * `scripts`, what the packages generate is taken as it is there.
 */
export async function publishTo(registry, version, { from, folder, need, scripts = true }) {
  // npm wants a token, though this registry reads none. No other configuration of the user is read, so that nothing names another registry.
  const config = join(folder, 'npmrc');
  writeFileSync(config, `registry=${registry}\n@autoencoders:registry=${registry}\n//${new URL(registry).host}/:_authToken=rehearsal\n`);
  const settings = { npm_config_userconfig: config, NPM_CONFIG_USERCONFIG: config, npm_config_ignore_scripts: String(!scripts) };
  need('the packages are published', publish(from, settings));
  const known = async (name) => (await fetch(new URL(`@autoencoders%2f${name}`, registry)).then((answer) => answer.json())).versions;
  const missing = [];
  for (const name of published) if (!(await known(name))?.[version]) missing.push(name);
  need(`the registry has all ${published.length}`, { ok: missing.length === 0, text: `it lacks ${missing.join(' ')}` });
}
