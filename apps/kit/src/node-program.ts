import type { Data } from './data/index.js';
import { dataLines } from './program-data.js';
import type { DataLines } from './program-data.js';

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
  const { imported, lines, after, reads, needs } = dataLines(data, trained);
  return programText({
    model,
    imports: [...imported.split('\n'), ...importsOf(model), ...imports],
    body: [`${lines}\n\n${body.trim()}`, after].filter(Boolean).join('\n\n'),
    reads,
    needs,
  });
}

const statement = /^import [^;]+;\n/gm;
const importsOf = (module: string): readonly string[] => module.match(statement)?.map((line) => line.trimEnd()) ?? [];

/** The parts of the text of a program. */
interface TextParts extends Required<Pick<ProgramParts, 'model' | 'imports' | 'body'>>, Pick<DataLines, 'reads' | 'needs'> {}

/** A complete program for Node: how to run it, imports, the text of a module without its own, the backend, and the body. */
export function programText({ model, imports, body, reads = [], needs = [] }: TextParts): string {
  const all = mergeImports([`import { setNodeBackend } from '@autoencoders/backend-node';`, ...imports, ...importsOf(model)]);
  const packages = [...new Set([...all.flatMap(packageOf), ...needs])].sort();
  return `// Save this as program.mts${reads.length > 0 ? `, beside ${reads.join(', ')}` : ''}. In its folder, run:
//   npm install ${packages.join(' ')}
//   npx tsx program.mts

${all.join('\n')}

${model.replaceAll(statement, '').trim()}

const { blas } = await setNodeBackend();
console.log(\`computes on \${blas?.name ?? 'WebAssembly'}\`);
${body}
`;
}

/** The npm package that a statement imports from; none for a module of Node. */
function packageOf(statement: string): readonly string[] {
  const [, name] = /from '((?:@[^/']+\/)?[^/']+)/.exec(statement) ?? [];
  return name === undefined || name.startsWith('node:') ? [] : [name];
}

/** How a program names a part of the data for a model that takes rows of numbers. A table has such rows already, and may have missing cells. */
export const flat = ({ training }: Data, part: 'training' | 'test'): string => (training.shape.length === 1 ? part : `toFlat(${part})`);

/** One statement for all imports from a module; types have their own. */
function mergeImports(statements: readonly string[]): readonly string[] {
  const parts = new Map<string, Set<string>>();
  for (const statement of statements) {
    const [, kind, names, from] = /^import (type )?\{ ([^}]+) \} from '([^']+)';$/.exec(statement) ?? [];
    const key = `import ${kind ?? ''}|${from}`;
    const there = parts.get(key) ?? new Set<string>();
    for (const name of (names ?? '').split(',')) if (name.trim()) there.add(name.trim());
    parts.set(key, there);
  }
  return [...parts].map(([key, names]) => {
    const [kind, from] = key.split('|');
    return `${kind}{ ${[...names].sort().join(', ')} } from '${from}';`;
  });
}
