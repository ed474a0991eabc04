// Where the packages work: `npm run platforms`. It publishes them to a registry on this machine, installs them from it into fresh folders,
// and trains the same small model on each platform. `--here` takes the checkout as it is built, not a clone of the last commit; `--short` does so
// with a few platforms; `--only=TEXT` takes platforms whose names contain the text. Except those of `--short`, results go to bench/results/platforms.json.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addCounts } from '../add-counts.mjs';
import { root } from '../packages.mjs';
import { build } from '../release/publish.mjs';
import { startRegistry } from '../release/registry.mjs';
import { cloneVersion, makeSteps, manifestIn, publishTo } from '../release/steps.mjs';
import { keep, lossesOf } from './results.mjs';
import { rowsOfPage, rowsOfProgram } from './rows.mjs';
import { pages, programs, short as shortNames } from './table.mjs';

const { values: options } = parseArgs({ options: { short: { type: 'boolean' }, here: { type: 'boolean' }, only: { type: 'string' } } });
const { short, only } = options;
const chosen = ({ name }) => (short ? shortNames.includes(name) : only === undefined || name.toLowerCase().includes(only.toLowerCase()));

const steps = makeSteps();
const folder = mkdtempSync(join(tmpdir(), 'autoencoders-platforms-'));
const registry = await startRegistry();

/** Publishes the last commit, or for the short form this checkout, which is built. Returns the version. */
async function publishAll() {
  const here = short || options.here;
  const from = here ? root : join(folder, 'repository');
  const version = here ? manifestIn(root, 'core').version : cloneVersion(from, steps);
  if (!here) steps.need('the packages build', build(from));
  await publishTo(registry.url, version, { from, folder, need: steps.need, scripts: !here });
  return version;
}

const rows = [];
try {
  const source = { registry: registry.url, version: await publishAll() };
  const tried = { folder, source, report: steps.report };
  for (const platform of programs.filter(chosen)) rows.push(...rowsOfProgram(platform, tried));
  for (const page of pages.filter(chosen)) rows.push(...(await rowsOfPage(short ? { ...page, browsers: ['chromium'] } : page, tried)));
  const losses = lossesOf(rows);
  const near = losses.length > 0 && losses.at(-1) - losses[0] <= 1e-6;
  steps.report('the losses are one number, or two where products and sums are rounded once', {
    ok: near && losses.length <= 2,
    text: losses.join(' '),
  });
} catch (error) {
  steps.report('all platforms are tried', { ok: false, text: error.stack });
} finally {
  if (!short) keep(rows);
  registry.close();
  rmSync(folder, { recursive: true, force: true });
}
addCounts({ numPassedTests: steps.passes(), numFailedTests: steps.failures() });
process.exitCode = steps.failures() > 0 ? 1 : 0;
