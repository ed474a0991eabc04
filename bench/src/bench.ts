// Times one training step of each model, ours and other libraries' in turns, and products of matrices. See `npm run bench -- --help`.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { take } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { contenders, findTorch, hasBlas } from './steps/contenders.js';
import { writeData } from './steps/data.js';
import { othersOf } from './steps/machines.js';
import { limitsOf, markdown } from './steps/markdown.js';
import type { Report } from './steps/markdown.js';
import { effortFor, help, isFull, optionsOf, takingPart } from './steps/options.js';
import type { Options } from './steps/options.js';
import { modelResult, productResult, strangers } from './steps/results.js';
import type { ModelResult, ProductResult } from './steps/results.js';
import { measure } from './steps/rounds.js';
import { judge } from './steps/targets.js';
import { BATCH, models } from './steps/tasks.js';

/** How many different batches there are before they repeat. */
const BATCHES = 80;

const json = new URL('../results/steps.json', import.meta.url);

/** Prints progress: on a terminal in one line that changes, elsewhere in a line each. */
const progress = (text: string): void =>
  void process.stderr.write(process.stderr.isTTY ? `\r\u001B[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}` : `${text}\n`);

async function run(options: Options, folder: string): Promise<Report> {
  const all = contenders(findTorch(), await hasBlas());
  if (!all.some(({ peer }) => peer === 'torch'))
    console.error('There is no Python with PyTorch and NumPy here, so PyTorch does not take part.');
  const rows = take(await mnist('train'), BATCHES * BATCH).values;
  writeData(folder, rows, models);

  const found: { models: ModelResult[]; products: ProductResult[] } = { models: [], products: [] };
  const versions = new Set<string>();
  for (const task of options.tasks) {
    const measured = await measure(task, takingPart(task, all, options), folder, effortFor(task, options), progress);
    for (const { ready } of measured) versions.add(ready.version);
    if (task.kind === 'model') found.models.push(modelResult(task, measured));
    else found.products.push(productResult(task, measured));
  }
  progress('');
  return {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, Node ${process.versions.node}`,
    date: new Date().toISOString().slice(0, 10),
    versions: [...versions].filter(Boolean).sort(),
    limits: limitsOf(found.products),
    ...found,
    targets: judge(found.models, found.products),
  };
}

/** Writes the results. Those of other machines, which were there before, stay as comparisons. */
function write(report: Report): void {
  writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(new URL('steps.md', json), markdown(report));
}

async function main(options: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'autoencoders-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.once('SIGINT', () => process.exit(130));
  const before = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as Report) : undefined;
  const found = await run(options, folder);
  const report = isFull(options) ? { ...found, others: othersOf(found.machine, before) } : found;
  console.log(markdown(report));
  const wrong = strangers(report.models, report.products);
  for (const sentence of wrong) console.error(sentence);
  if (wrong.length > 0) process.exitCode = 1;
  else if (isFull(options)) write(report);
}

try {
  const options = optionsOf(process.argv.slice(2));
  if (options.help) console.log(help);
  else await main(options);
} catch (error) {
  console.error(`\nbench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
