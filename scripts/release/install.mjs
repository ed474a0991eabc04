// Installs the published packages into fresh folders, as users do, with each package manager.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../spawn.mjs';

const programs = fileURLToPath(new URL('programs/', import.meta.url));

const npmrc = (registry) => `@autoencoders:registry=${registry}\n`;

/** How each installs what a package.json names. yarn 4 has settings of its own, and here the folder `node_modules`. */
export const managers = {
  npm: { command: ['npm', 'install', '--no-audit', '--no-fund'], files: (registry) => ({ '.npmrc': npmrc(registry) }) },
  pnpm: {
    command: ['npx', '--yes', 'pnpm@10', 'install'],
    files: (registry) => ({ '.npmrc': npmrc(registry), 'pnpm-workspace.yaml': '' }),
  },
  'yarn 1': { command: ['npx', '--yes', 'yarn@1', 'install', '--non-interactive'], files: (registry) => ({ '.npmrc': npmrc(registry) }) },
  'yarn 4': {
    command: ['npx', '--yes', '--package', '@yarnpkg/cli-dist@4', 'yarn', 'install'],
    files: (registry, upstream) => ({
      '.yarnrc.yml': `nodeLinker: node-modules
globalFolder: .yarn-global
enableGlobalCache: false
enableTelemetry: false
npmPreapprovedPackages: ['@autoencoders/*']
unsafeHttpWhitelist: [127.0.0.1, localhost]
npmRegistryServer: ${upstream}
npmScopes:
  autoencoders:
    npmRegistryServer: ${registry}
`,
      'yarn.lock': '',
    }),
  },
};

/** Writes the package.json and the settings of a project in `folder`, and installs it. */
export function installProject(manager, folder, registry, manifest) {
  const { command, files } = managers[manager];
  mkdirSync(folder, { recursive: true });
  const upstream = run('npm', ['config', 'get', 'registry'], folder).text.trim();
  const all = { 'package.json': JSON.stringify(manifest, undefined, 2), ...files(registry, upstream) };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  return run(command[0], command.slice(1), folder, { CI: '', npm_config_user_agent: '' });
}

/** Makes a project with our programs in `folder` and installs `dependencies`. */
export function install(manager, folder, registry, dependencies) {
  cpSync(programs, folder, { recursive: true });
  return installProject(manager, folder, registry, { name: 'consumer', version: '1.0.0', private: true, type: 'module', dependencies });
}
