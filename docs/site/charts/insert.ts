import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { root } from '../../../scripts/packages.mjs';
import { chartOf } from './index.js';

/** The first table of a page of results after a heading, or after the title. */
function tableOf(page: string, heading: string | undefined): string {
  const text = readFileSync(join(root, 'bench', 'results', `${page}.md`), 'utf8');
  const start = heading === undefined ? 0 : text.indexOf(`\n## ${heading}\n`);
  const table = start < 0 ? undefined : /(^\|.*\n?)+/m.exec(text.slice(start))?.[0];
  if (table === undefined) throw new Error(`bench/results/${page}.md has no table under "${heading ?? 'its title'}".`);
  return table;
}

function chart(page: string): string {
  const html = chartOf(page);
  if (html === undefined) throw new Error(`The results "${page}" have no chart.`);
  return html;
}

/** Puts measured figures into a page: for `<!-- table: steps, Products of matrices -->` a table of the results, for `<!-- chart: steps -->` their chart. */
export function resultsIn(md: MarkdownRenderer): void {
  md.core.ruler.before('normalize', 'results-in', (state) => {
    state.src = state.src
      .replaceAll(/^<!-- table: (\S+?)(?:, (.+))? -->$/gm, (_, page: string, heading?: string) => tableOf(page, heading))
      .replaceAll(/^<!-- chart: (\S+) -->$/gm, (_, page: string) => chart(page));
  });
}
