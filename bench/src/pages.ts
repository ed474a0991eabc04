// How the pages of the site and the sample apps load in a browser. `npm run bench:pages` writes bench/results/pages.json and pages.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { barriers, chromiumPath, launchBrowser, openPage, serveFolder, vitalsOf } from '@autoencoders/testing/browser';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { markdown } from './pages/markdown.js';
import type { PageResults, PageRow } from './pages/markdown.js';
import { slowLoads } from './pages/slow.js';
import type { SlowRow } from './pages/slow.js';
import { staticHost } from './pages/static-host.js';
import { apps as sampleApps } from './size/apps.js';

if (!chromiumPath) throw new Error('bench:pages needs Chromium: install it, or set CHROMIUM_PATH');

const root = join(import.meta.dirname, '..', '..');
const ROUNDS = 3;
const sitePages = ['index', 'start', 'tutorials/variational', 'reference/layers', 'results/steps'];
const apps = ['', 'undercomplete', 'variational', 'anomaly'];
const screens = {
  'wide, light': { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  'phone, dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
} as const;

async function rowOf(browser: Browser, page: string, address: string, screen: keyof typeof screens): Promise<PageRow> {
  const firstContent: number[] = [];
  let layoutShift = 0;
  let found: readonly string[] = [];
  for (let round = 0; round < ROUNDS; round++)
    await openPage(browser, address, screens[screen], async (open) => {
      const vitals = await vitalsOf(open);
      firstContent.push(Math.round(vitals.firstContent));
      layoutShift = Math.max(layoutShift, vitals.layoutShift);
      if (round === 0) found = await barriers(open);
    });
  const row: PageRow = { page, screen, firstContent, layoutShift, barriers: found };
  console.error(JSON.stringify(row));
  return row;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-pages-'));
const [siteFolder, appsFolder] = [join(folder, 'site'), join(folder, 'apps')];
const site = join(root, 'docs', 'site');
const built = spawnSync(
  process.execPath,
  [join(site, 'node_modules', 'vitepress', 'bin', 'vitepress.js'), 'build', '--outDir', siteFolder],
  {
    cwd: site,
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
if (built.status !== 0) throw new Error('The site could not be built: see above.');
await build({ configFile: join(root, 'apps', 'gallery', 'vite.config.ts'), logLevel: 'error', build: { outDir: appsFolder } });

const [siteServer, appsServer, host, browser] = await Promise.all([
  serveFolder(siteFolder),
  serveFolder(appsFolder),
  staticHost(appsFolder),
  launchBrowser(),
]);
try {
  const rows: PageRow[] = [];
  for (const screen of Object.keys(screens) as (keyof typeof screens)[]) {
    for (const page of sitePages) rows.push(await rowOf(browser, page, `${siteServer.address}${page}.html`, screen));
    for (const app of apps) rows.push(await rowOf(browser, `apps/${app}`, `${appsServer.address}${app && `${app}/`}`, screen));
  }
  const slow: SlowRow[] = [];
  for (const app of sampleApps) {
    slow.push(await slowLoads(browser, host, app, ROUNDS));
    console.error(JSON.stringify(slow.at(-1)));
  }
  const results: PageResults = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus()[0]!.model.trim()}, ${cpus().length} processors, Chromium ${browser.version()}`,
    rows,
    slow,
  };
  const path = join(root, 'bench', 'results', 'pages');
  writeFileSync(`${path}.json`, `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(`${path}.md`, markdown(results));
  console.log(markdown(results));
} finally {
  await Promise.all([browser.close(), siteServer.close(), appsServer.close(), host.close()]);
  rmSync(folder, { recursive: true, force: true });
}
