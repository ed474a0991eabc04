import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';

/** Packages of the workspace resolve to their sources, and `./x.js` to `./x.ts` where only that is there. */
export async function resolve(specifier, context, next) {
  const { parentURL } = context;
  if (/^(\.|file:)/.test(specifier) && specifier.endsWith('.js')) {
    const url = new URL(specifier.replace(/js$/, 'ts'), parentURL);
    if (!existsSync(new URL(specifier, parentURL)) && existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, { ...context, conditions: ['@autoencoders/source', ...context.conditions] });
}

export async function load(url, context, next) {
  if (!/^file:.*\.ts$/.test(url)) return next(url, context);
  const path = fileURLToPath(url);
  const { code } = await transformWithOxc(await readFile(path, 'utf8'), path);
  return { format: 'module', source: code, shortCircuit: true };
}
