import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { workerRunsOnce } from '../../../apps/kit/worker-runs-once.js';
import { defineConfig } from 'vitepress';
import llms from 'vitepress-plugin-llms';
import { resultsIn } from '../charts/insert.js';
import { sidebar } from '../reference/page.js';
import { writeReference } from '../reference/write.js';
import { liveFences } from '../live/fence.js';
import { linksOut } from './links-out.js';
import { vueOfTheSite } from './vue-of-the-site.js';

await writeReference();

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

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
      'how-to/several-machines',
      'how-to/worker',
      'how-to/bundlers',
      'how-to/frameworks',
      'how-to/write-a-layer',
      'how-to/write-a-loss',
      'how-to/write-a-noise',
      'how-to/write-a-bottleneck',
      'how-to/write-an-app',
      'how-to/debug',
    ),
  },
  {
    text: 'Explanation',
    items: pages(
      'explanation/coming-from',
      'explanation/kernels',
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
  head: [
    ['link', { rel: 'icon', href: 'data:image/svg+xml,' + encodeURIComponent(readFileSync(at('icon.svg'), 'utf8')) }],
    ['style', {}, readFileSync(at('access.css'), 'utf8')],
  ],
  cleanUrls: false,
  lastUpdated: false,
  markdown: {
    config: (md) => void md.use(resultsIn).use(linksOut).use(liveFences),
    math: false,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vite: {
    // The plugin has the types of another vite.
    plugins: [vueOfTheSite, llms() as never],
    resolve: { conditions: ['@autoencoders/source'] },
    worker: { format: 'es', plugins: () => [workerRunsOnce() as never] },
    // What they import is prepared at the start. Found at the first Run, it would make Vite's dev server load the page again.
    optimizeDeps: { entries: ['run.ts', 'program.worker.ts'].map((file) => at(`../live/${file}`)) },
    build: { target: 'es2022' },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Tutorials', link: '/tutorials/undercomplete' },
      { text: 'How to', link: '/how-to/tables' },
      { text: 'Reference', link: '/reference/' },
      { text: 'Results', link: '/results/' },
    ],
    // No group is collapsible: VitePress makes such a group a button within a button, which screen readers cannot tell apart.
    sidebar: {
      '/reference/': [{ text: 'Reference', items: [{ text: 'All packages', link: '/reference/' }, ...sidebar] }],
      '/decisions/': [{ text: 'Decisions', items: pages(...decisions) }],
      '/': [
        ...guides,
        {
          text: 'Reference',
          items: [
            { text: 'All packages', link: '/reference/' },
            ...pages('glossary', 'file-format', 'other-backends', 'write-a-backend', 'reliability', 'security', 'dependencies'),
          ],
        },
        { text: 'Results', items: [{ text: 'All results', link: '/results/' }] },
        { text: 'Decisions', items: [{ text: 'What was decided, and why', link: `/${decisions[0]}` }] },
      ],
    },
  },
});
