import { expect, test } from 'vitest';
import { pagesWithFigures } from '../scripts/figures.mjs';

const pages = pagesWithFigures();

test('some READMEs have figures', () => {
  expect(pages.map(({ path }) => path)).toContain('README.md');
});

test.each(pages)('the figures in $path are those of bench/results', ({ path, text, expected }) => {
  expect(text, `bench/results has other figures than ${path}: run "npm run figures" and commit it`).toBe(expected);
});
