// Finds what an entry point of a package exports: each name with the statements that declare it.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

const sources = new Map();

/** A source file: its path, its text, its statements and its comments. */
function sourceOf(path) {
  if (!sources.has(path)) {
    const text = readFileSync(path, 'utf8');
    const { program, comments } = parseSync(path, text);
    sources.set(path, { path, text, body: program.body, comments });
  }
  return sources.get(path);
}

/** The names that a statement declares, each with the node that declares it. */
function declared(statement) {
  const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (!node || node.type === 'ImportDeclaration') return [];
  if (node.type === 'VariableDeclaration') return node.declarations.map((one) => [one.id.name, one]);
  return node.id ? [[node.id.name, node]] : [];
}

/** The text of the doc comment right before a place, or nothing. */
function docBefore({ text, comments }, place) {
  const last = comments.findLast(({ end }) => end <= place);
  return last?.value.startsWith('*') && text.slice(last.end, place).trim() === '' ? last.value : '';
}

/** Where a statement takes `name` from: a module, and the name that it has there. */
function origin(statement, name) {
  const from = statement.source?.value;
  if (statement.type === 'ExportAllDeclaration') return statement.exported === null ? { from, name } : undefined;
  const isImport = statement.type === 'ImportDeclaration';
  if (!isImport && statement.type !== 'ExportNamedDeclaration') return undefined;
  const specifier = statement.specifiers.find(({ local, exported }) => (isImport ? local : exported).name === name);
  return specifier && { from, name: isImport ? (specifier.imported?.name ?? specifier.local.name) : specifier.local.name };
}

/** The declarations of `name` in a file, or in the files that it takes the name from: `{ source, node, doc }` or `{ package, name }`. */
function declarationsOf(path, name) {
  const source = sourceOf(path);
  const here = source.body.flatMap((statement) =>
    declared(statement)
      .filter(([each]) => each === name)
      .map(([, node]) => ({ source, node, doc: docBefore(source, statement.start) })),
  );
  if (here.length > 0) return here;
  return source.body.flatMap((statement) => {
    const found = origin(statement, name);
    if (!found || (!found.from && found.name === name)) return [];
    if (!found.from) return declarationsOf(path, found.name);
    if (found.from.startsWith('.')) return declarationsOf(join(dirname(path), found.from.replace(/\.js$/, '.ts')), found.name);
    return statement.type === 'ExportAllDeclaration' ? [] : [{ package: found.from, name: found.name }];
  });
}

/** All exports of an entry point in alphabetical order: `{ name, declarations }`. Overloads leave out what implements them. */
export function exportsOf(path) {
  const names = sourceOf(path).body.flatMap((statement) => {
    if (statement.type === 'ExportAllDeclaration') throw new Error(`${path}: name the exports instead of "export *"`);
    if (statement.type !== 'ExportNamedDeclaration') return [];
    return [...statement.specifiers.map(({ exported }) => exported.name), ...declared(statement).map(([name]) => name)];
  });
  return [...new Set(names)].sort().map((name) => {
    const all = declarationsOf(path, name);
    const overloads = all.filter(({ node }) => node?.type === 'TSDeclareFunction');
    return { name, declarations: overloads.length > 0 ? all.filter(({ node }) => node?.type !== 'FunctionDeclaration') : all };
  });
}
