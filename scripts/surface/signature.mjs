// Prints a declaration without bodies and comments. Members of an interface, a class or an object type stand one per line, and so do
// the parameters of a long function and the parts of a long union.
const LONG = 120;

/** One line, without the commas and the space that a list over several lines has. */
const tidy = (text) =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=[([]) /g, '')
    .replaceAll(/,? (?=[)\]])|,(?= })/g, '')
    .trim();

/** A stretch of the source in one line, without comments and without the bodies of `members`. */
function print({ text, comments }, start, end, bodies = []) {
  const holes = [...comments, ...bodies].filter((hole) => hole.start >= start && hole.end <= end);
  let printed = '';
  let at = start;
  for (const hole of holes.toSorted((a, b) => a.start - b.start)) {
    printed += text.slice(at, hole.start);
    at = hole.end;
  }
  return tidy(printed + text.slice(at, end));
}

/** The node that has the members of a declaration, if it has some. */
function blockOf(node) {
  if (node.type === 'TSInterfaceDeclaration' || node.type === 'ClassDeclaration') return node.body;
  const type = node.type === 'VariableDeclarator' ? node.id.typeAnnotation?.typeAnnotation : node.typeAnnotation;
  return type?.type === 'TSTypeLiteral' ? type : undefined;
}

/** Where the signature of a node ends: before the body of a function, and before the value of a constant that has a type. */
function signatureEnd(node) {
  if (node.type === 'VariableDeclarator' && node.id.typeAnnotation) return node.id.end;
  return (node.init?.body ?? (node.type === 'ClassDeclaration' ? undefined : node.body))?.start ?? node.end;
}

const withoutEnd = (text) => text.replace(/ ?(=>|;)$/, '');

function members(source, node, block) {
  const isPublic = ({ accessibility, key }) => accessibility !== 'private' && key?.type !== 'PrivateIdentifier';
  const lines = (block.body ?? block.members).filter(isPublic).map((member) => {
    const body = member.value?.body;
    return `  ${print(source, member.start, member.end, body ? [body] : []).replace(/[;,]$/, '')};\n`;
  });
  return `${print(source, node.start, block.start)} {\n${lines.join('')}}`;
}

function parameters(source, node, list) {
  const lines = list.map(({ start, end }) => `  ${print(source, start, end)},\n`);
  const rest = print(source, list.at(-1).end, signatureEnd(node)).replace(/^, ?/, '');
  return `${print(source, node.start, list[0].start)}\n${lines.join('')}${withoutEnd(rest)}`;
}

function union(source, node, types) {
  const head = print(source, node.start, node.typeAnnotation.start);
  return `${head}\n${types.map(({ start, end }) => `  | ${print(source, start, end)}`).join('\n')}`;
}

/** The signature of a declaration that `exportsOf` found. */
export function signatureOf({ source, node }) {
  const start = node.type === 'VariableDeclarator' ? 'const ' : '';
  const block = blockOf(node);
  if (block) return start + members(source, node, block);
  const line = start + withoutEnd(print(source, node.start, signatureEnd(node)));
  if (line.length <= LONG) return line;
  const list = node.params ?? node.init?.params;
  if (list?.length > 0) return start + parameters(source, node, list);
  return node.typeAnnotation?.type === 'TSUnionType' ? union(source, node, node.typeAnnotation.types) : line;
}
