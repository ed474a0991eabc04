import { entryPoints, isInternal } from './entry-points.js';
import type { EntryPoint } from './entry-points.js';

const titleOf = ({ name }: EntryPoint): string => name.replace('@autoencoders/', '');

/** What comes with a package besides its main entry point. */
const others = ({ folder, name }: EntryPoint): readonly EntryPoint[] =>
  entryPoints.filter((entry) => entry.folder === folder && entry.name !== name);

const link = (entry: EntryPoint): string => `[\`${entry.name}\`](${entry.page}.md)`;

/** The page of an entry point: what the package is, and what else it has, before its exports. */
export function introduced(entry: EntryPoint, contents: string): string {
  const isMain = entry.name === `@autoencoders/${entry.folder}`;
  const what = isInternal(entry)
    ? 'For packages of this repository: what is exported here changes without notice.'
    : isMain
      ? `${entry.description}. Its [README](../../packages/${entry.folder}/README.md) has examples.`
      : `A part of \`@autoencoders/${entry.folder}\` to import on its own.`;
  const also = others(entry).map(link);
  const list = also.length > 0 ? `\n\nSee also ${also.join(', ')}.` : '';
  // The signatures have the type parameters; a table without descriptions would say nothing more.
  const shorter = contents.replaceAll(/^#+ Type Parameters\n\n\| Type Parameter \|\n(\|.*\n)+\n/gm, '');
  return shorter.replace(/^# .*$/m, (title) => `---\noutline: [2, 3]\n---\n\n${title}\n\n${what}${list}`);
}

/** A list of the packages, each with a sentence and its entry points. */
export function indexPage(): string {
  const rows = entryPoints
    .filter(({ name, folder }) => name === `@autoencoders/${folder}`)
    .map((entry) => {
      const parts = others(entry)
        .filter((other) => !isInternal(other))
        .map(link);
      return `| ${[link(entry), ...parts].join('<br>')} | ${entry.description}. |`;
    });
  return `# Reference

Every export of every package, with its signature, its docstring and a link to its source. These pages are made from the code.
The search finds an export by its name.

| package | what it is |
| --- | --- |
${rows.join('\n')}
`;
}

/** The pages in the order of the sidebar. */
export const sidebar = entryPoints
  .filter((entry) => !isInternal(entry))
  .map((entry) => ({ text: titleOf(entry), link: `/reference/${entry.page}` }));
