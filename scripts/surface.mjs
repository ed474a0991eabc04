// Writes docs/public-surface.md: every name that the packages export, with its signature and the first sentence of its docstring.
// It writes the table of all exports into the README of each package, too. `npm run surface` writes them. A test compares them with the code, so
// that a review shows each change of the surface.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { site } from './manifests.mjs';
import { manifestOf, published, root } from './packages.mjs';
import { exportsOf } from './surface/declarations.mjs';
import { unnamedParameters } from './surface/parameters.mjs';
import { signatureOf } from './surface/signature.mjs';

export const page = join(root, 'docs', 'public-surface.md');

/** The first sentence of a doc comment. */
function firstSentence(doc) {
  const [text] = doc.split(/^\s*\* @/m);
  const lines = text.split('\n').map((line) => line.replace(/^\s*\*+ ?/, ''));
  const prose = lines.join(' ').replaceAll(/\s+/g, ' ').trim();
  return /^.*?[.!?](?= |$)(?<!\b(?:et al|e\.g|i\.e|vs)\.)/.exec(prose)?.[0] ?? prose;
}

function described({ name, declarations }) {
  const [first] = declarations;
  if (!first) throw new Error(`${name} is exported, but not declared`);
  if (first.package) {
    const renamed = first.name === name ? name : `${first.name} as ${name}`;
    const doc = `Re-exported from ${first.package}.`;
    return { name, doc, whole: doc, signature: `export { ${renamed} } from '${first.package}'`, unnamed: [] };
  }
  const doc = declarations.map((each) => firstSentence(each.doc)).find(Boolean) ?? '';
  const whole = declarations.map((each) => each.doc).join('\n');
  return { name, doc, whole, signature: declarations.map(signatureOf).join('\n'), unnamed: unnamedParameters(declarations) };
}

/**
 * Every entry point of every published package: its name, and its exports. `doc` is the first sentence of the docstring, `whole` all of it,
 * and `unnamed` are the parameters that it does not name.
 *
 * @returns {{ name: string, exports: { name: string, doc: string, whole: string, signature: string, unnamed: string[] }[] }[]}
 */
export function surface() {
  return published.flatMap((folder) => {
    const { name, exports } = manifestOf(folder);
    return Object.entries(exports)
      .map(([entry, target]) => [join(name, entry), target['@autoencoders/source']])
      .filter(([, source]) => source)
      .map(([entry, source]) => ({ name: entry, exports: exportsOf(join(root, 'packages', folder, source)).map(described) }));
  });
}

/**
 * The page as Markdown.
 *
 * @param {ReturnType<typeof surface>} entries
 */
export function printed(entries) {
  const list = entries.map(({ name, exports }) => {
    const lines = exports.map(({ doc, signature }) => (doc ? `// ${doc}\n` : '') + signature);
    return `## ${name}\n\n\`\`\`ts\n${lines.join('\n\n')}\n\`\`\`\n`;
  });
  return `# Public surface\n\nWhat the packages export. \`npm run surface\` writes this page from the code.\n\n${list.join('\n')}`;
}

/** A sentence as a cell of a table. Outside of code, "<" would begin an element. */
const cell = (text) =>
  text
    .replaceAll(/(?<!\\)\|/g, '\\|')
    .split(/(`[^`]+`)/)
    .map((part, i) => (i % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('');

/** The page of the reference for an entry point, from `@autoencoders/core/node` on the site. */
const referenceOf = (name) => `${site}/reference/${name.replace('@autoencoders/', '').replaceAll('/', '.')}.html`;

/** The table of the exports of an entry point, under its name where there are several. */
const tableOf = ({ name, exports }, single) =>
  `${single ? 'With' : `\`${name}\`, with`} signatures, options and errors in the [reference](${referenceOf(name)}):\n\n| export | what it is |\n| --- | --- |\n${exports.map((each) => `| \`${each.name}\` | ${cell(each.doc)} |`).join('\n')}\n`;

const BEGIN = '<!-- exports -->\n';
const END = '<!-- /exports -->\n';

/**
 * The README of each published package: its path, its text, and what its text should be. At its end stand all exports, but for those of
 * `/internal`, which are for packages of this repository.
 *
 * @param {ReturnType<typeof surface>} entries
 */
export const readmesWithExports = (entries) =>
  published.map((folder) => {
    const { name } = manifestOf(folder);
    const path = join(root, 'packages', folder, 'README.md');
    const text = readFileSync(path, 'utf8');
    const own = entries.filter((entry) => (entry.name === name || entry.name.startsWith(`${name}/`)) && !entry.name.endsWith('/internal'));
    const tables = own.map((entry) => tableOf(entry, own.length === 1)).join('\n');
    const before = text.includes(BEGIN) ? text.slice(0, text.indexOf(BEGIN)) : `${text.trimEnd()}\n\n## All exports\n\n`;
    const after = text.includes(END) ? text.slice(text.indexOf(END) + END.length) : '';
    return { path, text, expected: `${before}${BEGIN}\n${tables}\n${END}${after}` };
  });

/**
 * The names that are exported without a docstring.
 *
 * @param {ReturnType<typeof surface>} entries
 */
export const undocumented = (entries) =>
  entries.flatMap(({ name: entry, exports }) => exports.filter(({ doc }) => !doc).map(({ name }) => `${entry}: ${name}`));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const entries = surface();
  writeFileSync(page, printed(entries));
  for (const { path, expected } of readmesWithExports(entries)) writeFileSync(path, expected);
  const missing = undocumented(entries);
  if (missing.length > 0) {
    console.error(`Exported without a docstring:\n${missing.join('\n')}`);
    process.exitCode = 1;
  }
}
