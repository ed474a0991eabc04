import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';

const { folder } = inject('site');
const page = (path: string): string => readFileSync(join(folder, path), 'utf8');

test('every page of docs and every page of results is built', () => {
  const built = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const [from, to] of [
    ['../decisions', 'decisions'],
    ['../tutorials', 'tutorials'],
    ['../../bench/results', 'results'],
  ] as const) {
    const pages = readdirSync(join(import.meta.dirname, from)).filter((file) => file.endsWith('.md'));
    expect(pages.length).toBeGreaterThan(5);
    expect(built).toEqual(expect.arrayContaining(pages.map((file) => join(to, file.replace(/md$/, 'html')))));
  }
});

test('links stay in the folder of the site, and those to other files go to the repository', () => {
  const links = [...page('tutorials/sparse.html').matchAll(/href="([^"]+)"/g)].map(([, href]) => href!);
  expect(links.filter((href) => href.startsWith('/')).every((href) => href.startsWith('/docs/'))).toBe(true);
  expect(links.some((href) => href.endsWith('/blob/main/packages/models/README.md'))).toBe(true);
});

test('the pages as text for language models', () => {
  expect(page('llms.txt')).toContain('tutorials/variational.md');
});
