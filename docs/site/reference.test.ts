import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { repository } from '../../scripts/manifests.mjs';
import { root } from '../../scripts/packages.mjs';
import { surface } from '../../scripts/surface.mjs';
import { entryPoints } from './reference/entry-points.js';
import { base } from './setup.js';

const { folder } = inject('site');
const entries = surface();
const html = (page: string): string => readFileSync(join(folder, page), 'utf8');

test.each(entryPoints)('the reference of $name has a heading with an anchor for each of its exports', ({ name: entry, page }) => {
  const headings = [...html(`reference/${page}.html`).matchAll(/<h3 id="[^"]+"[^>]*>([\w$]+)/g)].map(([, name]) => name);
  const exported = entries.find(({ name }) => name === entry)!.exports.map(({ name }) => name);
  expect(exported.length).toBeGreaterThan(0);
  expect(headings.toSorted()).toEqual(expect.arrayContaining(exported));
});

test('links to sources lead to files of the repository', () => {
  const links = entryPoints.flatMap(({ page }) => [...html(`reference/${page}.html`).matchAll(/href="([^"]+)#L(\d+)"/g)]);
  expect(links.length).toBeGreaterThan(900);
  const wrong = links.filter(([, address, line]) => {
    if (!address!.startsWith(`${repository}/blob/main/packages/`)) return true;
    return readFileSync(join(root, address!.slice(`${repository}/blob/main/`.length)), 'utf8').split('\n').length < Number(line);
  });
  expect(wrong).toEqual([]);
});

test('links to a place on a page find that place', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
  const places = new Map(files.map((file) => [`${base}${file}`, new Set([...html(file).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!))]));
  const lost = files.flatMap((file) =>
    [...html(file).matchAll(/href="([^"#]*)#([^"]+)"/g)]
      .filter(([, path, place]) => {
        const target = new URL(path!, `http://x${base}${file}`);
        return target.host === 'x' && !places.get(decodeURI(target.pathname))?.has(decodeURIComponent(place!));
      })
      .map(([link]) => `${file}: ${link}`),
  );
  expect(lost).toEqual([]);
});
