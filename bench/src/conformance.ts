// Runs the tests of tfjs-core and tfjs-layers, and every layer of tfjs-layers, on our backend and on tfjs's: npm run conformance
// [-- --suite core|layers|cases] [--only contender,…] [--match regexp]. Only a complete run writes bench/results/conformance.md and .json.
// Exits with 1 when a test passes on tfjs's backend and fails on ours.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, wasmFolder } from './conformance/bundle.js';
import { contenders } from './conformance/contenders.js';
import type { ContenderName } from './conformance/contenders.js';
import { stocksChoice } from './conformance/exclusions.js';
import { markdown } from './conformance/markdown.js';
import type { SuiteName } from './conformance/protocol.js';
import { reportOf } from './conformance/report.js';
import type { SuiteReport } from './conformance/report.js';
import { verdictsOf } from './conformance/runs.js';
import type { Verdicts } from './conformance/runs.js';

const { values: asked } = parseArgs({
  options: { suite: { type: 'string' }, only: { type: 'string' }, match: { type: 'string' } },
});
const suites = ['core', 'layers', 'cases'] as const;
const names = Object.keys(contenders) as ContenderName[];
const chosenNames = asked.only?.split(',') ?? names;
const unknown = [
  ...chosenNames.filter((name) => !(name in contenders)),
  ...(asked.suite && !(suites as readonly string[]).includes(asked.suite) ? [asked.suite] : []),
];
if (unknown.length > 0)
  throw new Error(
    `conformance: there is no ${unknown.join(', ')}; there are the suites ${suites.join(', ')} and the contenders ${names.join(', ')}`,
  );

async function run(program: string, suite: SuiteName): Promise<SuiteReport> {
  const results = new Map<ContenderName, Verdicts>();
  for (const contender of names.filter((name) => chosenNames.includes(name))) {
    const begun = performance.now();
    const verdicts = await verdictsOf(program, { suite, contender, wasmFolder, ...(asked.match !== undefined && { only: asked.match }) });
    if (verdicts) results.set(contender, verdicts);
    const passed = [...(verdicts?.values() ?? [])].filter(({ outcome }) => outcome === 'passed').length;
    const took = `${((performance.now() - begun) / 1000).toFixed(0)} s`;
    console.error(`${suite}, ${contender}: ${verdicts ? `${passed} of ${verdicts.size} passed, ${took}` : 'no BLAS here'}`);
  }
  return reportOf(suite, results, suite === 'core' ? stocksChoice() : undefined);
}

const dir = mkdtempSync(join(tmpdir(), 'conformance-'));
try {
  const program = await bundle(dir);
  const reports: SuiteReport[] = [];
  for (const suite of suites) if (!asked.suite || asked.suite === suite) reports.push(await run(program, suite));
  const machine = `${cpus()[0]!.model.trim()}, Node ${process.versions.node}`;
  const text = markdown(reports, machine);
  console.log(text);
  if (Object.keys(asked).length === 0) {
    const folder = new URL('../results/', import.meta.url);
    writeFileSync(new URL('conformance.json', folder), `${JSON.stringify({ machine, suites: reports }, null, 2)}\n`);
    writeFileSync(new URL('conformance.md', folder), text);
  }
  if (reports.some(({ comparisons }) => comparisons.some(({ lost }) => lost.length > 0))) process.exitCode = 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
