// Writes docs/reference: a page for each entry point of each published package, from its exports and their docstrings.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, Converter, ReflectionKind } from 'typedoc';
import type { TypeDocOptions } from 'typedoc';
import { MarkdownPageEvent } from 'typedoc-plugin-markdown';
import type { MarkdownApplication, PluginOptions } from 'typedoc-plugin-markdown';
import { repository } from '../../../scripts/manifests.mjs';
import { published, root } from '../../../scripts/packages.mjs';
import { entryPoints } from './entry-points.js';
import { indexPage, introduced } from './page.js';

const folder = join(root, 'docs', 'reference');
const site = join(root, 'docs', 'site');

const options: Partial<TypeDocOptions & PluginOptions> = {
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: entryPoints.map(({ source }) => source),
  tsconfig: join(site, 'reference', 'tsconfig.packages.json'),
  basePath: root,
  out: folder,
  logLevel: 'Error',
  readme: 'none',
  // The types are checked elsewhere.
  skipErrorChecking: true,
  excludePrivate: true,
  // Links to the sources need no clone: `path` is relative to packages/, the folder that all entry points have in common.
  disableGit: true,
  sourceLinkTemplate: `${repository}/blob/main/packages/{path}#L{line}`,
  sort: ['alphabetical'],
  groupOrder: ['Functions', 'Variables', 'Classes', 'Interfaces', 'Type Aliases', 'References'],
  outputFileStrategy: 'modules',
  entryFileName: 'index',
  flattenOutputFiles: true,
  excludeScopesInPaths: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandParameters: true,
  useCustomAnchors: true,
  useHTMLEncodedBrackets: true,
  sanitizeComments: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  propertyMembersFormat: 'table',
  tableColumnSettings: { hideSources: true, hideModifiers: true, hideInherited: true, hideOverrides: true, leftAlignHeaders: true },
};

/** What the pages are made from: the sources of the packages, and the program that writes them. */
function fingerprint(): string {
  const folders = [...published.map((name: string) => join(root, 'packages', name)), join(site, 'reference')];
  const files = folders.flatMap((path) =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /(src|reference)(\/|$)/.test(entry.parentPath) && !entry.parentPath.includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const manifests = published.map((name: string) => join(root, 'packages', name, 'package.json'));
  const hash = createHash('sha256').update(repository);
  for (const path of [...files, ...manifests, join(site, 'package.json')].sort()) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

/** Writes the pages, if the packages changed since they were written. */
export async function writeReference(): Promise<void> {
  const stamp = join(folder, '.fingerprint');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const app = (await Application.bootstrapWithPlugins(options)) as MarkdownApplication;
  const names = new Map(entryPoints.map(({ source, name }) => [source, name]));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) module.name = names.get(module.sources?.[0]?.fullFileName ?? '') ?? module.name;
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter))
      if (parameter.name === '__namedParameters') parameter.name = 'options';
  });
  app.renderer.on(MarkdownPageEvent.END, (page: MarkdownPageEvent) => {
    const entry = entryPoints.find(({ page: name }) => page.url === `${name}.md`);
    page.contents = entry ? introduced(entry, page.contents) : indexPage();
  });
  const project = await app.convert();
  if (!project) throw new Error('The sources of the packages could not be read.');
  await app.generateOutputs(project);
  if (app.logger.hasErrors()) throw new Error('The reference was not written: see the errors above.');
  writeFileSync(stamp, wanted);
}
