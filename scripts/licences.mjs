// Writes docs/dependencies.md: every package that comes with ours, with its version and licence. `npm run licences` writes it. A test
// compares it with what is installed, so that a review shows each change.
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { published, root } from './packages.mjs';

export const page = join(root, 'docs', 'dependencies.md');

const manifestIn = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** The folder of the package `name` as one in `folder` would load it; undefined if it is not installed. */
function folderOf(name, folder) {
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, 'node_modules', name);
    if (existsSync(join(found, 'package.json'))) return realpathSync(found);
    if (at === dirname(at)) return undefined;
  }
}

/** What a package brings: its dependencies, those it can do without, and peers that it cannot. */
function broughtBy({ dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  const peers = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
  return [...new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers])];
}

/**
 * Every package of others that comes with a published package of ours, by name and version. Of binaries for one platform, those for
 * this one.
 *
 * @returns {{ name: string, version: string, licence: string, folder: string, manifest: any, users: string[], platform: boolean }[]}
 */
export function installed() {
  const found = new Map();
  const seen = new Set();
  const visit = (folder, user) => {
    const manifest = manifestIn(folder);
    for (const name of broughtBy(manifest)) {
      const at = folderOf(name, folder);
      if (!at && manifest.optionalDependencies?.[name]) continue;
      if (!at) throw new Error(`${manifest.name} needs ${name}, which is not installed`);
      const theirs = manifestIn(at);
      const ours = theirs.name.startsWith('@autoencoders/');
      if (!ours && !found.has(at))
        found.set(at, {
          name: theirs.name,
          version: theirs.version,
          licence: theirs.license ?? theirs.licenses?.map(({ type }) => type).join(' OR ') ?? 'none',
          folder: at,
          manifest: theirs,
          users: new Set(),
          platform: Boolean(theirs.os ?? theirs.cpu),
        });
      if (!ours) found.get(at).users.add(user ?? manifest.name);
      if (seen.has(`${user}|${at}`)) continue;
      seen.add(`${user}|${at}`);
      visit(at, ours ? undefined : (user ?? manifest.name));
    }
  };
  for (const name of published) visit(join(root, 'packages', name), undefined);
  const inOrder = (a, b) => (a.name + a.version < b.name + b.version ? -1 : 1);
  return [...found.values()].map((each) => ({ ...each, users: [...each.users].sort() })).sort(inOrder);
}

/** The page as Markdown. */
export function printed(dependencies) {
  // Every package of ours needs the core.
  const comesWith = (users) =>
    users.includes('@autoencoders/core') ? 'core' : users.map((name) => name.replace('@autoencoders/', '')).join(', ');
  const rows = dependencies.map(
    ({ name, version, licence, users, platform }) =>
      `| ${name} | ${version} | ${licence} | ${comesWith(users)}${platform ? ', on Linux x64' : ''} |`,
  );
  return `# Dependencies and their licences

What comes with the published packages: all that they depend on, and what that depends on, in the versions of this repository's lock
file. \`npm run licences\` writes this page from what is installed, on Linux x64. On another platform, other packages bring the binaries
of koffi and sharp. [Security](security.md) says which licences are allowed, and what is checked.

| package | version | licence | comes with |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, printed(installed()));
