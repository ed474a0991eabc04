// Makes the project of a platform in a fresh folder and installs it from the registry.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installProject } from '../release/install.mjs';
import { run } from '../spawn.mjs';
import { packagesOf } from './table.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The programs as TypeScript: they are valid as they are. */
function asTypeScript(folder) {
  mkdirSync(join(folder, 'src'));
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.js'))) {
    const text = readFileSync(join(folder, name), 'utf8').replaceAll(/'\.\/(\w+)\.js'/g, "'./$1.ts'");
    rmSync(join(folder, name));
    writeFileSync(join(folder, 'src', name.replace(/js$/, 'ts')), text);
  }
}

/** Makes the project in `folder`. Returns whether it could be installed, and what the package manager printed. */
export function makeProject({ template, dependencies = {}, manager = 'npm' }, folder, { registry, version }) {
  cpSync(at('programs'), folder, { recursive: true });
  if (template) cpSync(at(`templates/${template}`), folder, { recursive: true });
  if (template === 'vite-typescript') asTypeScript(folder);
  const own = template ? JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) : {};
  const manifest = { name: 'consumer', private: true, type: 'module', ...own };
  return installProject(manager, folder, registry, {
    ...manifest,
    dependencies: { ...packagesOf(version), ...own.dependencies, ...dependencies },
  });
}

const folders = new Map();

/** The folder of the program of that version of Node; undefined for the Node of this process. */
export function nodeFolder(version) {
  if (version === undefined || version === Number(process.versions.node.split('.')[0])) return undefined;
  if (!folders.has(version)) {
    const { ok, text } = run('npx', ['--yes', '--package', `node@${version}`, 'which', 'node'], at('.'));
    if (!ok) throw new Error(text);
    folders.set(version, dirname(text.trim().split('\n').at(-1)));
  }
  return folders.get(version);
}

/** The installed version of what makes the platform, or of Node. */
export function versionOf({ template, dependencies = {}, package: name = Object.keys(dependencies)[0] ?? template, node }, project) {
  if (name) return JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8')).version;
  const folder = nodeFolder(node);
  return run(folder ? join(folder, 'node') : process.execPath, ['--version'], project)
    .text.trim()
    .slice(1);
}
