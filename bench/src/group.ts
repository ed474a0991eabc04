// Training in a group: two ranks beside one, beside mpi4py and PyTorch, and four hosts with limited links: `npm run bench:group`. Results go to
// bench/results/group.json and group.md. With `--quick`, it measures little, and only prints.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { take } from '@autoencoders/datasets';
import { mnist } from '@autoencoders/datasets/node';
import { mpiLibrary } from '@autoencoders/mpi';
import { whyNoHosts } from './group/links.js';
import { markdown } from './group/markdown.js';
import { overLinks } from './group/over-links.js';
import { goalsOf } from './group/prediction.js';
import { cases, findPythons, predicted, programs } from './group/programs.js';
import type { Case, GroupProgram } from './group/programs.js';
import { bytesOf, modelResult } from './group/results.js';
import type { ModelResult, Results } from './group/results.js';
import { hasBlas } from './steps/contenders.js';
import { writeData } from './steps/data.js';
import { measure } from './steps/rounds.js';

/** Batches of 1024, before they repeat. */
const ROWS = 10_240;
const isQuick = process.argv.includes('--quick');
/** Ranks of a group must take as many steps as each other, so the warm-up has no limit in time. */
const effort = { rounds: isQuick ? 2 : 5, ms: isQuick ? 400 : 2000, warmUp: { steps: 5, ms: 1e9 } };
const progress = (text: string): void => console.error(text);

async function measured(task: Case, all: readonly GroupProgram[], folder: string, versions: Set<string>): Promise<ModelResult> {
  const here = all.filter((program) => program.takes(task));
  const found = await measure(task, here, folder, effort, progress);
  for (const { ready } of found) versions.add(ready.version);
  return modelResult(task, here, found);
}

async function run(folder: string): Promise<Results> {
  const load = loadavg()[0]!;
  const mpi = mpiLibrary();
  if (!mpi?.name.startsWith('Open MPI')) throw new Error('there is no Open MPI here (Debian: apt-get install openmpi-bin)');
  writeData(folder, take(await mnist('train'), ROWS).values, cases);
  const found = { blas: await hasBlas(), ...findPythons() };
  const [why, versions] = [whyNoHosts(), new Set([mpi.name])];
  const all = programs(folder, found);
  const models: ModelResult[] = [];
  for (const task of cases) models.push(await measured(task, all, folder, versions));
  const task = predicted.at(-1)!;
  const links = why === undefined ? await overLinks(task, bytesOf(task), folder, progress) : null;
  return {
    machine: `${cpus()[0]!.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`,
    date: new Date().toISOString().slice(0, 10),
    load,
    versions: [...versions].filter(Boolean).sort(),
    missing: [
      ...(found.blas ? [] : ['Without a BLAS, which this machine does not have.']),
      ...(found.mpi4py ? [] : ['Without PyTorch and mpi4py together, which this machine does not have.']),
      ...(why === undefined ? [] : [`Without hosts and links: ${why}.`]),
    ],
    models,
    links,
    goals: goalsOf({ models, links }),
  };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-group-'));
// Also when it is stopped, it leaves nothing: not its files here, and not its hosts.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

const results = await run(folder);
console.log(markdown(results));
const at = new URL('../results/', import.meta.url);
if (!isQuick) {
  writeFileSync(new URL('group.json', at), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(new URL('group.md', at), markdown(results));
}
