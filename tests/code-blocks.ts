import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from '../scripts/packages.mjs';

/** A block of code in a page: a complete example, or an excerpt, fenced as ```ts no-run. */
export interface CodeBlock {
  readonly name: string;
  readonly kind: 'example' | 'excerpt';
  readonly code: string;
}

const markdown = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);

const pages = [
  'README.md',
  'apps/README.md',
  ...['docs', 'docs/tutorials', 'docs/how-to', 'docs/explanation'].flatMap(markdown),
  ...packages.map((name) => `packages/${name}/README.md`),
].filter((page) => page !== 'docs/public-surface.md');

/** The blocks of TypeScript in a page, examples and excerpts numbered apart. */
function blocksOf(page: string): CodeBlock[] {
  const found = { example: 0, excerpt: 0 };
  return [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts( no-run)?(?: [^\n]*)?\n(.*?)^```$/gms)].map(([, noRun, code]) => {
    const kind = noRun ? 'excerpt' : 'example';
    found[kind] += 1;
    return { name: `${page}, ${kind} ${found[kind]}`, kind, code: code! };
  });
}

/** Every block of TypeScript in the READMEs and in the pages of the site. */
export const codeBlocks: readonly CodeBlock[] = pages.flatMap(blocksOf);
