import { pathToFileURL } from 'node:url';
import { writeFileSync } from 'node:fs';
import { barriersInBoth, chromiumPath, launchBrowser, unlessChromium } from '@autoencoders/testing/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, temporaryFolder } from '../test/helpers.js';
import { variants } from './variants/index.js';

const at = temporaryFolder();
const quick = ['--data', 'digits', '--epochs', '1', '--batch', '64', '--limit', '320'];

/** A table with labels, of which the last rows are odd. */
function table(): string {
  const rows = Array.from({ length: 120 }, (_, i) => [i % 7, (3 * (i % 7) + (i % 3)) * (i > 110 ? -9 : 1), i > 110 ? 'odd' : 'usual']);
  writeFileSync(at('table.csv'), `a,b,kind\n${rows.map((row) => row.join(',')).join('\n')}\n`);
  return at('table.csv');
}

/** The command line that makes each report, and the file. In this order: later ones read what others wrote. */
const reports = (): readonly (readonly [name: string, file: string, ...args: string[]])[] => [
  ...variants.map(({ name }) => [name, at(name, 'report.html'), 'train', name, ...quick, '--out', at(name)] as const),
  ['stacked', at('stacked', 'report.html'), 'pretrain', '--units', '20,10', '--joint', '1', ...quick, '--out', at('stacked')],
  ['classifier', at('tuned', 'report.html'), 'finetune', at('stacked'), '--labels', '60', '--epochs', '2', '--out', at('tuned')],
  ['table', at('rows', 'report.html'), 'train', 'undercomplete', '--data', table(), '--epochs', '2', '--out', at('rows')],
  ['detector', at('found', 'report.html'), 'detect', table(), '--label', 'kind', '--method', 'pca', '--run', at('found')],
  ['comparison', at('c.html'), 'compare', ...variants.map(({ name }) => at(name)), at('stacked'), '--out', at('c.html')],
];

describe.skipIf(!chromiumPath)(`reports in a browser${unlessChromium}`, () => {
  let browser: Awaited<ReturnType<typeof launchBrowser>>;
  beforeAll(async () => void (browser = await launchBrowser()));
  afterAll(() => browser?.close());

  test.each(reports())(
    '%s: axe finds nothing serious, light and dark, and nothing is cut on a phone',
    async (_, file, ...args) => {
      const { code, err } = await cli(...args);
      expect(code, err).toBe(0);
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
      await page.goto(pathToFileURL(file).href);
      expect(await barriersInBoth(page, 'light')).toEqual([]);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
      await page.close();
    },
    240_000,
  );
});
