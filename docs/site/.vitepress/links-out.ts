import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MarkdownRenderer } from 'vitepress';
import { repository } from '../../../scripts/manifests.mjs';

const docs = fileURLToPath(new URL('../..', import.meta.url));
const root = dirname(docs.replace(/\/$/, ''));

/** Pages link to files beside `docs`, such as the packages. The site has no such pages: these links go to the repository. */
export function linksOut(md: MarkdownRenderer): void {
  md.core.ruler.push('links-out', ({ tokens, env }) => {
    const page = (env as { path: string }).path;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null;
      if (!href || !/^\.\.?\//.test(href)) continue;
      const target = join(dirname(page), href);
      if (relative(docs, target).startsWith('..')) token.attrSet('href', `${repository}/blob/main/${relative(root, target)}`);
    }
  });
}
