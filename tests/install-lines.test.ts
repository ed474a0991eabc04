import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { published, root } from '../scripts/packages.mjs';

const readmes = ['README.md', ...published.map((name) => `packages/${name}/README.md`)];

/** What users have anyway: their own bundler. */
const OWN = ['vite'];

const packageOf = (path: string): string =>
  path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');

/** The packages that a README says to install: in commands, and in sentences. */
function installed(text: string): string[] {
  const commands = [...text.matchAll(/npm install ((?:[^\n`]*\\\n)*[^\n`]*)/g)].flatMap(([, names]) =>
    names!.replace(/#.*/, '').split(/[\s\\]+/),
  );
  const sentences = [...text.matchAll(/\bInstall\s+((?:`[^`]+`(?:,| and)?\s*)+)/g)].flatMap(([, names]) => names!.match(/[^`\s,]+/g)!);
  return [...commands, ...sentences];
}

/** The packages that the examples of a README import. */
function imported(text: string): string[] {
  const blocks = [...text.matchAll(/^```(?:ts|tsx|js)\b[^\n]*\n(.*?)^```$/gms)].map(([, code]) => code!);
  const paths = blocks.flatMap((code) => [...code.matchAll(/(?:\bfrom|\bimport) ?\(?'([^'.][^']*)'/g)].map(([, path]) => path!));
  return [...new Set(paths.filter((path) => !path.startsWith('node:')).map(packageOf))];
}

test.each(readmes)('%s says to install every package that its examples import', (file) => {
  const text = readFileSync(join(root, file), 'utf8');
  const known = [...installed(text), ...OWN];
  expect(imported(text).filter((name) => !known.includes(name))).toEqual([]);
});

test('examples and install lines are found', () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8');
  expect(imported(text).length).toBeGreaterThan(5);
  expect(installed(text)).toEqual(expect.arrayContaining(['@autoencoders/core', '@autoencoders/tables', '@autoencoders/backend-node']));
});
