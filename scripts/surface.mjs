// Writes docs/public-surface.md: every name that the packages export, with its signature and the first sentence of its docstring.
// `npm run surface` writes it. A test compares it with the code, so that a review shows each change of the surface.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestOf, packages, root } from './packages.mjs';
import { exportsOf } from './surface/declarations.mjs';
import { signatureOf } from './surface/signature.mjs';

export const page = join(root, 'docs', 'public-surface.md');

/** The first sentence of a doc comment. */
function firstSentence(doc) {
  const lines = doc.split('\n').map((line) => line.replace(/^\s*\*+ ?/, ''));
  const prose = lines.join(' ').replaceAll(/\s+/g, ' ').trim();
  return /^.*?[.!?](?= |$)(?<!\b(?:et al|e\.g|i\.e|vs)\.)/.exec(prose)?.[0] ?? prose;
}

function described({ name, declarations }) {
  const [first] = declarations;
  if (!first) throw new Error(`${name} is exported, but not declared`);
  if (first.package) {
    const renamed = first.name === name ? name : `${first.name} as ${name}`;
    return { name, doc: `Re-exported from ${first.package}.`, signature: `export { ${renamed} } from '${first.package}'` };
  }
  const doc = declarations.map((each) => firstSentence(each.doc)).find(Boolean) ?? '';
  return { name, doc, signature: declarations.map(signatureOf).join('\n') };
}

/**
 * Every entry point of every published package: its name, and its exports as `{ name, doc, signature }`.
 *
 * @returns {{ name: string, exports: { name: string, doc: string, signature: string }[] }[]}
 */
export function surface() {
  return packages
    .map((folder) => [folder, manifestOf(folder)])
    .filter(([, manifest]) => !manifest.private)
    .flatMap(([folder, { name, exports }]) =>
      Object.entries(exports)
        .map(([entry, target]) => [join(name, entry), target['@autoencoders/source']])
        .filter(([, source]) => source)
        .map(([entry, source]) => ({ name: entry, exports: exportsOf(join(root, 'packages', folder, source)).map(described) })),
    );
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
  const missing = undocumented(entries);
  if (missing.length > 0) {
    console.error(`Exported without a docstring:\n${missing.join('\n')}`);
    process.exitCode = 1;
  }
}
