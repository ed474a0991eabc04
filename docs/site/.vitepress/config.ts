import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import llms from 'vitepress-plugin-llms';
import { linksOut } from './links-out.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Vue, for pages that lie outside of this folder. */
const vue = Object.fromEntries(['vue/server-renderer', 'vue'].map((name) => [name, fileURLToPath(import.meta.resolve(name))]));

/** The first heading of a page of `docs`. */
const titleOf = (path: string): string => /^# (.+)$/m.exec(readFileSync(at(`../../${path}.md`), 'utf8'))?.[1] ?? path;
const pages = (...paths: readonly string[]) => paths.map((path) => ({ text: titleOf(path), link: `/${path}` }));
const decisions = readdirSync(at('../../decisions'))
  .filter((file) => file.endsWith('.md'))
  .map((file) => `decisions/${file.slice(0, -3)}`);

const guides = [
  { text: 'Start', items: pages('start') },
  {
    text: 'Tutorials',
    items: pages(
      'tutorials/undercomplete',
      'tutorials/sparse',
      'tutorials/stacked',
      'tutorials/convolutional',
      'tutorials/denoising',
      'tutorials/variational',
    ),
  },
  {
    text: 'How to',
    items: pages(
      'how-to/tables',
      'how-to/pictures',
      'how-to/series',
      'how-to/anomalies',
      'how-to/code-size',
      'how-to/reproduce',
      'how-to/resume',
      'how-to/export',
      'how-to/faster',
      'how-to/worker',
      'how-to/bundlers',
      'how-to/frameworks',
      'how-to/write-an-app',
      'how-to/debug',
    ),
  },
  {
    text: 'Explanation',
    items: pages(
      'explanation/coming-from',
      'explanation/memory',
      'explanation/randomness',
      'explanation/reductions',
      'explanation/precision',
    ),
  },
];

export default defineConfig({
  title: 'autoencoders',
  description: 'Compose, train, judge and ship autoencoders, in a browser or in Node.',
  lang: 'en',
  srcDir: '..',
  srcExclude: ['site/**', 'README.md', 'public-surface.md'],
  outDir: at('../dist'),
  // A sub-folder of any host: BASE=/autoencoders/ npm run docs:build
  base: process.env['BASE'] ?? '/',
  cleanUrls: false,
  lastUpdated: false,
  markdown: { config: (md) => void md.use(linksOut), math: false },
  // The plugin has the types of another vite.
  vite: { plugins: [llms() as never], resolve: { alias: vue } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Tutorials', link: '/tutorials/undercomplete' },
      { text: 'How to', link: '/how-to/tables' },
      { text: 'Results', link: '/results/' },
    ],
    sidebar: [
      ...guides,
      {
        text: 'Reference',
        items: pages('glossary', 'file-format', 'other-backends', 'write-a-backend', 'reliability', 'security', 'dependencies'),
      },
      { text: 'Results', items: [{ text: 'All results', link: '/results/' }] },
      { text: 'Decisions', collapsed: true, items: pages(...decisions) },
    ],
  },
});
