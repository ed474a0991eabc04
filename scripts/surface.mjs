// Writes docs/public-surface.md: every name that the packages export, with its signature and its first sentence.
// `npm run surface` writes it; a test compares it, so that a change to the surface is seen in review.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const files = new Map();

/** A source file: its text, its statements, and the comment that ends right before a place. */
function sourceOf(path) {
  if (!files.has(path)) {
    const text = readFileSync(path, 'utf8');
    const { program, comments } = parseSync(path, text);
    const docAt = (start) => {
      const doc = comments.findLast(({ end }) => end <= start);
      return doc?.value.startsWith('*') && text.slice(doc.end, start).trim() === '' ? doc.value : '';
    };
    files.set(path, { text, body: program.body, comments, docAt });
  }
  return files.get(path);
}

/** The names that a statement declares, each with the node that prints it. */
function declared(statement) {
  const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (!node) return [];
  if (node.type === 'VariableDeclaration') return node.declarations.map((one) => [one.id.name, one]);
  return node.id ? [[node.id.name, node]] : [];
}

/** Where a node's own text ends: before the body of a function, and before the value of a constant that has a type. */
function signatureEnd(node) {
  if (node.type === 'FunctionDeclaration') return node.body?.start ?? node.end;
  if (node.type === 'VariableDeclarator' && node.id.typeAnnotation) return node.id.end;
  if (node.type === 'VariableDeclarator' && node.init?.type === 'ArrowFunctionExpression') return node.init.body.start;
  return node.end;
}

const tidy = (text) =>
  text
    .replaceAll(/\s+/g, ' ')
    .replace(/ ?(=>|;)$/, '')
    .trim();

/** The text of a declaration without comments. A class loses the bodies of its methods. */
function signature({ text, comments }, node) {
  const end = signatureEnd(node);
  const holes = comments.filter((comment) => comment.start >= node.start && comment.end <= end).map(({ start, end }) => [start, end]);
  if (node.type === 'ClassDeclaration')
    for (const member of node.body.body) if (member.value?.body) holes.push([member.value.body.start, member.value.body.end]);
  let printed = '';
  let at = node.start;
  for (const [from, to] of holes.sort(([a], [b]) => a - b)) {
    printed += text.slice(at, from);
    at = to;
  }
  printed = tidy(printed + text.slice(at, end));
  return node.type === 'VariableDeclarator' ? `const ${printed}` : printed;
}

const firstSentence = (doc) => {
  const prose = doc
    .split('\n')
    .map((line) => line.replace(/^\s*\*+ ?/, ''))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.*?[.!?](?= |$)(?<!\b(?:et al|e\.g|i\.e|vs)\.)/.exec(prose)?.[0] ?? prose;
};

/** The declaration of `name` in a file or in a file that it re-exports from. */
function lookUp(path, name) {
  const source = sourceOf(path);
  for (const statement of source.body) {
    if (statement.type === 'ExportNamedDeclaration' && statement.source) {
      const specifier = statement.specifiers.find(({ exported }) => exported.name === name);
      if (specifier) return follow(path, statement.source.value, specifier.local.name);
    }
    const found = declared(statement).find(([each]) => each === name);
    if (found) return { doc: firstSentence(source.docAt(statement.start)), signature: signature(source, found[1]) };
  }
  for (const { type, source: from } of source.body)
    if (type === 'ExportAllDeclaration') {
      const found = lookUp(sourcePath(path, from.value), name);
      if (found) return found;
    }
  return undefined;
}

const sourcePath = (path, from) => join(dirname(path), from.replace(/\.js$/, '.ts'));

const follow = (path, from, name) =>
  from.startsWith('.') ? lookUp(sourcePath(path, from), name) : { doc: '', signature: `export { ${name} } from '${from}'` };

/** Every export of an entry point, in the order of the alphabet. */
function exportsOf(path) {
  const names = sourceOf(path).body.flatMap((statement) =>
    statement.type !== 'ExportNamedDeclaration'
      ? []
      : [...statement.specifiers.map(({ exported }) => exported.name), ...declared(statement).map(([name]) => name)],
  );
  return names.sort().map((name) => ({ name, ...lookUp(path, name) }));
}

/** Every entry point of every package that is published: its name, and its exports. */
export function surface() {
  return readdirSync(join(root, 'packages'))
    .map((folder) => [folder, JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))])
    .filter(([, manifest]) => !manifest.private)
    .flatMap(([folder, { name, exports }]) =>
      Object.entries(exports)
        .filter(([, target]) => target['@autoencoders/source'])
        .map(([entry, target]) => ({
          name: join(name, entry),
          exports: exportsOf(join(root, 'packages', folder, target['@autoencoders/source'])),
        })),
    );
}

/** The report as Markdown. */
export function printed(entries) {
  const list = entries.map(({ name, exports }) => {
    const lines = exports.map(({ doc, signature }) => (doc ? `// ${doc}\n` : '') + signature);
    return `## ${name}\n\n\`\`\`ts\n${lines.join('\n\n')}\n\`\`\`\n`;
  });
  return `# Public surface\n\nWhat the packages export. \`npm run surface\` writes this page; change it by changing the code.\n\n${list.join('\n')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(root, 'docs', 'public-surface.md'), printed(surface()));
