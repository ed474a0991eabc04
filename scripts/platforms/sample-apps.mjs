// Where the sample apps work: `npm run browsers` trains in each of them, in Chromium, Firefox and WebKit, isolated from other origins and not, on
// the digits and on MNIST. It writes bench/results/browsers.json. `--short` takes two pages, isolated, in the browsers besides Chromium, and keeps
// nothing; `--only=TEXT` takes apps whose names contain the text. Browsers that are not installed are left out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, loadConfigFromFile, mergeConfig, preview } from 'vite';
import { addCounts } from '../add-counts.mjs';
import { root } from '../packages.mjs';
import { inBrowser, paths } from './browsers.mjs';
import { useApp } from './use-app.mjs';

const { values: options } = parseArgs({ options: { short: { type: 'boolean' }, only: { type: 'string', default: '' } } });
const all = ['undercomplete', 'sparse', 'stacked', 'convolutional', 'denoising', 'variational', 'anomaly'];
const apps = (options.short ? ['undercomplete', 'stacked'] : all).filter((app) => app.includes(options.only));
const isolations = options.short ? [true] : [true, false];
const browsers = ['chromium', 'firefox', 'webkit'].filter((browser) => paths[browser] && !(options.short && browser === 'chromium'));

const folder = mkdtempSync(join(tmpdir(), 'autoencoders-browsers-'));
const { config } = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(root, 'apps', 'gallery', 'vite.config.ts'));
const served = mergeConfig(config, { configFile: false, logLevel: 'error', build: { outDir: folder }, preview: { port: 0 } });

/** Serves the built site, with the headers that isolate its pages or without. */
async function serve(isolated) {
  const server = await preview(isolated ? served : { ...served, preview: { ...served.preview, headers: {} } });
  return { isolated, address: server.resolvedUrls.local[0], close: () => server.close() };
}

/** A row for each app and isolation. Each has a browser of its own, so that one that hangs holds up no other. */
async function rowsOf(browser, servers) {
  const rows = [];
  for (const app of apps)
    for (const { isolated, address } of servers) {
      const row = await inBrowser(browser, async (page) => ({
        browser: page.version,
        app,
        isolated,
        problem: await useApp(page, app, `${address}${app}/`, isolated),
      })).catch((error) => ({ browser, app, isolated, problem: error.message }));
      console.log(
        `${row.problem ? 'FAILED' : 'ok'} ${row.browser}, ${app}, ${isolated ? 'isolated' : 'not isolated'}${row.problem ? `: ${row.problem}` : ''}`,
      );
      rows.push(row);
    }
  return rows;
}

const rows = [];
const servers = [];
try {
  await build(served);
  for (const isolated of isolations) servers.push(await serve(isolated));
  for (const browser of browsers) rows.push(...(await rowsOf(browser, servers)));
} finally {
  for (const { close } of servers) await close();
  rmSync(folder, { recursive: true, force: true });
}
const failed = rows.filter(({ problem }) => problem !== undefined).length;
if (!options.short && options.only === '') {
  const results = { date: new Date().toISOString().slice(0, 10), machine: `${cpus()[0].model.trim()}, ${cpus().length} cores`, rows };
  writeFileSync(join(root, 'bench', 'results', 'browsers.json'), `${JSON.stringify(results, undefined, 2)}\n`);
}
addCounts({ numPassedTests: rows.length - failed, numFailedTests: failed });
process.exitCode = failed > 0 ? 1 : 0;
